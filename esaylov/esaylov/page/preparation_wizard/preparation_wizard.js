// The page on which an election is prepared step by step. All else: public/js/desk/preparation.
frappe.pages["preparation-wizard"].on_page_load = async (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Prepare an Election"),
		single_column: true,
	});
	$(wrapper).on("hide", () => wrapper.esaylov_preparation?.show(null)); // left: read anew when it is shown again
	await frappe.require([
		"esaylov_desk.bundle.css",
		"preparation_wizard.bundle.css",
		"preparation_wizard.bundle.js",
	]);
	wrapper.esaylov_preparation = window.esaylovPreparationWizard(page.main[0]);
	wrapper.esaylov_preparation.show(frappe.get_route()[1] || "");
};

frappe.pages["preparation-wizard"].on_page_show = (wrapper) =>
	wrapper.esaylov_preparation?.show(frappe.get_route()[1] || "");
