"""Appeal Attachment: file attached to an appeal, known by its hash (Ilova)."""

from frappe.model.document import Document


class AppealAttachment(Document):
	pass
