"""Session Speaker: who asked to speak in a session, and from when until when they spoke (soʻzga chiqqan)."""

from frappe.model.document import Document


class SessionSpeaker(Document):
	pass
