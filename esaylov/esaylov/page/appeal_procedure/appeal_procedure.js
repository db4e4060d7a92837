// The page of procedures: its title, the framework's frame, and the picture in it. All else: public/js/desk/procedure.
frappe.pages["appeal-procedure"].on_page_load = async (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Procedure of Appeals"),
		single_column: true,
	});
	await frappe.require([
		"esaylov_desk.bundle.css",
		"appeal_procedure.bundle.css",
		"appeal_procedure.bundle.js",
	]);
	wrapper.esaylov_procedure = window.esaylovAppealProcedure(page.main[0]);
	wrapper.esaylov_procedure.show(...frappe.get_route().slice(1));
};

frappe.pages["appeal-procedure"].on_page_show = (wrapper) =>
	wrapper.esaylov_procedure?.show(...frappe.get_route().slice(1));
