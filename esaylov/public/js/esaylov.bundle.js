// What forms and lists of the Desk share; loaded by them when they need it (frappe.require).
import { showAppeal } from "./desk/appeal.js";
import { refreshInbox, showInbox } from "./desk/inbox.js";
import { showText } from "./desk/text.js";

window.esaylov = Object.assign(window.esaylov || {}, { desk: { showAppeal, showInbox, refreshInbox, showText } });
