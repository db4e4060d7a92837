/** Who reads a log need not be able to read DocTypes: its filter by one, also one that was left in it, does not ask whether there is such a one. */
export function trustDoctypes() {
	const { prototype } = frappe.ui.form.ControlLink;
	const own = prototype.validate;
	prototype.validate = function (value) {
		if (this.df.options === "DocType" && !frappe.model.can_read("DocType")) return value;
		return own.call(this, value);
	};
}

const MADE_AT_RANDOM = /^[0-9a-v]{10}$/;
const DATE = /(\d{4}-\d{2}-\d{2})$/;

/** What sets a record apart from others of its title; a name that the database made says nothing to anybody. */
function setsApart(doctype, name, described) {
	// a person's search key is for the search alone, and the birth date is told to who may know it
	if (doctype === "Person") return frappe.datetime.str_to_user(DATE.exec(described)?.[1] || "");
	if (!MADE_AT_RANDOM.test(name)) return described;
	return described === name ? "" : described.replace(`${name}, `, "");
}

const isTitled = (doctype) => frappe.boot.link_title_doctypes?.includes(doctype);

/** Records that a link field offers are told apart by words: beneath their title, and in the list that is searched by a dialogue. */
export function describeSuggestions() {
	const { prototype } = frappe.ui.form.ControlLink;
	const own = prototype.merge_duplicates;
	prototype.merge_duplicates = function (found) {
		const doctype = this.get_options();
		const rows = own.call(this, found);
		if (!isTitled(doctype)) return rows;
		return rows.map((row) => ({
			...row,
			description: setsApart(doctype, row.value, row.description || ""),
		}));
	};
	callSelected();
}

/** The dialogue of an advanced search names records by their ids; its rows are not in the page yet when they are drawn. */
function callSelected() {
	const { prototype } = frappe.ui.form.LinkSelector;
	const [open, search] = [prototype.search, frappe.link_search];
	let dialog = null;
	prototype.search = function () {
		dialog = this.dialog;
		return open.call(this);
	};
	frappe.link_search = (doctype, args, draw, button) => {
		const rows = dialog?.$wrapper;
		const inWords = (found) => {
			draw(
				found.map(([name, _title, ...rest]) => [name, setsApart(doctype, name, [name, ...rest].join(", "))]),
			);
			for (const [name, title] of found)
				rows?.find(`.link-select-row a[data-value="${CSS.escape(name)}"]`).text(title);
		};
		search(doctype, args, isTitled(doctype) ? inWords : draw, button);
	};
}
