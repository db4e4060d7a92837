// The desk of a commission; loaded by its page (frappe.require). Vue is the one that the framework brings for its own builders.
import { createApp } from "vue";
import CommissionDesk from "./desk/commission/CommissionDesk.vue";

/** Draw the desk into an element; gives what the page calls when its route changes. */
window.esaylovCommissionDesk = (element) => {
	const app = createApp(CommissionDesk);
	window.SetVueGlobals(app);
	return app.mount(element);
};
