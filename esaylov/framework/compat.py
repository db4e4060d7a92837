"""What both versions of Frappe have, but not where a reader of their classes finds it (`tests/test_frappe_api.py`)."""

import frappe
import frappe.translate
from frappe.model.document import Document

AND_OF_ALL = 16
"""The version of Frappe from which all hooks `has_permission` of a DocType must agree."""


def agreed() -> bool | None:
	"""What a hook `has_permission` answers that has nothing against it: Frappe 16 asks on until one says anything but True, Frappe
	15 until one says anything but None, so that True of ours would silence the framework's own rule of a File or a ToDo."""
	return None if int(frappe.__version__.partition(".")[0]) < AND_OF_ALL else True


def settle_language() -> None:
	"""Hook `before_request`: a guest is answered in their own language. Frappe 15 looks for it before it knows that they are a guest,
	and answers in the site's."""
	if frappe.session.user == "Guest":
		frappe.local.lang = frappe.translate.get_language()


def settle_reader(*_told: object) -> None:
	"""First hook `on_login`, and `before_insert` of the note of a login: what is refused from then on has a page. Frappe 15 puts the
	reader's name into each, and while somebody logs in by `cmd=login` there is no session yet that it could be read from."""
	session = frappe.session
	if session.data is None:
		session.data = frappe._dict()
	if not session.user:
		session.user = "Guest"


def link_for_a_new_password(user: Document) -> str:
	"""The address at which a user sets a new password, once; nothing is mailed. Frappe 15.105 has put an underscore
	before the name
	of the method, so that no request calls it."""
	name = "reset_password" if hasattr(user, "reset_password") else "_reset_password"
	return str(getattr(user, name)(send_email=False))
