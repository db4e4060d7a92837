from frappe.model.document import Document

class File(Document):
	def handle_is_private_changed(self) -> None: ...
