from typing import Any

from frappe.model.document import Document

class DeletedDocument(Document):
	def __init__(self, *args: Any, **kwargs: Any) -> None: ...
