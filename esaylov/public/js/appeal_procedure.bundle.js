// The picture of procedures; loaded by its page (frappe.require). Vue is the one that the framework brings for its own builders.
import { createApp } from "vue";
import ProcedurePage from "./desk/procedure/ProcedurePage.vue";

/** Draw the picture into an element; gives what the page calls when its route changes. */
window.esaylovAppealProcedure = (element) => {
	const app = createApp(ProcedurePage);
	window.SetVueGlobals(app);
	return app.mount(element);
};
