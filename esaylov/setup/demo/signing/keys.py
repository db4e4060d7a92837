"""Certificates of the demonstration: an authority of its own and one PKCS #12 file for each login, and the same in Oʻz DSt.

They lie in the site's `private/demo/` folder, which no web server gives out, and count on demonstration sites only.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import frappe

from esaylov.core.signing.ozdst.curves import A
from esaylov.framework import clock
from esaylov.setup.demo.ground import body_of
from esaylov.setup.demo.signing import authority, ozdst, ozdst_files
from esaylov.trust import signatures

if TYPE_CHECKING:
	from esaylov.setup.demo.people import Login

AUTHORITY_NAME = "E-saylov demonstration authority"
NATIONAL_NAME = "E-saylov demonstration authority, OʻzDSt"
PASSWORD = "esaylov-demo"  # noqa: S105 # of demonstration keys, printed by the set-up
YEARS = 5


def make(logins: Iterable["Login"]) -> None:
	"""Make the authority and the keys that are missing, and trust the authority."""
	issuer = _authority()
	signatures.trust_certificate(issuer.certificate_pem, AUTHORITY_NAME, is_demo=True)
	national = _national_authority()
	signatures.trust_certificate(national.certificate_pem, NATIONAL_NAME, is_demo=True)
	for login in logins:
		if not path_of(login.local).exists():
			made = _issue(issuer, login, authority.make_key())
			_write(path_of(login.local), authority.pkcs12(made, PASSWORD, login.local))
		if not national_path_of(login.local).exists():
			made = _issue(national, login, ozdst.make_key(A))
			_write(national_path_of(login.local), ozdst_files.write(made).encode())


def path_of(local: str) -> Path:
	"""The PKCS #12 file of a demonstration login."""
	return _folder() / f"{local}.p12"


def national_path_of(local: str) -> Path:
	"""The key file of a demonstration login in Oʻz DSt (`ozdst_files`), which a plug-in of tests signs with."""
	return _folder() / f"{local}.ozdst.pem"


def _folder() -> Path:
	folder = Path(frappe.get_site_path("private", "demo"))
	folder.mkdir(mode=0o700, parents=True, exist_ok=True)
	return folder


def _authority() -> authority.Identity:
	certificate, key = _folder() / "authority.pem", _folder() / "authority.key"
	if certificate.exists() and key.exists():
		return authority.load_identity(certificate.read_text(), key.read_text())
	made = authority.make_authority(AUTHORITY_NAME, *_validity(), path_length=0)
	_write(certificate, made.certificate_pem.encode())
	_write(key, made.key_pem.encode())
	for old in _folder().glob("*.p12"):
		old.unlink()  # issued by an authority whose key is lost
	return made


def _national_authority() -> authority.Identity:
	path = _folder() / "authority.ozdst.pem"
	if path.exists():
		return ozdst_files.read(path.read_text())
	made = authority.make_authority(NATIONAL_NAME, *_validity(), key=ozdst.make_key(A), path_length=0)
	_write(path, ozdst_files.write(made).encode())
	for old in _folder().glob("*.ozdst.pem"):
		if old != path:
			old.unlink()
	return made


def _issue(issuer: authority.Identity, login: "Login", key: authority.Key) -> authority.Identity:
	organization, tin = "", ""
	if login.body[0]:
		body = login.body[0], body_of(*login.body)
		organization, tin = frappe.db.get_value(*body, ["title_uz", "tin"]) or ("", "")
	elif login.commission:
		organization = frappe.db.get_value("Election Commission", login.commission, "title_uz")
	# 64 characters are the most that X.520 gives to a name
	holder = authority.Holder(" ".join(login.name)[:64], login.pinfl, organization[:64], tin or "")
	return authority.issue(issuer, holder, *_validity(), key=key)


def _validity() -> tuple[datetime, datetime]:
	start = clock.now() - timedelta(days=1)
	return start, start + timedelta(days=365 * YEARS)


def _write(path: Path, content: bytes) -> None:
	path.write_bytes(content)
	path.chmod(0o600)
