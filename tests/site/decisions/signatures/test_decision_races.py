"""Two at the same moment, on connections of their own: one result, or a refusal that can be repeated."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest
from factories import appeals as filing
from factories import effects as make
from factories import forked, swept, voted
from factories.profile import IS_FULL
from factories.races import racers

from esaylov.decisions.drafting.signing import Result
from esaylov.decisions.signatures import chair, collective
from esaylov.registers.entries import people

CHAIR, SECRETARY = voted.CHAIR, voted.SECRETARY
TRIALS = 3 if IS_FULL else 1
TIME_TO_START = 1.0
"""Seconds after which each process has its connection, and waits."""
PROGRAM = """
import json, sys, time
import frappe
frappe.init(site=sys.argv[1], sites_path='.'); frappe.connect()
from esaylov.decisions.signatures import chair, collective
from esaylov.framework.errors import EsaylovError
frappe.enqueue = lambda *_, **__: None
step = json.loads(sys.argv[2])
frappe.get_meta('Decision'); frappe.db.rollback()
time.sleep(max(0, step['at'] - time.time()))
for attempt in range(5):
	frappe.set_user(step['user'])
	try:
		result = getattr(collective if step['verb'] == 'sign' else chair, step['verb'])(*step['args'])
		frappe.db.commit()
		print('done', getattr(result, 'part', '') or getattr(result, 'decision', ''))
		break
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		frappe.db.rollback()
	except EsaylovError as refusal:
		frappe.db.rollback()
		print('refused', refusal.code)
		break
else:
	print('busy')
"""


@pytest.fixture
def committed() -> Iterator[None]:
	with swept.committed():
		yield


def step(user: str, verb: str, *args: Any) -> dict[str, Any]:
	return {"user": user, "verb": verb, "args": args}


def at_once(*steps: dict[str, Any]) -> list[str]:
	"""What each process said that took one of the steps; all start at the same moment."""
	frappe.db.commit()
	moment = time.time() + TIME_TO_START
	programs = [["-c", PROGRAM, frappe.local.site, json.dumps({**one, "at": moment})] for one in steps]
	# all have ended before one is judged: none of them holds a lock beside the tests that come after
	ended = forked.together(programs, Path.cwd())
	frappe.db.rollback()
	for process in ended:
		assert process.returncode == 0, process.stderr
	return [process.stdout.strip().splitlines()[-1] for process in ended]


def signing(user: str, names: list[str]) -> dict[str, Any]:
	frappe.set_user(user)
	signature = filing.signature(user, collective.payload_to_sign(names))
	frappe.set_user("Administrator")
	return step(user, "sign", names, signature)


def drafts(number: int) -> list[str]:
	session = voted.session()
	return [collective.adopt(voted.of_appeal(session, voted.observers())) for _ in range(number)]


def in_effect_once(names: list[str]) -> None:
	rows = frappe.get_all("Decision", {"name": ["in", names]}, ["status", "number", "appeal"])
	assert {row.status for row in rows} == {"Signed"}
	assert len({row.number for row in rows}) == len(names)
	for doctype in ("Observer", "Certificate"):
		assert frappe.db.count(doctype, {"decision": ["in", names]}) == len(names)
	assert frappe.db.count("Appeal", {"decision": ["in", names], "status": "Granted"}) == len(names)


@pytest.mark.full
@pytest.mark.usefixtures("committed")
def test_the_chairs_signature_arriving_twice_is_one():
	names = drafts(3)
	twice = signing(CHAIR, names)
	assert at_once(twice, twice, twice) == ["done presiding"] * 3
	assert frappe.db.count("Signed List", {"payload": ["like", f"%{names[0]}%"]}) == 1
	assert at_once(signing(SECRETARY, names), twice) == ["done secretary", "done presiding"]
	in_effect_once(names)


@pytest.mark.usefixtures("committed")
@pytest.mark.full
def test_chair_and_secretary_at_the_same_moment_put_it_into_effect_once():
	for _ in range(TRIALS):
		names = drafts(2)
		said = at_once(signing(CHAIR, names), signing(SECRETARY, names), signing(SECRETARY, names))
		assert said == ["done presiding", "done secretary", "done secretary"]
		in_effect_once(names)


@pytest.mark.usefixtures("committed")
def test_of_two_mandates_signed_at_the_same_moment_a_person_has_one():
	"""Neither transaction sees the other's entry; the database refuses the second, in the words of the rule."""
	person, session = make.person(), voted.session()
	names = [collective.adopt(voted.of_appeal(session, voted.observers_named([person]))) for _ in range(2)]
	for name in names:
		voted.signed_by(CHAIR, [name])
	said = at_once(*[signing(SECRETARY, [name]) for name in names])
	assert sorted(said) == ["done secretary", "refused mandate_duplicate"]
	refused = names[said.index("refused mandate_duplicate")]
	assert frappe.db.get_value("Decision", refused, ["status", "secretary_signature", "number"]) == (
		*("Draft", None, None),
	)
	held = frappe.get_all(
		"Observer", {"full_name": person["full_name"], "decision": ["in", names]}, ["decision"]
	)
	assert [row.decision for row in held] == [name for name in names if name != refused]
	assert not frappe.db.exists("Certificate", {"decision": refused})


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.usefixtures("committed")
def test_of_two_kinds_of_mandates_signed_at_the_same_moment_a_person_has_one(is_known):
	"""An observer and a journalist: no unique key is about both, so the second decision reads the registers again."""
	person, session = make.person(), voted.session()
	if is_known:
		people.find_or_make([people.Asked({**person, "phone": ""})])
	appeals = [
		voted.observers_named([person]),
		voted.observers_named([{**person, "media_name": "Kun gazetasi"}], effect="accredit_media"),
	]
	names = [collective.adopt(voted.of_appeal(session, appeal)) for appeal in appeals]
	for name in names:
		voted.signed_by(CHAIR, [name])
	said = at_once(*[signing(SECRETARY, [name]) for name in names])
	assert sorted(said) == ["done secretary", "refused mandate_incompatible"]
	refused = names[said.index("refused mandate_incompatible")]
	assert frappe.db.get_value("Decision", refused, ["status", "secretary_signature"]) == ("Draft", None)
	held = [
		frappe.db.exists(kind, {"decision": ["in", names]}) for kind in ("Observer", "Media Representative")
	]
	assert len([entry for entry in held if entry]) == 1


@pytest.mark.full
@pytest.mark.usefixtures("committed")
def test_an_annulment_arriving_twice_is_one():
	decision = make.effect("accredit_observer", {"persons": [make.person()]}, {"rows": "persons"})
	frappe.set_user(CHAIR)
	signature = filing.signature(CHAIR, chair.annulment_draft(decision, "Sabab").payload)
	frappe.set_user("Administrator")
	said = at_once(*[step(CHAIR, "annul", decision, "Sabab", signature)] * 3)
	assert len(set(said)) == 1
	assert said[0].startswith("done")
	assert frappe.db.count("Decision", {"annuls": decision}) == 1
	assert frappe.db.count("Register Event", {"decision": ["in", said[0].split()[1:]]}) == 1


@pytest.mark.usefixtures("committed")
def test_a_person_whom_somebody_made_after_the_first_look_is_registered():
	answer = make.person()
	typed = {"party_membership": "Member", **answer}
	appeal = make.filed("register_candidate", typed, election_types=["DC"])
	frappe.db.commit()
	with racers(1) as (late,):
		late.look()
		(person,) = people.find_or_make([people.Asked(answer, phone="+998901112233")])
		frappe.db.commit()
		done = late.do(CHAIR, lambda: make.decided(appeal))
	frappe.db.rollback()
	assert isinstance(done, Result), repr(done)
	assert frappe.db.get_value("Candidate", {"decision": done.decision}, "person") == person
	assert frappe.db.get_value("Candidate", {"decision": done.decision}, "phone") == answer["phone"]
	assert frappe.db.get_value("Person", person, "phone") == "+998901112233"


@pytest.mark.usefixtures("committed")
@pytest.mark.full
def test_an_annulment_while_something_builds_on_the_entry():
	"""Proxies of a candidate whose registration is annulled: whoever comes first, no proxy stands without a candidate."""
	for _ in range(TRIALS):
		answers = {"party_membership": "Member", **make.person()}
		registered = make.effect("register_candidate", answers, election_types=["DC"])
		(candidate,) = make.written(registered, "Candidate")
		more = {"by": ("Candidate", candidate.name), "kind": "candidate"}
		appeal = make.filed("register_proxy", {"proxies": [make.person()]}, {"rows": "proxies"}, **more)
		frappe.set_user(CHAIR)
		rows = [{"path": "proxies[0]", "outcome": "Granted", "reason": ""}]
		granting = filing.signature(CHAIR, chair.draft(appeal, rows).payload)
		annulling = filing.signature(CHAIR, chair.annulment_draft(registered, "Sabab").payload)
		frappe.set_user("Administrator")
		said = at_once(
			step(CHAIR, "annul", registered, "Sabab", annulling),
			step(CHAIR, "decide", appeal, rows, granting),
		)
		assert said[0].startswith("done")
		assert said[1].startswith("done") or said[1] == "refused entry_ended"
		assert frappe.db.get_value("Candidate", candidate.name, ["status", "proxies_count"]) == (
			"Annulled",
			0,
		)
		assert not frappe.db.count("Proxy", {"candidate": candidate.name, "status": "Registered"})
