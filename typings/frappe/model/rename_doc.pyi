from frappe.model.document import Document

def rename_doc(
	doctype: str | None = None,
	old: str | int | None = None,
	new: str | int | None = None,
	force: bool = False,
	merge: bool = False,
	ignore_permissions: bool = False,
	ignore_if_exists: bool = False,
	show_alert: bool = True,
	rebuild_search: bool = True,
	doc: Document | None = None,
	validate: bool = True,
) -> str: ...
