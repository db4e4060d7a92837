from frappe.model.document import Document

class User(Document):
	def before_insert(self) -> None: ...
