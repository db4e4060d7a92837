// The hall of a session; loaded by its page (frappe.require). Vue is the one that the framework brings for its own builders.
import { createApp } from "vue";
import SessionHall from "./desk/hall/SessionHall.vue";

/** Draw the hall into an element; gives what the page calls when its route changes. */
window.esaylovSessionHall = (element) => {
	const app = createApp(SessionHall);
	window.SetVueGlobals(app);
	return app.mount(element);
};
