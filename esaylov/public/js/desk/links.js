/** Who reads a log need not be able to read DocTypes: its filter by one, also one that was left in it, does not ask whether there is such a one. */
export function trustDoctypes() {
	const { prototype } = frappe.ui.form.ControlLink;
	const own = prototype.validate;
	prototype.validate = function (value) {
		if (this.df.options === "DocType" && !frappe.model.can_read("DocType")) return value;
		return own.call(this, value);
	};
}
