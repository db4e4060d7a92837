"""The second factor of staff who enter with a password, without outgoing mail: an operator enrols a person face to face.

The framework would send the first picture for the app by mail. Here the operator makes a secret at the console, shows it
to the person, and the next login asks for the code of the app. OneID and a signature need no second factor.
"""

import frappe
import pyotp
from frappe import twofactor
from frappe.utils.password import encrypt

from esaylov.framework.errors import NotFound

ISSUER = "E-saylov"
ENROLLED, SECRET = "_otplogin", "_otpsecret"  # endings of the framework's own keys
BY_PASSKEY = "passkey"
"""Stands at `ENROLLED` of a user who has passkeys and no app: any mark there keeps the framework from sending mail."""


def enrol(user: str) -> str:
	"""A new secret for a user's app; the address (`otpauth://…`) that a QR code shows to it. What was before counts no more.

	For the operator: `bench --site SITE esaylov-enrol-second-factor USER`. Raises NotFound.
	"""
	if not frappe.db.exists("User", {"name": user, "enabled": 1}):
		raise NotFound()
	twofactor.clear_default(user + SECRET)
	secret = twofactor.get_otpsecret_for_(user)
	twofactor.set_default(user + ENROLLED, 1)
	issuer = frappe.get_system_settings("otp_issuer_name") or ISSUER
	return pyotp.TOTP(secret).provisioning_uri(user, issuer_name=issuer)


def begin_passkeys(user: str) -> None:
	"""Have the framework ask for a second factor of a user who has passkeys alone: it begins with an app that nobody has."""
	if twofactor.get_default(user + ENROLLED):
		return
	twofactor.set_default(user + SECRET, encrypt(pyotp.random_base32()))
	twofactor.set_default(user + ENROLLED, BY_PASSKEY)


def end_passkeys(user: str) -> None:
	"""The last passkey has gone: who has no app either is enrolled anew."""
	if twofactor.get_default(user + ENROLLED) == BY_PASSKEY:
		forget(user)


def forget(user: str) -> None:
	"""Take the app of a user: the next one is enrolled."""
	twofactor.clear_default(user + ENROLLED)
	twofactor.clear_default(user + SECRET)
