// What the form of an Appeal Type shares; loaded by the form when it needs it (frappe.require).
import { openImport } from "./desk/builder/files.js";
import { ready, showBuilder } from "./desk/builder/form.js";
import { proposeName } from "./desk/builder/names.js";
import { openVersions } from "./desk/builder/versions.js";

window.esaylov = Object.assign(window.esaylov || {}, {
	builder: { openImport, openVersions, proposeName, ready, show: showBuilder },
});
