// An election prepared step by step; loaded by its page (frappe.require). Vue is the one that the framework brings for its own builders.
import { createApp } from "vue";
import PreparationWizard from "./desk/preparation/PreparationWizard.vue";

/** Draw the page into an element; gives what it calls when its route changes. */
window.esaylovPreparationWizard = (element) => {
	const app = createApp(PreparationWizard);
	window.SetVueGlobals(app);
	return app.mount(element);
};
