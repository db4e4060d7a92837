// The page of the hall: the framework's frame, which the hall covers. All else: public/js/desk/hall.
frappe.pages["session-hall"].on_page_load = async (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Session Hall"),
		single_column: true,
	});
	$(wrapper).on("hide", () => wrapper.esaylov_hall?.show("")); // left: read anew when it is shown again
	await frappe.require(["esaylov_desk.bundle.css", "session_hall.bundle.css", "session_hall.bundle.js"]);
	wrapper.esaylov_hall = window.esaylovSessionHall(page.main[0]);
	wrapper.esaylov_hall.show(frappe.get_route()[1] || "");
};

frappe.pages["session-hall"].on_page_show = (wrapper) =>
	wrapper.esaylov_hall?.show(frappe.get_route()[1] || "");
