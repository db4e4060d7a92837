// The page of the studio: the framework's frame, and the studio in it. All else: public/js/desk/studio.
frappe.pages["appeal-type-studio"].on_page_load = async (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Appeal Type Studio"),
		single_column: true,
	});
	wrapper.classList.add("esaylov-desk-page");
	await frappe.require([
		"esaylov_desk.bundle.css",
		"appeal_type_studio.bundle.css",
		"appeal_type_studio.bundle.js",
	]);
	wrapper.esaylov_studio = window.esaylovAppealTypeStudio(page.main[0]);
	wrapper.esaylov_studio.show(frappe.get_route()[1] || "");
};

frappe.pages["appeal-type-studio"].on_page_show = (wrapper) =>
	wrapper.esaylov_studio?.show(frappe.get_route()[1] || "");
