import { escapeTexts } from "./desk/escape.js";
import { offerHelp } from "./desk/help.js";
import { offerLanguages } from "./desk/language.js";
import { nameLoopVariables } from "./desk/loops.js";
import { offerLogins } from "./desk/logins.js";
import { mentionNobody } from "./desk/mentions.js";
import { keepReportColumns } from "./desk/report_columns.js";
import { tellWhereRefused } from "./desk/step_up.js";
import { showProposals } from "./desk/waiting.js";

escapeTexts();
keepReportColumns();
nameLoopVariables();
mentionNobody();
offerHelp();
offerLanguages();
offerLogins();
tellWhereRefused();
showProposals();
