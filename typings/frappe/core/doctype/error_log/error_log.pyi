from typing import Any

from frappe.model.document import Document

class ErrorLog(Document):
	def __init__(self, *args: Any, **kwargs: Any) -> None: ...
