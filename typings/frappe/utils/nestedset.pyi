from frappe.model.document import Document

class NestedSet(Document):
	lft: int
	rgt: int

def rebuild_tree(doctype: str) -> None: ...
