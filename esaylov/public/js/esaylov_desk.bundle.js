import { titleChoices } from "./choices.js";
import { offerChoices } from "./desk/autocomplete.js";
import { nameBars } from "./desk/charts.js";
import { articleSaid, gatewaySaid, languagesSaid, purposeSaid } from "./desk/codes.js";
import { nameColleagues } from "./desk/colleagues.js";
import { shareWidths } from "./desk/columns.js";
import { nameDialogs } from "./desk/dialogs.js";
import { escapeTexts } from "./desk/escape.js";
import { keepFrame } from "./desk/frame.js";
import { offerHelp } from "./desk/help.js";
import { translateHistory } from "./desk/history.js";
import { keepRows } from "./desk/joins.js";
import { offerLanguages } from "./desk/language.js";
import { describeSuggestions, trustDoctypes } from "./desk/links.js";
import { nameLoopVariables } from "./desk/loops.js";
import { offerLogins } from "./desk/logins.js";
import { mentionNobody } from "./desk/mentions.js";
import { nameClocks, nameDays } from "./desk/moments.js";
import { offerNewValue } from "./desk/new_value.js";
import { offerOrders } from "./desk/orders.js";
import { page } from "./desk/page.js";
import { markPractice } from "./desk/practice.js";
import { callInReadersLanguage } from "./desk/readers_titles.js";
import { keepReportColumns } from "./desk/report_columns.js";
import { followForm, progressBar } from "./desk/progress.js";
import { countSignatures } from "./desk/signatures/badge.js";
import { tellWhereRefused } from "./desk/step_up.js";
import { translateTitles } from "./desk/translated_titles.js";
import { showProposals } from "./desk/waiting.js";

escapeTexts();
keepReportColumns();
nameClocks();
$(document).one("app_ready", nameDays);
nameLoopVariables();
mentionNobody();
nameDialogs();
keepFrame();
keepRows();
nameColleagues();
offerHelp();
offerLanguages();
offerLogins();
offerOrders();
tellWhereRefused();
showProposals();
titleChoices();
markPractice();
translateTitles();
translateHistory();
callInReadersLanguage();
countSignatures();
trustDoctypes();
describeSuggestions();
shareWidths();
nameBars();
window.esaylov = Object.assign(window.esaylov || {}, {
	page,
	followForm,
	offerNewValue,
	progressBar,
	codes: { articleSaid, gatewaySaid, languagesSaid, offerChoices, purposeSaid },
});
