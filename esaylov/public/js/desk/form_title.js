/** The title of an open form. Frappe 16 has it at the end of its trail, and the title of the page there is the list's. */
export function entitle(frm, title) {
	if (frm.page.$title_area.find(".title-text-form").length) frappe.utils.set_title(title);
	else frm.page.set_title(title);
}
