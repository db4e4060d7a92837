// What forms and lists of the Desk share; loaded by them when they need it (frappe.require).
import { act, showOnce } from "./desk/act.js";
import { call } from "./desk/api.js";
import { showDecision } from "./desk/annul.js";
import { showAppeal } from "./desk/appeal.js";
import { issueAgain, printSheets } from "./desk/certificates.js";
import { acceptFinding, confirmChange, showChange, showDocument, showWaiting } from "./desk/configuration.js";
import { openCount, showCount } from "./desk/count.js";
import { servedBy, showServed } from "./desk/decision_text.js";
import { refreshInbox, showInbox } from "./desk/inbox.js";
import { inviteAgain, inviteRest } from "./desk/invitations.js";
import { decideWithoutAppeal } from "./desk/own.js";
import { offerPractice } from "./desk/practice.js";
import { openRecovery } from "./desk/recovery.js";
import { showRun } from "./desk/runs.js";
import { planSession } from "./desk/session/agenda.js";
import { showSession } from "./desk/session/room.js";
import { showShipped } from "./desk/shipped.js";
import { showText } from "./desk/text.js";
import { showTitles } from "./desk/titles.js";
import { reportTurnout } from "./desk/turnout.js";
import { showRefused, showValuesBefore, showWords } from "./desk/values.js";

const desk = {
	...{ showAppeal, showDecision, showInbox, showRun },
	...{ refreshInbox, showText, showSession, planSession },
	...{ openCount, showCount, reportTurnout },
	...{ printSheets, issueAgain, decideWithoutAppeal },
	...{ showTitles, servedBy, showServed, showShipped, showRefused, showValuesBefore, showWords },
	...{ openRecovery, inviteAgain, inviteRest, offerPractice },
	...{ act, call, showOnce, acceptFinding, confirmChange, showChange, showDocument, showWaiting },
};
window.esaylov = Object.assign(window.esaylov || {}, { desk });
