// The picture of procedures; loaded by its page (frappe.require). Vue is the one that the framework brings for its own builders.
import { createApp } from "vue";
import MessageEditor from "./desk/procedure/MessageEditor.vue";
import ProcedurePage from "./desk/procedure/ProcedurePage.vue";

function mounted(element, component, given) {
	const app = createApp(component, given);
	window.SetVueGlobals(app);
	return { app, view: app.mount(element) };
}

/** Draw the picture into an element; gives what the page calls when its route changes. */
window.esaylovAppealProcedure = (element) => mounted(element, ProcedurePage).view;

/** Draw the editor of a message into a form; gives `settle`, to be waited for before the form is saved, and `unmount`. */
window.esaylovMessageEditor = (element, given) => {
	const { app, view } = mounted(element, MessageEditor, { ...given, isPart: true });
	return { settle: view.settle, unmount: () => app.unmount() };
};
