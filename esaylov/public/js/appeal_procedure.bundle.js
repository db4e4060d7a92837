// The picture of procedures; loaded by its page (frappe.require). Vue is the one that the framework brings for its own builders.
import { createApp } from "vue";
import CampaignPlan from "./desk/procedure/CampaignPlan.vue";
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

/** Draw what a campaign will be into its form; gives `read`, to be called with what the form holds, and `total` of its receivers. */
window.esaylovCampaignPlan = (element, given) => {
	const { view } = mounted(element, CampaignPlan, given);
	return { read: view.read, total: view.total };
};
