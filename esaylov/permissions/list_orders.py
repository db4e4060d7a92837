"""By which fields a list of many records may be sorted: those that the database reads in that order from an index.

Sorted by another one, a list reads each record that the user may see and sorts them, for the twenty that it shows: 4.3
million rows and 8 seconds for the last changed persons of a region. The Desk offers these orders alone
(`public/js/desk/orders.js`), and a request that asks for another one is refused (`esaylov/api/list_orders.py`).
"""

from typing import Final

_OF_ENTRIES: Final = (
	"name",
	"creation",
	"title",
	"full_name",
	"status",
	"person",
	"registered_on",
	"election",
)
ORDERS: Final[dict[str, tuple[str, ...]]] = {
	"Appeal": (
		*("creation", "name", "due_on", "status", "appeal_type", "election", "assigned_to", "applicant_body"),
	),
	"Candidate": (*_OF_ENTRIES, "party", "election_type", "constituency", "commission", "decision"),
	"Certificate": (
		*("creation", "name", "holder_name_as_printed", "kind", "series_no", "status", "issued_on", "holder"),
		*("decision", "register_doctype"),
	),
	"Decision": ("creation", "name", "title", "decided_on", "kind", "outcome", "status"),
	"Document Signature": (
		*("creation", "name", "reference_doctype", "reference_name", "purpose", "method", "verified_at"),
	),
	"Observer": (*_OF_ENTRIES, "kind", "territory", "commission", "decision"),
	"Person": ("full_name",),
	"Proxy": (*_OF_ENTRIES, "candidate", "election_type", "commission", "decision"),
	"SMS Message": ("creation", "name", "template", "status"),
}
"""DocTypes with ten thousands of records. A field stands here if it begins an index of its table."""
