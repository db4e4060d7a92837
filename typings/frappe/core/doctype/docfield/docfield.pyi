from frappe.model.document import Document

class DocField(Document):
	"""A field of a DocType: a row of the DocType "DocField"."""

	fieldname: str
	fieldtype: str
	label: str | None
	options: str | None
	reqd: int
	permlevel: int
	hidden: int
