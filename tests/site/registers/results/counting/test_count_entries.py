"""Two persons enter each count: blind to each other, differences typed again from the paper, unlikely numbers explained."""

import json
from base64 import b64encode
from random import Random

import frappe
import pytest
from factories import appeals as filing
from factories import count_slips, counts
from factories import effects as make
from factories.profile import IS_LONG

from esaylov.api import counting
from esaylov.appeals.drafts import attachments
from esaylov.framework.errors import FormInvalid, LawBroken, NotPermitted, WrongState
from esaylov.permissions.reach import reach
from esaylov.registers.results.counting import attached_papers, comparison, entering, signing, turnout

FIRST, SECOND, THIRD = counts.MEMBERS
ABOVE = filing.CHAIR
PNG = bytes.fromhex(
	"89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
	"050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def ballot() -> tuple[str, str, str]:
	"""A constituency with two candidates, the day after the election."""
	counts.held()
	okrug = make.constituency(97)
	one = make.candidate(constituency=okrug)
	return okrug, one, make.candidate(constituency=okrug, party=make.OTHER_PARTY)


@pytest.fixture
def protocol(ballot) -> str:
	"""An open protocol of a precinct whose members the logins are."""
	precinct = counts.station(9971)
	counts.lend(precinct)
	return counts.opened(precinct, ballot[0])


@pytest.fixture
def numbers(ballot) -> dict:
	return counts.typed({ballot[1]: 400, ballot[2]: 280})


def finished(user: str, name: str, numbers: dict, as_on_paper: bool = False):
	counts.typed_by(user, name, numbers)
	return entering.finish_entry(name, as_on_paper)


def shown(user: str, name: str) -> dict:
	"""What the endpoint of the screen gives a user."""
	frappe.set_user(user)
	return counting.entry(protocol=name)


class TestBlindness:
	def test_nobody_gets_the_first_figures_before_the_second_entry_is_finished(self, protocol, numbers):
		finished(FIRST, protocol, {**numbers, "early": 47})
		for user in (SECOND, THIRD, ABOVE, counts.REGIONAL, counts.AUDITOR):
			seen = shown(user, protocol)
			assert (seen["typed"], seen["differences"], len(seen["finished"])) == ({}, {}, 1), user
			assert "47" not in json.dumps(seen["findings"])
		counts.typed_by(SECOND, protocol, {})
		assert "47" not in json.dumps(shown(SECOND, protocol)["typed"])
		assert shown(FIRST, protocol)["typed"]["early"] == 47

	def test_no_role_reads_an_entry_and_no_other_row_has_its_numbers(self, protocol, numbers):
		finished(FIRST, protocol, {**numbers, "early": 47})
		(entry,) = frappe.get_all("Count Entry", {"protocol": protocol}, pluck="name")
		for user in (FIRST, SECOND, ABOVE, counts.REGIONAL, counts.AUDITOR, filing.ADMINISTRATOR, "Guest"):
			frappe.set_user(user)
			assert not frappe.has_permission("Count Entry", "read", entry), user
			assert not reach(user).has("Count Entry", [entry]) or user == counts.AUDITOR
		frappe.set_user("Administrator")
		assert frappe.get_meta("Count Entry").permissions == []
		document = counts.stored(protocol).as_dict()
		assert not [key for key, value in document.items() if value == 47 or '"early": 47' in str(value)]
		bodies = frappe.get_all("Chain Event", {"kind": "count.entered"}, pluck="body")
		said = [json.loads(body) for body in bodies if protocol in body]
		assert [set(one) - {"event"} for one in said] == [{"kind", "protocol", "version", "round", "place"}]

	def test_differences_show_values_to_the_two_who_entered_and_places_to_others(self, protocol, numbers):
		finished(FIRST, protocol, {**numbers, "early": 47})
		seen = finished(SECOND, protocol, numbers)
		assert seen.differences == {"early": [47, 50]}
		assert shown(FIRST, protocol)["differences"] == {"early": [47, 50]}
		for user in (THIRD, counts.AUDITOR):
			assert shown(user, protocol)["differences"] == {"early": None}
			assert shown(user, protocol)["typed"] == {}


class TestTwoPersons:
	def test_one_person_makes_one_entry(self, protocol, numbers):
		finished(FIRST, protocol, numbers)
		for step in (lambda: entering.enter(protocol, numbers), lambda: entering.finish_entry(protocol)):
			with pytest.raises(WrongState) as refused:
				step()
			assert refused.value.code == "entry_own_finished"
		with pytest.raises(FormInvalid) as refused:
			signing.payload(protocol)
		assert [one.code for one in refused.value.findings] == ["entry_second_missing"]

	def test_the_commission_above_may_make_the_second_and_a_third_is_refused(self, protocol, numbers):
		finished(FIRST, protocol, numbers)
		assert finished(ABOVE, protocol, numbers).is_ready
		counts_before = frappe.db.count("Count Entry", {"protocol": protocol})
		counts.typed_by(THIRD, protocol, numbers)
		with pytest.raises(WrongState):
			entering.finish_entry(protocol)
		assert frappe.db.count("Count Entry", {"protocol": protocol, "place": [">", 0]}) == counts_before == 2

	@pytest.mark.parametrize("user", [counts.REGIONAL, filing.SIBLING_CHAIR, counts.AUDITOR, filing.PARTY])
	def test_nobody_else_enters(self, protocol, numbers, user):
		frappe.set_user(user)
		for step in (entering.enter, entering.reenter, entering.explain_warnings):
			with pytest.raises(NotPermitted):
				step(protocol, numbers)
		with pytest.raises(NotPermitted):
			entering.finish_entry(protocol)
		with pytest.raises(NotPermitted):
			entering.start_over(protocol, "Sabab")

	def test_who_entered_is_signed_with_the_numbers(self, protocol, numbers):
		counts.entered(protocol, numbers)
		counts.signed(protocol)
		document = counts.stored(protocol)
		names = [one["person"] for one in json.loads(document.payload)["entered_by"]]
		assert names == [frappe.db.get_value("Person", {"user": user}) for user in (FIRST, SECOND)]
		frappe.db.set_value("Count Protocol", protocol, "entered_by", json.dumps([]))
		assert not comparison.is_as_counted(counts.stored(protocol))

	def test_nobody_writes_or_removes_an_entry_past_the_service(self, protocol, numbers):
		finished(FIRST, protocol, numbers)
		frappe.set_user("Administrator")
		row = frappe.get_doc("Count Entry", {"protocol": protocol})
		row.typed = "{}"
		with pytest.raises(LawBroken):
			row.save()
		with pytest.raises(LawBroken):
			row.delete()


class TestDifferences:
	def test_a_difference_is_resolved_by_typing_it_again_and_both_values_stay(self, protocol, numbers):
		finished(FIRST, protocol, {**numbers, "early": 47})
		finished(SECOND, protocol, numbers)
		with pytest.raises(FormInvalid) as refused:
			signing.payload(protocol)
		assert [(one.path, one.code) for one in refused.value.findings] == [("early", "entries_differ")]
		frappe.set_user(SECOND)
		assert entering.reenter(protocol, {"early": 50}).differences == {"early": [47, 50]}
		frappe.set_user(FIRST)
		assert entering.reenter(protocol, {"early": 50}).is_ready
		row = frappe.get_doc("Count Entry", {"protocol": protocol, "place": 1})
		assert [one["typed"]["early"] for one in json.loads(row.earlier)] == [47]
		counts.signed(protocol)
		assert counts.stored(protocol).early == 50

	def test_only_what_differs_is_taken_and_all_of_it_is_typed(self, protocol, numbers):
		finished(FIRST, protocol, {**numbers, "early": 47, "voters": 1001})
		finished(SECOND, protocol, numbers)
		frappe.set_user(FIRST)
		with pytest.raises(FormInvalid) as refused:
			entering.reenter(protocol, {"early": 50})
		assert [(one.path, one.code) for one in refused.value.findings] == [("voters", "count_missing")]
		seen = entering.reenter(protocol, {"early": 50, "voters": 1000, "invalid": 99})
		assert (seen.is_ready, seen.protocol.invalid) == (True, 10)
		with pytest.raises(WrongState) as again:
			entering.reenter(protocol, {"early": 1})
		assert again.value.code == "entry_not_differing"

	def test_a_third_person_resolves_nothing_and_the_chair_starts_over_with_a_reason(self, protocol, numbers):
		finished(FIRST, protocol, {**numbers, "early": 47})
		finished(SECOND, protocol, numbers)
		frappe.set_user(THIRD)
		with pytest.raises(WrongState):
			entering.reenter(protocol, {"early": 50})
		with pytest.raises(NotPermitted):
			entering.start_over(protocol, "Qayta sanash")
		frappe.set_user(FIRST)
		with pytest.raises(FormInvalid):
			entering.start_over(protocol, " ")
		entering.start_over(protocol, "Qayta sanash")
		assert shown(FIRST, protocol)["typed"] == {}
		assert counts.entered(protocol, numbers, THIRD, ABOVE).is_ready
		assert frappe.db.count("Count Entry", {"protocol": protocol}) == 4


class TestChecks:
	def test_the_number_of_another_station_is_refused_at_its_field(self, protocol, numbers):
		counts.typed_by(FIRST, protocol, {**numbers, "station": 9972})
		with pytest.raises(FormInvalid) as refused:
			entering.finish_entry(protocol, as_on_paper=True)
		assert [(one.path, one.code) for one in refused.value.findings] == [("station", "station_differs")]

	def test_a_paper_whose_sums_do_not_hold_is_entered_as_it_is_and_never_signed(self, protocol, numbers):
		wrong = {**numbers, "invalid": 11}
		with pytest.raises(FormInvalid):
			finished(FIRST, protocol, wrong)
		finished(FIRST, protocol, wrong, as_on_paper=True)
		seen = finished(SECOND, protocol, wrong, as_on_paper=True)
		assert (seen.is_ready, [one.code for one in seen.findings]) == (False, ["votes_not_even"])
		frappe.set_user(FIRST)
		with pytest.raises(FormInvalid) as refused:
			signing.sign(protocol, "MAAA")
		assert [one.code for one in refused.value.findings] == ["votes_not_even"]
		entering.start_over(protocol, "Komissiya qayta sanadi")
		assert counts.entered(protocol, numbers).is_ready

	def test_an_unlikely_number_is_explained_before_it_is_signed(self, protocol, ballot):
		odd = counts.typed({ballot[1]: 5, ballot[2]: 4})
		finished(FIRST, protocol, odd)
		seen = finished(SECOND, protocol, odd)
		assert [one.code for one in seen.findings] == ["invalid_many"]
		with pytest.raises(FormInvalid) as refused:
			signing.payload(protocol)
		assert [(one.path, one.code) for one in refused.value.findings] == [
			("invalid", "warning_unexplained")
		]
		for short in ("", "ha"):
			with pytest.raises(FormInvalid):
				entering.explain_warnings(protocol, {"invalid_many:invalid": short})
		said = entering.explain_warnings(protocol, {"invalid_many:invalid": counts.EXPLANATION, "x:y": "…"})
		assert (said.is_ready, said.explanations) == (True, {"invalid_many:invalid": counts.EXPLANATION})
		counts.signed(protocol)
		assert counts.EXPLANATION in counts.stored(protocol).payload

	def test_reports_of_turnout_and_neighbours_are_compared(self, protocol, ballot, numbers):
		frappe.set_user(FIRST)
		document = counts.stored(protocol)
		turnout.report_turnout(document.commission, make.ELECTION, "11:00", 990, 300)
		other = counts.station(9973)
		counts.lend(other, {FIRST: "Chair"})
		same = counts.opened(other, ballot[0])
		counts.entered(same, numbers, FIRST, ABOVE)
		counts.signed(same, [FIRST])
		seen = counts.entered(protocol, numbers)
		assert {one.code for one in seen.findings} == {"voters_not_reported", "same_as_station"}

	@pytest.mark.full
	def test_slips_of_one_person_are_found_by_the_service_as_by_the_rules(self, ballot):
		"""A sample of `tests/core/test_double_entry.py` through the service."""
		random, (_, one, other) = Random(7), ballot
		slips = (count_slips.digit, count_slips.exchanged_digits, count_slips.exchanged_lines)
		for number in range(30 if IS_LONG else 3):
			precinct = counts.station(8800 + number)
			counts.lend(precinct, {FIRST: "Chair"})
			name = counts.opened(precinct, ballot[0])
			right = {
				"station": counts.station_number(name),
				**counts.typed({one: 300 + number, other: 200}),
			}
			finished(FIRST, name, slips[number % 3](random, right), as_on_paper=True)
			seen = finished(ABOVE, name, right, as_on_paper=True)
			assert seen.differences
			assert not seen.is_ready


class TestPapers:
	def test_a_scan_and_a_photograph_lie_beside_the_entry_for_those_who_read_it(self, protocol, numbers):
		frappe.set_user(FIRST)
		content = b64encode(PNG).decode()
		scan = counting.add_paper(protocol=protocol, kind="scan", file_name="a.png", content=content)["file"]
		frappe.set_user(ABOVE)
		counting.add_paper(protocol=protocol, kind="photograph", file_name="b.png", content=content)
		assert [(row["kind"], row["file_name"]) for row in shown(SECOND, protocol)["papers"]] == [
			("scan", "a.png"),
			("photograph", "b.png"),
		]
		file = frappe.get_doc("File", scan)
		assert file.is_private
		for user, reads in ((SECOND, True), (ABOVE, True), (filing.SIBLING_CHAIR, False), ("Guest", False)):
			frappe.set_user(user)
			assert bool(frappe.has_permission("File", "read", file)) is reads, user

	def test_papers_are_of_two_kinds_from_members_and_only_until_it_is_taken_in(self, protocol, numbers):
		def add(kind: str = "scan") -> str:
			given = attachments.GivenFile("a.png", PNG)
			return attached_papers.add_paper(
				protocol, kind, lambda field: attachments.keep("Count Protocol", protocol, field, given)
			)

		frappe.set_user(FIRST)
		with pytest.raises(FormInvalid):
			add("selfie")
		frappe.set_user(counts.REGIONAL)
		with pytest.raises(NotPermitted):
			add()
		counts.handed_in(protocol, numbers)
		frappe.set_user(FIRST)
		with pytest.raises(WrongState):
			add()
