"""The picture of a procedure: steps of a route with what they rest on, who may say who takes them, which numbers the law fixes; places by words."""

import json
from pathlib import Path

import pytest

from esaylov.core.appeal_types.procedure import COMMISSION, Row, arrows, is_fixed, lock_of, rests_on
from esaylov.core.formats import placeholders, sms
from esaylov.core.texts import LANGUAGES, WORDS, word

APP = Path(__file__).parents[2] / "esaylov"
SHIPPED = json.loads((APP / "esaylov" / "workflow" / "appeal.json").read_text(encoding="utf-8"))
ROWS = [
	Row(row["state"], row["action"], row["next_state"], row["allowed"], row.get("condition", ""))
	for row in (SHIPPED[0] if isinstance(SHIPPED, list) else SHIPPED)["transitions"]
]


def of(route: str) -> dict[tuple[str, str], object]:
	return {(arrow.state, arrow.action): arrow for arrow in arrows(ROWS, route)}


def test_each_step_of_a_route_is_one_arrow_with_all_its_roles():
	steps = of("commission_vote")
	assert steps["Registered", "Take Up"].roles == (
		*("Commission Chair", "Commission Deputy Chair", "Commission Secretary", "Commission Staff"),
	)
	assert ("Under Review", "Grant") not in steps
	assert ("Under Review", "Ask Experts") not in steps
	assert ("On Agenda", "Grant") not in of("chair_decision")
	assert ("Under Review", "Ask Experts") in of("expert_then_vote")


@pytest.mark.parametrize(
	("step", "needs", "lock", "article"),
	[
		(("Draft", "File"), "signature", "applicant", ""),
		(("Registered", "Withdraw"), "", "applicant", ""),
		(("Returned", "File Again"), "corrected", "applicant", ""),
		(("Registered", "Take Up"), "", "", ""),
		(("Under Review", "Return for Correction"), "remarks", "", ""),
		(("Returned", "Resume Review"), "lapsed", "", ""),
		(("Under Review", "Ask Experts"), "", "", ""),
		(("Expert Review", "Take Conclusion"), "conclusion", "", ""),
		(("Under Review", "Put on Agenda"), "agenda", "", ""),
		(("On Agenda", "Postpone"), "off_agenda", "", ""),
		(("On Agenda", "Grant"), "decision", "decision", "26"),
		(("Granted", "Annul Decision"), "annulment", "decision", ""),
	],
)
def test_what_a_step_rests_on_says_whose_it_is(step, needs, lock, article):
	arrow = of("expert_then_vote")[step]
	assert (arrow.needs, arrow.lock, arrow.article) == (needs, lock, article)


def test_no_condition_that_we_ship_is_unknown_to_the_picture():
	routes = ("commission_vote", "chair_decision", "acknowledgement", "expert_then_vote")
	assert {arrow.needs for route in routes for arrow in arrows(ROWS, route)}.isdisjoint({"other"})


def test_a_condition_of_the_site_is_said_to_be_one():
	assert rests_on('doc.election == "E1"', "commission_vote") == "other"
	assert rests_on("doc.route ==", "commission_vote") == "other"
	assert rests_on('doc.route == "commission_vote"', "commission_vote") == ""


def test_each_step_tells_what_comes_of_it():
	steps = of("commission_vote")
	assert steps["Draft", "File"].events == ("received",)
	assert steps["Returned", "File Again"].events == ("received",)
	assert steps["Registered", "Take Up"].events == ("in_review",)
	assert steps["On Agenda", "Postpone"].events == ()
	assert steps["On Agenda", "Grant Partly"].fixed == ("S61",)
	annul = steps["Refused", "Annul Decision"]
	assert (annul.events, annul.fixed) == (("certificate_revoked",), ("S60",))


def test_whoever_is_no_commission_files():
	assert lock_of(["Candidate"], "") == "applicant"
	assert lock_of(["Candidate", COMMISSION[0]], "") == ""
	assert lock_of([COMMISSION[0]], "decision") == "decision"


@pytest.mark.parametrize(
	("article", "source", "fixed"),
	[
		("33", "[law: saylov.uz memo, art. 33]", True),
		("39", "signature sheets [new: art. 39]; for other appeals [ours]", True),
		("43", "[ours]", False),
		("Referendum, 13", "[ours]: not found", False),
		("", "[law: ishtixon.uz]", False),
		(" ", "", False),
		("12", "", True),
	],
)
def test_a_number_is_fixed_by_its_article_where_we_did_not_choose_it(article, source, fixed):
	assert is_fixed(article, source) is fixed


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_place_has_words_of_its_own_and_comes_back_from_them(language):
	words = {name: word(f"place.{name}", language) for name in sms.LIMITS}
	assert len(set(words.values())) == len(words)
	assert {f"place.{name}" for name in words} == {key for key in WORDS if key.startswith("place.")}
	text = " ".join("{" + name + "}" for name in words)
	shown = placeholders.named(text, words)
	assert "{n}" not in shown
	assert placeholders.unnamed(shown, words) == text
	assert placeholders.unnamed(shown.upper(), words) == text
	assert placeholders.unnamed(text, words) == text


def test_what_stands_in_braces_and_is_no_place_is_named():
	assert placeholders.unknown("{n} {appeal nr} {", {"n"}) == ["appeal nr", "{"]
	assert placeholders.unknown("{n} }x{", {"n"}) == ["}", "{"]
	assert placeholders.unknown("plain {n}", {"n"}) == []
