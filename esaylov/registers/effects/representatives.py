"""Authorized representatives of parties (vakolatli vakillar, art. 34) and of the media (OAV vakillari, Reg. No. 952)."""

from collections.abc import Sequence

from esaylov.registers.entries import entries, entry_classification
from esaylov.registers.entries.grants import Grant

AUTHORIZED, MEDIA = "Authorized Representative", "Media Representative"


def register(grants: Sequence[Grant]) -> None:
	"""Effect `register_authorized_representative`."""
	people = entries.persons(grants)
	rows = [(grant, {**_of_party(grant), **person}) for grant, person in zip(grants, people, strict=True)]
	entries.write(AUTHORIZED, rows)


def accredit_media(grants: Sequence[Grant]) -> None:
	"""Effect `accredit_media`: one outlet, an entry for each granted person."""
	people = entries.persons(grants)
	rows = [
		(grant, {**_of_outlet(grant), **of_journalist(grant), **person})
		for grant, person in zip(grants, people, strict=True)
	]
	entries.write(MEDIA, rows)


def of_journalist(grant: Grant) -> dict[str, object]:
	"""What the badge says of its holder besides the name."""
	return {
		"media_position": grant.row.get("media_position"),
		"mfa_accreditation_no": grant.row.get("mfa_accreditation_no"),
	}


def _of_party(grant: Grant) -> dict[str, object]:
	party = grant.needed("party")
	territory = grant.appeal.territory or grant.commission["territory"]
	return {
		"election_type": entry_classification.election_type_of(grant),
		"party": party,
		"organization_title": entry_classification.party_title(party),
		"powers": grant.needed("powers"),
		"polling_station": grant.mapped("polling_station") or None,
		"scope_text": entry_classification.territory_title(territory),
	}


def _of_outlet(grant: Grant) -> dict[str, object]:
	facts = {key: grant.mapped(key) for key in ("country", "media_type", "registry_no", "website")}
	territory = grant.appeal.territory or grant.commission["territory"]
	return {
		**facts,
		"election_type": entry_classification.election_type_of(grant),
		"organization_title": grant.needed("media_name"),
		"scope_text": entry_classification.territory_title(territory),
	}
