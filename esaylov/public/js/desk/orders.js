/**
 * A list of many records is sorted by the fields that the database reads in that order (`esaylov/api/list_orders.py`), and offers
 * no other ones: sorted by the last change, it would read every record that the user may see. An order that the user chose before
 * there were such lists gives way to the list's own.
 */

function offerAlone(selector) {
	const setUp = selector.setup_from_doctype;
	selector.setup_from_doctype = function () {
		const offered = frappe.boot.esaylov.orders[this.doctype];
		if (!offered) return setUp.call(this);
		const { args } = this;
		if (args.sort_by && !offered.includes(args.sort_by)) {
			delete args.sort_by;
			delete args.sort_by_label;
		}
		setUp.call(this);
		args.options = args.options.filter(({ fieldname }) => offered.includes(fieldname));
	};
}

export function offerOrders() {
	$(document).one("app_ready", () => offerAlone(frappe.ui.SortSelector.prototype));
}
