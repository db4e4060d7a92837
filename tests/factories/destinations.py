"""Where each field that a type asks for goes: the column of a register, the portal, the certificate. Read from
types, DocTypes and published columns."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from esaylov.core.forms.person import PERSON_FIELDS
from esaylov.registers.published import candidates, places
from factories.catalogue.writes import WRITES

APP = Path(__file__).parents[2] / "esaylov"
RENAMED = {
	"constituency_no": "number",
	"polling_station_no": "number",
	"station_kind": "kind",
	"constituency_name": "title_uz",
	"polling_station_name": "title_uz",
	"station_address": "address",
	"station_phone": "phone",
	"mission": "building",
	"geojson": "boundary_geojson",
	"proposed_position": "position",
	"media_name": "organization_title",
	"organization_or_state": "organization_title",
	"mahalla": "organization_title",
	"decision_no": "contested_no",
	"decision_date": "contested_date",
	"foreign_passport_no": "passport",
}
"""Names of form fields that have another name in a register."""
MORE = {"record_only": ["Campaign Meeting"]}
"""Registers besides those of the catalogue's own list of writes."""
PORTAL = {
	"Candidate": frozenset(candidates.OF_PAGE),
	"Constituency": frozenset({*places.COLUMNS, "boundaries", "boundary_geojson"}),
	"Polling Station": frozenset({*places.STATION, "title_uz"}),
}
"""Registers whose entries have a page or a row on the portal, with its columns; of the others there are numbers alone."""
CERTIFICATE = {
	"Authorized Representative": frozenset({"full_name", "party", "polling_station", "photo"}),
	"Candidate": frozenset({"full_name", "party", "constituency", "election_type", "photo"}),
	"Commission Membership": frozenset({"full_name", "position", "constituency", "polling_station", "photo"}),
	"Media Representative": frozenset(
		{"full_name", "organization_title", "media_position", "registry_no", "website", "photo"}
	),
	"Observer": frozenset(
		{"full_name", "party", "organization_title", "observer_position", "country", "photo"}
	),
	"Proxy": frozenset({"full_name", "candidate"}),
}
"""What the samples print of an entry (`registers/certificates/papers/facts.py`)."""
IDENTIFYING = frozenset(item.name for item in PERSON_FIELDS) - {"full_name", "birth_date"} | {
	*("foreign_passport_no", "citizenship", "foreign_passport_until"),
}
PERSON = ("@person", "@foreign_person")


@cache
def types() -> list[dict[str, Any]]:
	"""The shipped types."""
	return [
		json.loads(path.read_text()) for path in sorted((APP / "fixtures" / "appeal_types").glob("*.json"))
	]


@cache
def columns(doctype: str) -> frozenset[str]:
	"""The columns of a DocType."""
	name = doctype.lower().replace(" ", "_")
	content = json.loads((APP / "esaylov" / "doctype" / name / f"{name}.json").read_text())
	return frozenset(field["fieldname"] for field in content["fields"])


def asked(kind: dict[str, Any]) -> dict[str, str]:
	"""The fields of a type to their kinds, with those of the person block."""
	found = {row["field_name"]: row["kind"] for row in kind["form_fields"] if row["kind"] != "Group"}
	if set(PERSON) & found.keys():
		found |= {item.name: item.kind.value for item in PERSON_FIELDS}
	return {name: kind for name, kind in found.items() if name not in PERSON}


def registers_of(effect: str) -> list[str]:
	"""The registers whose entries an effect writes."""
	written, ended = WRITES[effect]
	return [*(written or ended), *MORE.get(effect, [])]


def has_certificate(effect: str) -> bool:
	"""Whether an entry of the effect gets a certificate."""
	return any(register in CERTIFICATE for register in registers_of(effect))


def is_unpublished(register: str) -> bool:
	"""Whether the portal has no row of such an entry."""
	return register.partition(".")[0] not in PORTAL


def kinds() -> dict[tuple[str, str], str]:
	"""Effect and field to the kind of the field."""
	return {(kind["effect"], name): of for kind in types() for name, of in asked(kind).items()}


def destinations() -> dict[tuple[str, str], tuple[str, str, str]]:
	"""Effect and field to the column of the register, that of the portal, and that of the certificate; "" where it
	goes nowhere."""
	found: dict[tuple[str, str], tuple[str, str, str]] = {}
	for kind in types():
		keys = {name: key for key, name in json.loads(kind["effect_mapping"] or "{}").items()}
		for name in asked(kind):
			place = _place(kind["effect"], [keys.get(name, name), RENAMED.get(name, name), name])
			if place[0] or (kind["effect"], name) not in found:
				found[kind["effect"], name] = place
	return found


def _place(effect: str, names: list[str]) -> tuple[str, str, str]:
	for register in registers_of(effect):
		for name in names:
			printed = {"person_name": "full_name"}.get(name, name)
			if name in columns(register) or (name == "full_name" and "person_name" in columns(register)):
				column = f"{register}.{name}"
				return (
					column,
					column if name in PORTAL.get(register, ()) else "",
					column if printed in CERTIFICATE.get(register, ()) else "",
				)
	return "", "", ""
