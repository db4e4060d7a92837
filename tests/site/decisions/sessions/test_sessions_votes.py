"""Votes: counted once, signed, never changed; who may not vote, batches, and those who are no members any more."""

import json
from datetime import timedelta

import frappe
import pytest
from factories import appeals as filing
from factories import counts, effects, voted
from factories import sessions as make

from esaylov.core.procedure.voting import Assembly, Choice
from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.decisions.drafting import conflicts
from esaylov.decisions.drafting.conflicts import ENDED_COUNTS
from esaylov.decisions.sessions.records import interests, rules
from esaylov.decisions.sessions.steps import agenda, attending, ballots, counting, holding
from esaylov.framework import clock
from esaylov.framework.errors import (
	Duplicate,
	EsaylovError,
	FormInvalid,
	LawBroken,
	NotPermitted,
	TooMany,
	WrongState,
)
from esaylov.trust import lists


def code_of(step, kind: type[EsaylovError] = WrongState) -> str:
	"""The code by which a step is refused."""
	with pytest.raises(kind) as problem:
		step()
	findings = problem.value.findings
	return findings[0].code if findings else problem.value.code


def votes_of(item: str) -> dict[str, str]:
	rows = frappe.get_all("Commission Vote", {"item": item}, ["member", "choice"], order_by="name asc")
	return {row.member: row.choice for row in rows}


def dismiss(user: str, last_day) -> None:
	"""End a membership."""
	name = frappe.db.get_value(
		"Commission Membership", {"person": make.person(user), "commission": make.COMMISSION}, "name"
	)
	frappe.db.set_value("Commission Membership", name, "ends_on", last_day)


def test_one_recused_one_absent_a_tie_and_the_casting_vote():
	session, name = make.on_vote(make.CHAIR, make.DEPUTY, make.SECRETARY, make.MEMBER)
	make.all_vote(session, name, ["For", "Against", "Recused", "Abstained", "-"])
	row = make.close(name)
	assert (row.status, row.result_reason, row.casting_vote) == ("Adopted", "Casting Vote", 1)
	assert (row.votes_for, row.votes_against, row.votes_abstained, row.votes_recused) == (1, 1, 1, 1)
	assert (row.members_total, row.members_present) == (5, 4)


def test_a_vote_keeps_the_members_of_the_day_on_which_it_was_opened():
	"""Whoever is ended during a vote voted as a member."""
	session, name = make.on_vote()
	make.all_vote(session, name, ["For", "For", "Against", "Against", "Against"])
	frappe.db.set_value("Agenda Item", name, "opened_at", clock.now() - timedelta(days=1))
	dismiss(make.MEMBER, clock.today() - timedelta(days=1))
	frappe.set_user(make.CHAIR)
	counting.close_item(name)
	row = make.stored(name)
	assert (row.status, row.votes_against, row.members_total) == ("Not Adopted", 3, 5)


def test_a_tie_is_postponed_where_the_rule_says_so():
	frappe.db.set_value("Decision Rule", "dc_default", {"casting_vote": 0, "on_tie": "Postponed"})
	session, name = make.on_vote(make.CHAIR, make.DEPUTY, make.SECRETARY, make.MEMBER)
	make.all_vote(session, name, ["For", "Against", "For", "Against", "-"])
	row = make.close(name)
	assert (row.status, row.reason) == ("Postponed", "Tie")
	assert frappe.db.get_value("Appeal", row.appeal, "status") == "Under Review"


def test_a_rule_changed_during_the_vote_changes_no_vote():
	session, name = make.on_vote()
	frappe.db.set_value("Decision Rule", "dc_default", {"majority": "Two Thirds", "casting_vote": 0})
	make.all_vote(session, name, ["For", "For", "For", "Against", "Against"])
	assert make.close(name).status == "Adopted"


def test_the_signed_bytes_name_draft_round_and_choice_and_open_the_chains_commitment():
	session, name = make.on_vote()
	make.vote(make.MEMBER, session, {name: {"choice": "Against", "dissent": "Ro'yxat to'liq emas < 3"}})
	row = frappe.get_last_doc("Commission Vote", {"item": name})
	body = json.loads(row.payload)
	assert body["votes"] == [
		{
			"item": name,
			"round": 1,
			"draft": make.stored(name).draft_sha256,
			"choice": "Against",
			"reason": "",
			"dissent": "Ro'yxat to'liq emas ‹ 3",
		}
	]
	signer = lists.verify_again(row.signature, "Commission Vote", row.name, row.payload.encode())
	assert signer.pinfl == frappe.db.get_value("Person", make.person(make.MEMBER), "pinfl")
	event = json.loads(frappe.get_last_doc("Chain Event", {"kind": "vote.cast"}).body)
	assert event["commitment"] == sha256_hex(
		canonical({"salt": row.salt, "payload_sha256": row.payload_sha256})
	)
	assert make.person(make.MEMBER) not in json.dumps(event)


def test_the_same_ballot_again_changes_nothing_and_another_is_refused():
	session, name = make.on_vote()
	asked = make.ballot({name: "For"})
	frappe.set_user(make.MEMBER)
	signature = filing.signature(make.MEMBER, ballots.payload(session, asked))
	assert ballots.cast(session, asked, signature) == ballots.cast(session, asked, signature)
	assert code_of(lambda: make.vote(make.MEMBER, session, {name: "Against"}), Duplicate) == "voted_already"
	assert list(votes_of(name).values()) == ["For"]


def test_another_persons_signature_casts_nothing():
	session, name = make.on_vote()
	asked = make.ballot({name: "For"})
	frappe.set_user(make.MEMBER)
	signed = ballots.payload(session, asked)
	frappe.db.savepoint("step")
	step = lambda: ballots.cast(session, asked, filing.signature(make.MEMBER2, signed))  # noqa: E731
	assert code_of(step, EsaylovError) == "signature_other_person"
	frappe.db.rollback(save_point="step")
	assert votes_of(name) == {}


def test_a_garbled_ballot_is_refused():
	session, name = make.on_vote()
	frappe.set_user(make.MEMBER)
	for votes, code in (
		([], "ballot_list"),
		([{"item": "unknown", "choice": "For"}], "ballot_item"),
		([{"item": name, "choice": "Perhaps"}], "not_a_choice"),
		([{"item": name, "choice": ["For"]}], "wrong_type"),
		([{"item": name, "choice": {"For": 1}}], "wrong_type"),
		([{"item": [name], "choice": "For"}], "wrong_type"),
		([{"item": name, "choice": "Recused", "reason": ["x"]}], "wrong_type"),
		([{"item": name, "choice": "Recused"}], "required"),
		([{"item": name, "choice": "For"}, {"item": name, "choice": "For"}], "ballot_list"),
		([{"item": name, "choice": "For", "dissent": "x" * 10_001}], "too_long"),
		([1], "ballot_item"),
	):
		assert code_of(lambda given=votes: ballots.payload(session, given), FormInvalid) == code


@pytest.mark.parametrize("user", [filing.SIBLING_CHAIR, filing.PARTY, "auditor@esaylov.example"])
def test_who_is_no_member_does_not_vote(user):
	session, name = make.on_vote()
	frappe.set_user(user)
	with pytest.raises(NotPermitted):
		ballots.cast(session, make.ballot({name: "For"}), "MAAA")


def test_staff_of_the_commission_have_no_vote():
	session, name = make.on_vote(make.CHAIR, make.DEPUTY, make.SECRETARY, make.MEMBER)
	membership = frappe.db.get_value("Commission Membership", {"person": make.person(make.MEMBER2)}, "name")
	frappe.db.set_value("Commission Membership", membership, "position", "Staff")
	frappe.set_user(make.MEMBER2)
	with pytest.raises(NotPermitted):
		ballots.cast(session, make.ballot({name: "For"}), "MAAA")


def test_who_is_not_present_does_not_vote():
	session, name = make.on_vote(make.CHAIR, make.DEPUTY, make.SECRETARY, make.MEMBER)
	frappe.set_user(make.MEMBER2)
	assert code_of(lambda: ballots.cast(session, make.ballot({name: "For"}), "MAAA")) == "not_present"


def test_a_vote_after_the_closing_or_after_its_time_is_refused():
	session, name = make.on_vote()
	make.all_vote(session, name, ["Against"] * 5)
	assert make.close(name).status == "Not Adopted"
	assert code_of(lambda: make.vote(make.MEMBER, session, {name: "For"})) == "item_not_open"
	frappe.set_user(make.CHAIR)
	counting.open_item(name, clock.now() + timedelta(minutes=5))
	assert frappe.db.count("SMS Message", {"reference_name": name, "template": "S52"}) == 5
	frappe.db.set_value("Agenda Item", name, "open_until", clock.now() - timedelta(seconds=1))
	make.wait_out(session)
	assert code_of(lambda: make.vote(make.MEMBER, session, {name: "For"})) == "vote_time_over"


def test_vote_is_not_closed_while_present_members_may_still_change_it():
	session, name = make.on_vote()
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.close_item(name)) == "votes_missing"
	make.all_vote(session, name, ["For", "For", "-", "-", "-"])
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.close_item(name)) == "votes_missing"
	make.vote(make.SECRETARY, session, {name: "For"})
	frappe.set_user(make.CHAIR)
	counting.close_item(name)
	assert make.stored(name).status == "Adopted"


def test_nobody_is_noted_as_gone_while_there_is_time_to_vote():
	"""Else whoever presides closes the vote of the members who are left."""
	session, name = make.on_vote()
	member = frappe.db.get_value("Person", {"user": make.MEMBER})
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: attending.leave(session, member)) == "vote_goes_on"
	make.wait_out(session)
	frappe.set_user(make.CHAIR)
	attending.leave(session, member)
	assert make.close(name).members_present == 4


def test_time_in_recess_is_no_time_to_vote(monkeypatch):
	"""Else a chair opens a vote, calls a recess, and closes the vote in the second in which the session goes on."""
	session, name = make.on_vote()
	member = make.person(make.MEMBER)
	frappe.set_user(make.CHAIR)
	holding.recess(session)
	make.move_clock(monkeypatch, minutes=10)
	assert code_of(lambda: attending.leave(session, member)) == "vote_goes_on"
	holding.resume(session)
	assert code_of(lambda: attending.leave(session, member)) == "vote_goes_on"
	assert code_of(lambda: counting.close_item(name)) == "votes_missing"
	make.move_clock(monkeypatch, minutes=4)
	attending.leave(session, member)
	counting.close_item(name)
	assert make.stored(name).status == "Postponed"


def test_time_before_a_recess_is_time_to_vote(monkeypatch):
	session, name = make.on_vote()
	make.move_clock(monkeypatch, minutes=4)
	frappe.set_user(make.CHAIR)
	holding.recess(session)
	attending.leave(session, make.person(make.MEMBER))
	holding.resume(session)
	counting.close_item(name)
	assert make.stored(name).members_present == 4


def test_members_vote_after_a_recess_past_the_announced_time(monkeypatch):
	session = make.planned()
	name = make.item(session)
	make.opened(session=session)
	counting.open_item(name, clock.now() + timedelta(minutes=5))
	holding.recess(session)
	make.move_clock(monkeypatch, minutes=10)
	holding.resume(session)
	assert make.vote(make.MEMBER, session, {name: "For"}).votes == 1
	make.move_clock(monkeypatch, minutes=4)
	assert code_of(lambda: make.vote(make.MEMBER2, session, {name: "For"})) == "vote_time_over"


def test_vote_lasts_until_its_announced_time_and_silence_postpones_it():
	session = make.planned()
	name = make.item(session)
	make.opened(session=session)
	soon = clock.now() + timedelta(seconds=2)
	assert code_of(lambda: counting.open_item(name, soon), FormInvalid) == "vote_too_short"
	counting.open_item(name, clock.now() + timedelta(minutes=30))
	make.wait_out(session)
	assert code_of(lambda: counting.close_item(name)) == "votes_missing"
	frappe.db.set_value("Agenda Item", name, "open_until", clock.now() - timedelta(seconds=1))
	counting.close_item(name)
	row = make.stored(name)
	assert (row.status, row.result_reason) == ("Postponed", "No Quorum")
	assert frappe.db.get_value("Appeal", row.appeal, "status") == "Under Review"


def test_who_leaves_after_voting_has_voted_and_the_quorum_is_asked_again():
	session, name = make.on_vote(make.CHAIR, make.DEPUTY, make.SECRETARY, make.MEMBER)
	make.all_vote(session, name, ["For", "For", "For", "For", "-"])
	frappe.set_user(make.MEMBER)
	attending.leave(session)
	assert code_of(lambda: make.close(name)) == "quorum_lost"
	make.attend(session, make.MEMBER2)
	row = make.close(name)
	assert (row.status, row.result_reason, row.votes_for) == ("Adopted", "Majority", 4)


def test_a_member_removed_during_the_vote_counts_for_nothing():
	session, name = make.on_vote()
	make.all_vote(session, name, ["For", "For", "Against", "Against", "For"])
	dismiss(make.MEMBER2, clock.today() - timedelta(days=2))
	row = make.close(name)
	assert (row.votes_for, row.members_total, row.members_present) == (2, 4, 4)
	assert (row.status, row.result_reason) == ("Adopted", "Casting Vote")
	frappe.set_user(make.MEMBER2)
	with pytest.raises(NotPermitted):
		ballots.cast(session, make.ballot({name: "For"}), "MAAA")


def test_the_last_day_of_a_membership_still_counts():
	session, name = make.on_vote()
	dismiss(make.MEMBER2, clock.today())
	assert make.vote(make.MEMBER2, session, {name: "For"}).votes == 1


def declared_relative(appeal: str) -> None:
	pinfl = frappe.parse_json(frappe.db.get_value("Appeal", appeal, "answers"))["persons"][0]["pinfl"]
	frappe.set_user(make.MEMBER)
	interests.declare("Close Relative", "Sibling", pinfl)


def same_person(appeal: str) -> None:
	frappe.db.set_value("Appeal", appeal, "applicant_person", make.person(make.MEMBER))


def same_body(appeal: str) -> None:
	body = frappe.db.get_value("Appeal", appeal, ["applicant_body_type", "applicant_body"])
	frappe.set_user(make.MEMBER)
	interests.declare("Body", body_type=body[0], body=body[1])


@pytest.mark.parametrize(
	("conflict", "ground"),
	[(declared_relative, "Close Relative"), (same_person, "Same Person"), (same_body, "Same Body")],
)
def test_whom_an_item_concerns_is_recused_when_it_opens(conflict, ground):
	appeal = make.votable()
	conflict(appeal)
	session = make.planned()
	name = make.item(session, appeal)
	make.opened(session=session)
	counting.open_item(name)
	row = frappe.get_doc("Commission Vote", {"item": name})
	assert (row.member, row.choice, row.recusal, row.is_automatic) == (
		make.person(make.MEMBER),
		"Recused",
		ground,
		1,
	)
	frappe.set_user(make.MEMBER)
	assert code_of(lambda: ballots.payload(session, make.ballot({name: "For"}))) == "vote_conflict"
	assert make.close(name).votes_recused == 1


def own_candidacy() -> str:
	"""The candidacy of a member, of before the membership."""
	candidate = effects.candidate()
	frappe.db.set_value("Candidate", candidate, "person", make.person(make.MEMBER))
	return candidate


def recused_on(session: str, item: str) -> dict[str, str]:
	"""Persons and grounds of who is recused as the vote on an item opens."""
	make.opened(session=session)
	counting.open_item(item)
	where = {"item": item, "is_automatic": 1}
	return dict(frappe.get_all("Commission Vote", where, ["member", "recusal"], as_list=True))


@pytest.mark.parametrize("is_in_a_row", [False, True])
def test_nobody_votes_on_the_end_of_the_own_candidacy(is_in_a_row):
	fields = [*effects.FIELDS, effects.link("candidate", "Candidate")]
	answers = {"candidate": own_candidacy(), "reason": "Arizasiga koʻra"}
	if is_in_a_row:
		fields = [{"name": "rows", "kind": "Group", "label": {"uz": "Qatorlar"}, "fields": fields}]
		answers = {"rows": [answers]}
	mapping = {"rows": "rows"} if is_in_a_row else {}
	appeal = effects.filed("withdraw_candidate", answers, mapping, fields=fields, route="commission_vote")
	frappe.db.set_value("Appeal", appeal, "status", "Under Review")
	session = make.planned()
	item = make.item(session, appeal)
	assert recused_on(session, item) == {make.person(make.MEMBER): "Same Person"}


def test_nobody_votes_on_what_concerns_them_without_an_appeal_nor_on_its_annulment():
	counts.held()
	candidate = own_candidacy()
	counts.won([candidate])
	session = make.planned()
	data = {"deputies": [{"candidate": candidate}]}
	frappe.set_user(make.SECRETARY)
	item = agenda.add_subject(session, "elected_deputies", "Deputatlar", data)
	assert recused_on(session, item) == {make.person(make.MEMBER): "Same Person"}
	decision = voted.decided(voted.of_matter(voted.session(), "elected_deputies", data))
	annulment = conflicts.concerned_by_matter("annulment", {"decision": decision, "reason": "Xato"})
	assert annulment == make.stored(item).concerned


def test_a_conflict_that_comes_up_during_the_vote_records_the_recusal_and_casts_nothing():
	session, name = make.on_vote()
	asked = make.ballot({name: "For"})
	frappe.set_user(make.MEMBER)
	signature = filing.signature(make.MEMBER, ballots.payload(session, asked))
	same_body(make.stored(name).appeal)
	cast = ballots.cast(session, asked, signature)
	assert (cast.votes, cast.recused) == (0, {name: "Same Body"})
	assert votes_of(name) == {make.person(make.MEMBER): "Recused"}


def test_a_withdrawn_declaration_counts_for_a_month():
	"""Otherwise who has an interest would withdraw it, vote, and declare it again."""
	appeal = make.votable()
	same_body(appeal)
	interest = frappe.get_last_doc("Declared Interest").name
	declared = clock.now().replace(microsecond=0) - timedelta(hours=1)
	frappe.db.set_value("Declared Interest", interest, "declared_at", declared)
	interests.withdraw(interest)
	session = make.planned()
	name = make.item(session, appeal)
	make.opened(session=session)
	counting.open_item(name)
	assert votes_of(name) == {make.person(make.MEMBER): "Recused"}
	ended = clock.now() - ENDED_COUNTS - timedelta(days=1)
	frappe.db.set_value(
		"Declared Interest", interest, {"declared_at": ended - timedelta(days=1), "ended_at": ended}
	)
	assert conflicts.of_members([make.stored(name)], [make.person(make.MEMBER)]) == {}


def test_relatives_are_not_declared_one_number_after_the_other():
	frappe.set_user(make.MEMBER)
	for _ in range(interests.MOST_RELATIVES):
		made = interests.declare("Close Relative", "Child", filing.person()["pinfl"])
		interests.withdraw(made)
	with pytest.raises(TooMany) as refused:
		interests.declare("Close Relative", "Child", filing.person()["pinfl"])
	assert refused.value.code == "relatives_too_many"


def test_who_filed_an_appeal_is_among_those_whom_it_concerns():
	appeal = make.votable()
	filer = frappe.db.get_value("Appeal", appeal, "applicant_person")
	frappe.set_user(make.MEMBER)
	interests.declare("Close Relative", "Spouse", frappe.db.get_value("Person", filer, "pinfl"))
	asked = {"name": appeal, "concerned": conflicts.concerned_text(frappe.get_doc("Appeal", appeal))}
	assert conflicts.of_members([asked], [make.person(make.MEMBER)])


def test_a_declaration_by_mistake_is_withdrawn_at_once_and_stays_on_record():
	appeal = make.votable()
	same_body(appeal)
	interest = frappe.get_last_doc("Declared Interest").name
	interests.withdraw(interest)
	session = make.planned()
	name = make.item(session, appeal)
	make.opened(session=session)
	counting.open_item(name)
	assert votes_of(name) == {}
	assert frappe.db.get_value("Declared Interest", interest, "ended_at")


def test_no_number_of_a_relative_is_kept():
	frappe.set_user(make.MEMBER)
	pinfl = filing.person()["pinfl"]
	row = frappe.get_doc("Declared Interest", interests.declare("Close Relative", "Child", pinfl))
	assert pinfl not in frappe.as_json(row)
	assert code_of(lambda: interests.declare("Close Relative", "Child", "12"), FormInvalid).startswith(
		"pinfl"
	)


def batch_of(session: str, size: int) -> list[str]:
	appeals = [make.votable() for _ in range(size)]
	frappe.set_user(make.SECRETARY)
	return agenda.put(appeals, session, "Kuzatuvchilar")


def test_a_batch_is_opened_voted_on_with_one_signature_and_closed_together():
	session = make.planned()
	names = batch_of(session, 4)
	agenda.split(names[3])
	make.opened(session=session)
	assert counting.open_item(names[1]) == names[:3]
	for user in make.ALL:
		assert make.vote(user, session, dict.fromkeys(names[:3], "For")).votes == 3
	frappe.set_user(make.CHAIR)
	assert counting.close_item(names[0]) == names[:3]
	assert [make.stored(name).status for name in names] == ["Adopted"] * 3 + ["Planned"]
	rows = frappe.get_all(
		"Commission Vote",
		{"session": session, "member": make.person(make.MEMBER)},
		["signature", "signed_with"],
	)
	assert (len(rows), len({row.signature for row in rows}), len({row.signed_with for row in rows})) == (
		3,
		1,
		1,
	)
	assert frappe.db.count("Document Signature", {"purpose": "vote"}) >= 5


def test_items_of_a_batch_may_come_out_differently():
	session = make.planned()
	names = batch_of(session, 2)
	make.opened(session=session)
	counting.open_item(names[0])
	for user in make.ALL:
		make.vote(user, session, {names[0]: "For", names[1]: "Against"})
	frappe.set_user(make.CHAIR)
	counting.close_item(names[0])
	assert [make.stored(name).status for name in names] == ["Adopted", "Not Adopted"]


def test_a_longer_ballot_takes_no_more_queries(count_queries):
	session = make.planned()
	names = batch_of(session, 4)
	make.opened(session=session)
	counting.open_item(names[0])

	def cast(user: str, some: list[str]) -> int:
		asked = make.ballot(dict.fromkeys(some, "For"))
		frappe.set_user(user)
		signature = filing.signature(user, ballots.payload(session, asked))
		return count_queries(lambda: ballots.cast(session, asked, signature))

	cast(make.CHAIR, names[:1])
	one, four = cast(make.MEMBER, names[:1]), cast(make.MEMBER2, names)
	assert (
		four < one + 3
	)  # one statement for each further item would be three; a user may be asked about once more
	assert one <= 60


def test_the_table_itself_lets_in_one_vote_of_a_member_in_a_round():
	session, name = make.on_vote()
	make.vote(make.MEMBER, session, {name: "For"})
	row = frappe.get_last_doc("Commission Vote", {"item": name})
	twin = frappe.copy_doc(row)
	twin.name, twin.docstatus = "another", 0
	with pytest.raises(frappe.UniqueValidationError):
		twin.db_insert()
	with pytest.raises(LawBroken):
		frappe.copy_doc(row).insert(ignore_permissions=True)


def test_rows_of_a_batch_with_the_same_votes_are_looked_at_once(monkeypatch):
	asked = []
	monkeypatch.setattr(counting, "may_change", lambda *given: bool(asked.append(given)))
	assembly = Assembly.of("abc", "abc", "a")
	row = {"rule_data": rules.text_of("dc_default"), "opened_at": clock.now(), "open_until": None}
	rows = [{**row, "name": str(number), "position": number} for number in range(50)]
	votes = {one["name"]: {"a": Choice.FOR, "b": Choice.FOR} for one in rows}
	votes["7"] = {"a": Choice.AGAINST}
	counting._refuse_early(frappe.new_doc("Commission Session"), rows, assembly, votes)
	assert len(asked) == 2
