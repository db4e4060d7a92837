"""What a granted filing of each effect writes: DocTypes of the entries made, and of those ended. By the catalogue's own list of effects."""

Writes = tuple[list[str], list[str]]
"""DocTypes of new entries, DocTypes of ended ones; both sorted."""

WRITES: dict[str, Writes] = {
	"accept_signature_sheets": (["Signature Sheets"], []),
	"accredit_media": (["Media Representative"], []),
	"accredit_observer": (["Observer"], []),
	"admit_party": (["Party Admission"], []),
	"appoint_commission_member": (["Commission Membership"], []),
	"define_constituency": (["Constituency"], []),
	"establish_polling_station": (["Polling Station"], []),
	"exclude_from_list": ([], ["Candidate"]),
	"record_only": ([], []),
	"register_authorized_representative": (["Authorized Representative"], []),
	"register_candidate": (["Candidate"], []),
	"register_list": (["Candidate", "Candidate List"], []),
	"register_proxy": (["Proxy"], []),
	"replace_authorized_representative": ([], ["Authorized Representative"]),
	"replace_candidate": (["Candidate"], []),
	"replace_commission_member": (["Commission Membership"], ["Commission Membership"]),
	"replace_media_representative": ([], ["Media Representative"]),
	"replace_observer": ([], ["Observer"]),
	"replace_proxy": ([], ["Proxy"]),
	"revoke_mandate": ([], ["Proxy"]),
	"revoke_nomination": ([], ["Candidate"]),
	"uphold_complaint": (["Complaint Outcome"], []),
	"withdraw_candidate": ([], ["Candidate"]),
}
SUCCEEDED = frozenset(
	{
		"replace_authorized_representative",
		"replace_media_representative",
		"replace_observer",
		"replace_proxy",
	}
)
"""Effects that make an entry of the same kind where the filing names a new person."""


WITH_PROXY = frozenset({"A31", "A49"})
"""Types filed by a candidate of the world who has a proxy: the mandate ends with the candidacy."""


def writes(code: str, effect: str, typed: dict) -> Writes:
	"""What a filing of a type with these answers writes."""
	entries, ended = WRITES[effect]
	if code in WITH_PROXY:
		return entries, [*ended, "Proxy"]
	return (ended, ended) if effect in SUCCEEDED and typed.get("new_person") else (entries, ended)


CERTIFIED = frozenset(
	{
		"Authorized Representative",
		"Candidate",
		"Commission Membership",
		"Media Representative",
		"Observer",
		"Proxy",
	}
)
"""Registers whose new entries get a certificate where the type gives one."""
