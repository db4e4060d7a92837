"""Letters that the framework writes: beside a document, in the name of whoever writes them. It asks for the right to mail only where a document is
named, and takes any sender.
"""

from email.utils import parseaddr
from typing import Any

import frappe


def require_own(form: dict[str, Any]) -> None:
	"""Raise frappe.PermissionError for a letter beside nothing, or from an address that is not the caller's.

	A System Manager runs the site's mail, and may. Own are the login and the addresses of mail accounts that stand with the user.
	"""
	user = frappe.session.user
	if "System Manager" in frappe.get_roles():
		return
	own = {user, *(row.email_id for row in frappe.get_doc("User", user).user_emails)}
	sender = parseaddr(str(form.get("sender") or ""))[1]
	if not form.get("name") or (sender and sender not in own):
		raise frappe.PermissionError
