"""Which answers each effect reads: the keys of an Appeal Type's `effect_mapping`.

A key that is not mapped reads the answer of its own name, in the decided row first, then at the top level. Persons are read
from the decided row by the names of the person block. `photo` is read by its attachment, in the row or at the top. `rows` names the group whose rows are decided one by one.
"""

from typing import TypedDict


class Keys(TypedDict):
	"""Keys that an effect cannot do without, and those it takes when they are there."""

	required: list[str]
	optional: list[str]


_REPLACES: Keys = {"required": ["certificate", "reason"], "optional": ["rows", "photo"]}
_CANDIDATE = ["party_membership"]
_OF_CANDIDATE = ["constituency", "birthplace", "biography", "program", "photo"]
_ENDS_CANDIDATE: Keys = {"required": ["candidate", "reason"], "optional": []}

EFFECT_KEYS: dict[str, Keys] = {
	"accept_signature_sheets": {
		"required": ["party", "sheets_total", "signatures_total", "regions"],
		"optional": [],
	},
	"accredit_media": {
		"required": ["rows", "media_name"],
		"optional": ["country", "media_type", "registry_no", "website", "photo"],
	},
	"accredit_observer": {
		"required": ["rows"],
		"optional": ["party", "territory", "polling_station", "mahalla", "organization", "photo"],
	},
	"admit_party": {"required": ["party"], "optional": ["leader", "election_types", "signatures_total"]},
	"appoint_commission_member": {
		"required": ["rows", "position"],
		"optional": ["polling_station", "constituency"],
	},
	"define_constituency": {"required": ["rows"], "optional": []},
	"establish_polling_station": {"required": ["rows"], "optional": []},
	"exclude_from_list": {"required": ["list", "candidate", "reason"], "optional": []},
	"record_only": {
		"required": [],
		"optional": ["date", "time", "place", "participants", "responsible"],
	},
	"register_authorized_representative": {
		"required": ["party", "powers"],
		"optional": ["polling_station", "photo"],
	},
	"register_candidate": {"required": _CANDIDATE, "optional": _OF_CANDIDATE},
	"register_list": {"required": ["rows", "party"], "optional": []},
	"register_proxy": {"required": ["rows"], "optional": []},
	"replace_authorized_representative": _REPLACES,
	"replace_candidate": {"required": [*_CANDIDATE, "replaced"], "optional": _OF_CANDIDATE},
	"replace_commission_member": {"required": ["member", "reason", "rows", "position"], "optional": []},
	"replace_media_representative": _REPLACES,
	"replace_observer": _REPLACES,
	"replace_proxy": _REPLACES,
	"revoke_mandate": {"required": ["certificate", "reason"], "optional": []},
	"revoke_nomination": _ENDS_CANDIDATE,
	"uphold_complaint": {
		"required": ["respondent", "facts", "demand"],
		"optional": ["decision_no", "decision_date"],
	},
	"withdraw_candidate": _ENDS_CANDIDATE,
}
"""Effect -> its keys; the one list that the builder's consistency check, the types and the effects themselves read."""
