"""Users of every applicant kind and of the commissions, with persons, bodies and keys."""

from datetime import date, timedelta
from pathlib import Path

import frappe
from frappe.model.document import Document
from frappe.utils.password import update_password

from esaylov.core.people.identity import with_check_digit
from esaylov.framework import clock
from esaylov.setup.demo import ground, people
from esaylov.setup.demo.signing import authority, keys
from factories import codes, settled

REGION, KARAKALPAKSTAN, DISTRICT = "1726", "1735", ground.DISTRICT
PARTY = "OZLIDEP"
BODIES = {
	"political_party": ("Political Party", PARTY, ""),
	"regional_branch": ("Party Branch", "Regional", REGION),
	"karakalpak_branch": ("Party Branch", "Regional", KARAKALPAKSTAN),
	"district_branch": ("Party Branch", "District", DISTRICT),
	"regional_kengash": ("Participant Organization", "Regional Kengash", REGION),
	"district_kengash": ("Participant Organization", "District Kengash", DISTRICT),
	"regional_hokimiyat": ("Participant Organization", "Regional Hokimiyat", REGION),
	"district_hokimiyat": ("Participant Organization", "District Hokimiyat", DISTRICT),
	"mahalla": ("Participant Organization", "Mahalla", DISTRICT),
	"initiative": ("Participant Organization", "Initiative Group", DISTRICT),
	"media": ("Participant Organization", "National Media", ""),
	"ministry": ("Participant Organization", "Foreign Ministry", ""),
}
"""Login to the kind of its body and the territory."""
OFFICERS = {"CEC": "Deputy Chair", "REG-1726": "Staff", "REG-1735": "Staff", ground.COMMISSION: "Staff"}
"""Commission to the position of its officer here; the deputy of the CEC takes note of what proxies file there."""
SEATS = {
	"secretary.cec": ("CEC", "Secretary"),
	"secretary.reg-1726": ("REG-1726", "Secretary"),
	"deputy.reg-1735": ("REG-1735", "Deputy Chair"),
	"secretary.reg-1735": ("REG-1735", "Secretary"),
}
"""Login to commission and position of those who sit in a session besides the officers and the demonstration's people."""
DOMAIN = "esaylov.example"
SITTING = {
	"CEC": (f"katalog.officer.cec@{DOMAIN}", f"katalog.secretary.cec@{DOMAIN}"),
	"REG-1726": (f"regional.chair@{DOMAIN}", f"katalog.secretary.reg-1726@{DOMAIN}"),
	"REG-1735": (f"katalog.deputy.reg-1735@{DOMAIN}", f"katalog.secretary.reg-1735@{DOMAIN}"),
}
"""Commission to the users of its session: who presides, who keeps the record."""
PERSONS = (
	"authrep",
	"cand.pres",
	"cand.lc_smd",
	"cand.lc_pl",
	"cand.jk",
	"cand.reg",
	"cand.dc",
	"proxy",
	"proxy.leaving",
)
"""Logins of persons whose entry in a register is what files."""


def make() -> dict[str, dict[str, str]]:
	"""Login to user, person, PINFL, phone, and name of the body where it has one."""
	officers = {f"officer.{code.lower()}": (code, position) for code, position in OFFICERS.items()}
	locals_ = [*BODIES, *officers, *PERSONS, *SEATS]
	found = {local: _login(local, number) for number, local in enumerate(locals_, 1)}
	for local, (doctype, kind, territory) in BODIES.items():
		found[local]["body"] = _represent(found[local]["person"], doctype, kind, territory)
	for local, (commission, position) in {**officers, **SEATS}.items():
		known = {"person": found[local]["person"], "commission": commission, "position": position}
		_once("Commission Membership", known, {**_since(), "appointed_by": ground.MARK})
	return found


def _login(local: str, number: int) -> dict[str, str]:
	user = f"katalog.{local}@esaylov.example"
	pinfl = with_check_digit(f"1020580000{number + 100:03d}")
	is_staff = local.startswith("officer.") or local in SEATS
	if not frappe.db.exists("User", user):
		kind = "System User" if is_staff else "Website User"
		values = {"email": user, "first_name": local, "send_welcome_email": 0, "user_type": kind}
		_insert(frappe.get_doc({"doctype": "User", **values}))
		update_password(user, people.PASSWORD)
	names = {"surname": "Katalogov", "given_name": local, "patronymic": "Katalogovich"}
	facts = {**names, "gender": "Male", "birth_date": date(1880, 5, 2), "language": "uz", "is_synthetic": 1}
	person = _once("Person", {"pinfl": pinfl}, {**facts, "user": user, "phone": codes.phone()})
	phone = codes.phone()  # the limits of codes are kept by phone from an earlier run
	frappe.db.set_value("Person", person, "phone", phone)
	_write_key(local, pinfl)
	return {"user": user, "person": person, "pinfl": pinfl, "phone": phone, "key": f"katalog.{local}"}


def _insert(user: Document) -> None:
	"""Insert a User with the framework's Contact done at once: thirty of them would leave sixty jobs to the worker."""
	before, frappe.flags.in_install = frappe.flags.in_install, True
	try:
		user.insert()
	finally:
		frappe.flags.in_install = before


def _write_key(local: str, pinfl: str) -> None:
	path = keys.path_of(f"katalog.{local}")
	folder = Path(path).parent
	issuer_pem = (folder / "authority.pem").read_text(), (folder / "authority.key").read_text()
	if path.exists():
		return
	start = clock.now() - timedelta(days=1)
	holder = authority.Holder(f"Katalogov {local}", pinfl, "", "")
	made = authority.issue(authority.load_identity(*issuer_pem), holder, start, start + timedelta(days=1000))
	path.write_bytes(authority.pkcs12(made, keys.PASSWORD, local))


def _represent(person: str, doctype: str, kind: str, territory: str) -> str:
	"""Name of the body for which the person acts."""
	name = _body(doctype, kind, territory)
	known = {"person": person, "body_type": doctype, "body": name}
	_once("Body Representative", known, {**_since(), "position": "Rais", "is_head": 1})
	return name


def _body(doctype: str, kind: str, territory: str) -> str:
	if doctype == "Political Party":
		return kind
	marks = {"is_synthetic": 1, "source_mark": ground.MARK}
	titles = {f"title_{lang}": f"Katalog {kind} {territory}".strip() for lang in ("uz", "ru", "en")}
	if doctype == "Party Branch":
		place = {"party": PARTY, "territory": territory}
		return _once(doctype, {"code": f"{PARTY}-{territory}"}, {**place, "level": kind, **titles, **marks})
	return _once(
		doctype, {"kind": kind, "title_uz": titles["title_uz"]}, {"territory": territory, **titles, **marks}
	)


def _since() -> dict[str, object]:
	return {"starts_on": clock.today() - timedelta(days=1), "is_synthetic": 1}


def _once(doctype: str, known: dict[str, object], values: dict[str, object]) -> str:
	"""Name of the record with the known values, made where there is none."""
	if name := frappe.db.exists(doctype, known):
		return str(name)
	return str(settled.inserted(frappe.get_doc({"doctype": doctype, **values, **known})).name)
