"""Appeals that may exclude each other, on their way to a vote: nominations, proxies, withdrawals, replacements, admissions."""

import json

import frappe
import pytest

from esaylov.decisions.sessions.steps import counting
from esaylov.framework.errors import EsaylovError, WrongState
from factories import effects, voted
from factories import sessions as make

HIGHER = effects.ground.HIGHER
ADMITTED = [{"rule": "party_admitted", "parameters": {}, "article": "37"}]


def under_review(effect: str, answers: dict, *arguments, **more) -> str:
	"""An appeal of a made-up type that somebody took for review; it is voted on."""
	name = effects.filed(effect, answers, *arguments, **{"route": "commission_vote", **more})
	frappe.db.set_value("Appeal", name, "status", "Under Review")
	return name


def nomination(person: dict | None = None, **more) -> str:
	"""Asks for the registration of a candidate."""
	constituency = more.pop("constituency", None)
	answers = {**(person or effects.person()), "party_membership": "Member"}
	answers |= {"constituency": constituency} if constituency else {}
	return under_review("register_candidate", answers, **{"election_types": ["DC"], **more})


def admission_asked(party: str = effects.PARTY, **more) -> str:
	"""Asks for the admission of a party to the district's election."""
	answers = {"party": party, "election_types": [{"election_type": "DC"}]}
	return under_review("admit_party", answers, **{"election_types": ["DC"], **more})


def withdrawal(candidate: str, route: str = "commission_vote", **more) -> str:
	"""Asks to let a candidate go."""
	answers = {"candidate": candidate, "reason": "Sogʻligʻim"}
	return under_review("withdraw_candidate", answers, route=route, election_types=["DC"], **more)


def proxy_of(candidate: str, person: dict | None = None, **more) -> str:
	"""Asks for one proxy of a candidate."""
	answers = {"candidate": candidate, "proxies": [person or effects.person()]}
	return under_review("register_proxy", answers, {"rows": "proxies"}, **more)


def replacement(candidate: str, constituency: str, person: dict | None = None, **more) -> str:
	"""Asks for somebody new in the seat of a candidate."""
	answers = {**(person or effects.person()), "replaced": candidate, "party_membership": "Member"}
	answers |= {"constituency": constituency}
	return under_review("replace_candidate", answers, **{"election_types": ["DC"], **more})


def admission(party: str = effects.PARTY, **values) -> str:
	"""Its admission to the election of the demonstration, the only one; none without values."""
	standing = {"party": party, "election": effects.ELECTION, "status": "Registered"}
	frappe.db.set_value("Party Admission", standing, "status", "Revoked")
	return effects.imported("Party Admission", party=party, title=party, **values) if values else ""


def adopted_elsewhere(appeal: str, path: str = "appeal") -> None:
	"""Another commission adopted an appeal, and does not sign it."""
	frappe.db.set_value("Appeal", appeal, {"status": "On Agenda", "recipient": HIGHER})
	rows = [{"path": path, "outcome": "Granted", "ground": "", "reason": ""}]
	voted.item(voted.session(HIGHER), appeal=appeal, live_key=appeal, draft_rows=json.dumps(rows))


def adopted(session: str, item: str) -> str:
	"""The decision of an item that all members vote for."""
	frappe.set_user(make.CHAIR)
	counting.open_item(item)
	make.all_vote(session, item, ["For"] * 5)
	return make.close(item).decision


def code_of(step, kind: type[EsaylovError] = WrongState) -> str:
	"""The code with which a step is refused."""
	with pytest.raises(kind) as refused:
		step()
	return refused.value.code
