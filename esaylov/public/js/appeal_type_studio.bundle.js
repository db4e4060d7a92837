// The studio of appeal types; loaded by its page (frappe.require). Vue is the one that the framework brings for its own builders.
import { createApp } from "vue";
import AppealTypeStudio from "./desk/studio/AppealTypeStudio.vue";

/** Draw the studio into an element; gives what the page calls when its route changes. */
window.esaylovAppealTypeStudio = (element) => {
	const app = createApp(AppealTypeStudio);
	window.SetVueGlobals(app);
	return app.mount(element);
};
