/**
 * A page of ours in the Desk: the framework's frame, the bundles of the page's name, and the app in it.
 *
 * The app is told what follows the page's name in the route each time the page is shown. `onHide` is told the app when it is left.
 * `isTall`: the app fills the window, and scrolls in itself.
 */
export function page(name, title, { isTall = false, onHide = null } = {}) {
	const bundle = name.replaceAll("-", "_");
	const start = `esaylov${bundle.replace(/(?:^|_)(\w)/g, (_all, letter) => letter.toUpperCase())}`;
	const show = (app) => app?.show(...frappe.get_route().slice(1));
	Object.assign(frappe.pages[name], {
		async on_page_load(wrapper) {
			const { main } = frappe.ui.make_app_page({ parent: wrapper, title, single_column: true });
			wrapper.classList.toggle("esaylov-desk-page", isTall);
			if (onHide) $(wrapper).on("hide", () => wrapper.esaylov_app && onHide(wrapper.esaylov_app));
			await frappe.require([`${bundle}.bundle.css`, `${bundle}.bundle.js`]);
			wrapper.esaylov_app = window[start](main[0]);
			show(wrapper.esaylov_app);
		},
		on_page_show: (wrapper) => show(wrapper.esaylov_app),
	});
}
