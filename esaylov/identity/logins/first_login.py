"""Whether a person is still to be shown around: from the login that made their user until they say that they saw it [ours]."""

import frappe

DUE = "esaylov_tour"


def begin(user: str) -> None:
	"""A user who was made a moment ago, at the first login of a person."""
	frappe.db.set_default(DUE, 1, parent=user)


def is_due(user: str) -> bool:
	"""Whether the tour is still to be shown."""
	return bool(frappe.db.get_default(DUE, parent=user))


def finish(user: str) -> None:
	"""The user saw the tour, or did without it."""
	frappe.db.set_default(DUE, "", parent=user)
