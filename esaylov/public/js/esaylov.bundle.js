// What forms of the Desk share; loaded by a form when it needs it (frappe.require).
import { showAppeal } from "./desk/appeal.js";

window.esaylov = Object.assign(window.esaylov || {}, { desk: { showAppeal } });
