// What waits for a signature; loaded by its page (frappe.require). Vue is the one that the framework brings for its own builders.
import { createApp } from "vue";
import SignatureInbox from "./desk/signatures/SignatureInbox.vue";

/** Draw the inbox into an element; gives what the page calls when its route changes. */
window.esaylovSignatureInbox = (element) => {
	const app = createApp(SignatureInbox);
	window.SetVueGlobals(app);
	return app.mount(element);
};
