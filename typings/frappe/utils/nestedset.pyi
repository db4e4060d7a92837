from frappe.model.document import Document

class NestedSet(Document):
	lft: int
	rgt: int
	nsm_parent_field: str
	def on_update(self) -> None: ...
	def on_trash(self, allow_root_deletion: bool = False) -> None: ...

def rebuild_tree(doctype: str) -> None: ...
