// The cockpit of commissions; loaded by its page (frappe.require). Vue is the one that the framework brings for its own builders.
import { createApp } from "vue";
import CockpitPage from "./desk/cockpit/CockpitPage.vue";

/** Draw the cockpit into an element; gives what the page calls when its route changes. */
window.esaylovCockpit = (element) => {
	const app = createApp(CockpitPage);
	window.SetVueGlobals(app);
	return app.mount(element);
};
