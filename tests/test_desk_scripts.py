"""What the scripts of forms and lists call is what the bundles give them. Read from the source, so it needs no browser."""

import ast
import csv
import itertools
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from esaylov.core.appeal_types.procedure import Row, arrows

APP = Path(__file__).parents[1] / "esaylov"
BUNDLES = {"desk": "esaylov.bundle.js", "builder": "builder.bundle.js", "codes": "esaylov_desk.bundle.js"}
TEXT = re.compile(r"//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
CALLED = re.compile(r"\besaylov\s*\??\.\s*(\w+)\s*\??\.\s*(\w+)")
"""In code; names of endpoints stand in texts. Templates (`…`) stay: no endpoint of ours stands in one."""


def given(name: str) -> set[str]:
	"""The functions of a bundle's object, by the names that scripts call them."""
	text = (APP / "public" / "js" / BUNDLES[name]).read_text(encoding="utf-8").partition("window.esaylov")
	imported = set(re.findall(r"\w+", " ".join(re.findall(r"import \{([^}]*)\}", text[0]))))
	if name == "desk":
		return imported
	return set(re.findall(r"(\w+)(?=[,:} ])", text[2].partition(f"{name}:")[2])) & (imported | {"show"})


def calls() -> list[tuple[str, str, str]]:
	found = []
	for path in [*(APP / "esaylov").rglob("*.js"), *(APP / "public" / "js").rglob("*.js")]:
		code = TEXT.sub("''", path.read_text(encoding="utf-8"))
		found += [(path.name, *pair) for pair in CALLED.findall(code) if pair[0] != "api"]
	return found


COMMISSION = APP / "public" / "js" / "desk" / "commission"
HALL, COCKPIT = COMMISSION.parent / "hall", COMMISSION.parent / "cockpit"
PREPARATION, STUDIO = COMMISSION.parent / "preparation", COMMISSION.parent / "studio"
PROCEDURE = COMMISSION.parent / "procedure"
SAID = re.compile(r"""__\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")


@pytest.mark.parametrize(
	"folder", [COMMISSION, HALL, STUDIO, COCKPIT, PREPARATION, PROCEDURE], ids=lambda folder: folder.name
)
def test_every_word_of_a_screen_of_the_desk_is_translated(folder):
	with (APP / "translations" / "uz.csv").open(encoding="utf-8", newline="") as lines:
		known = {row[0] for row in csv.reader(lines)}
	said = {
		one or other
		for path in [*folder.iterdir(), *(APP / "esaylov" / "page").rglob("*.js")]
		for one, other in SAID.findall(path.read_text(encoding="utf-8"))
	}
	assert len(said) > 30
	assert said - known == set()


A, B, C, D = ({"name": name} for name in "abcd")
DOUBT = [{"check": "CR", "result": "found"}]
CLEAN = {"name": "a", "may": ["decide", "assign"], "subjects": [{"against": []}]}
DOUBTED = {"name": "b", "may": ["decide", "assign"], "subjects": [{"against": []}, {"against": DOUBT}]}
OTHER = {"name": "c", "may": ["assign"], "subjects": []}
FOUND = {
	"subjects": [{"path": "persons[0]"}, {"path": "persons[1]"}],
	"findings": [{"path": "persons[1].phone", "text": "one"}, {"path": "party_decision_no", "text": "other"}],
}
DECIDED_IN_THE_BROWSER = [
	("joined", [[A, B], [B, C]], [A, B, C]),
	("neighbour", [[A, B, C], "a", 1], "b"),
	("neighbour", [[A, B, C], "c", 1], "c"),
	("neighbour", [[A, B, C], "a", -1], "a"),
	("neighbour", [[A, B], "gone", 1], "a"),
	("neighbour", [[], "a", 1], ""),
	("successor", [[A, B, C], [A, C], "b"], "c"),
	("successor", [[A, B, C], [A, B], "c"], "b"),
	("successor", [[A], [], "a"], ""),
	("successor", [[A, B], [A, B], "b"], "b"),
	("toggled", [["a"], "b", 2], ["a", "b"]),
	("toggled", [["a", "b"], "c", 2], ["a", "b"]),
	("toggled", [["a", "b"], "a", 2], ["b"]),
	("actionOf", [{"key": "j"}, False], "next"),
	("actionOf", [{"key": "j"}, True], None),
	("actionOf", [{"key": "j", "ctrlKey": True}, False], None),
	("actionOf", [{"key": "Escape"}, True], "leave"),
	("actionOf", [{"key": "q"}, False], None),
	("actionOf", [{"key": "s"}, False], "steps"),
	("besides", [["me", "a", "auditor"], {"me": "Me", "a": "Aliyev"}, "me"], ["Aliyev"]),
	("besides", [[], {"a": "Aliyev"}, "me"], []),
	("findingsAt", [FOUND, "persons[1]"], ["one"]),
	("findingsAt", [FOUND, "persons[0]"], []),
	("findingsAt", [FOUND], ["other"]),
	("findingsAt", [{**FOUND, "subjects": [{"path": ""}]}], ["one", "other"]),
	("takable", [[CLEAN, DOUBTED, OTHER], "decide"], [CLEAN]),
	("takable", [[CLEAN, DOUBTED, OTHER], "assign"], [CLEAN, DOUBTED, OTHER]),
	("takable", [[CLEAN], "put_on_agenda"], []),
	("restFor", [0, False], 5000),
	("restFor", [4000, False], 1500),
	("restFor", [60_000, False], 1500),
	("restFor", [0, True], 1500),
	("moves", [["a", "b"], ["b", "c"]], {"enter": ["c"], "leave": ["a"]}),
	("moves", [[], []], {"enter": [], "leave": []}),
	("withLater", [[A], [A, B, C]], [A, B, C]),
	("withLater", [[C, A], [A, B]], [C, A, B]),
	("withLater", [[B], [A, B, C]], [B, C]),
	("withLater", [[D], [A, B, C]], [D]),
	("withLater", [[A], [A, B, C, D], ["b", "c"], [{**C, "status": "x"}]], [A, {**C, "status": "x"}, D]),
	("withLater", [[A, C], [A, B, C], ["c"], []], [A, C]),
	(
		"withView",
		[[{"title": "x", "queue": "new"}], {"title": "x", "queue": ""}],
		[{"title": "x", "queue": ""}],
	),
]
ASK = """
import fs from "node:fs";
const source = fs.readFileSync(process.argv[1]).toString("base64");
const desk = await import(`data:text/javascript;base64,${source}`);
const cases = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(cases.map(([name, given]) => desk[name](...given))));
"""


def test_the_commissions_desk_decides_in_the_browser_what_it_should():
	command = ["node", "--input-type=module", "-e", ASK, str(COMMISSION / "queue.js")]
	given = json.dumps(DECIDED_IN_THE_BROWSER)
	told = subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout
	found = [
		(*case[:2], answer) for case, answer in zip(DECIDED_IN_THE_BROWSER, json.loads(told), strict=True)
	]
	assert found == DECIDED_IN_THE_BROWSER


PRESSED = [
	("latin", [{"key": "о", "code": "KeyJ"}], {"key": "j"}),
	("latin", [{"key": "О", "code": "KeyJ", "shiftKey": True}], {"key": "J", "shiftKey": True}),
	("latin", [{"key": "я", "code": "KeyZ", "ctrlKey": True}], {"key": "z", "ctrlKey": True}),
	("latin", [{"key": "z", "code": "KeyY", "repeat": True}], {"key": "z", "repeat": True}),
	("latin", [{"key": "/", "code": "Backslash"}], {"key": "/"}),
	("latin", [{"key": "ў", "code": "BracketLeft"}], {"key": "ў"}),
	("latin", [{"key": "Escape", "code": "Escape"}], {"key": "Escape"}),
	("latin", [{"key": "о"}], {"key": "о"}),
]
"""With a Cyrillic layout the key that says j gives о."""


def test_the_keys_of_a_workplace_are_the_same_with_a_cyrillic_layout():
	command = ["node", "--input-type=module", "-e", ASK, str(COMMISSION.parent / "keyboard.js")]
	told = subprocess.run(command, input=json.dumps(PRESSED), capture_output=True, text=True, check=True)
	assert json.loads(told.stdout) == [answer for _, _, answer in PRESSED]


@pytest.mark.parametrize("folder", [COMMISSION, HALL, STUDIO], ids=lambda folder: folder.name)
def test_every_workplace_reads_its_keys_so(folder):
	asked = [
		line
		for path in folder.glob("*.vue")
		for line in path.read_text(encoding="utf-8").splitlines()
		if "actionOf(" in line
	]
	assert asked
	assert [line for line in asked if "actionOf(latin(event)" not in line] == []


COCKPIT_DECIDES = [
	("placeOf", ["", "c"], ["cockpit"]),
	("placeOf", ["e", ""], ["cockpit", "e"]),
	("placeOf", ["e", "c"], ["cockpit", "e", "c"]),
	("share", [0, 0], 0),
	("share", [1, 3], 33),
	("share", [1, 1000], 1),
	("share", [999, 1000], 99),
	("share", [5, 5], 100),
	("changed", [[], [{"key": "a", "count": 1}]], []),
	(
		"changed",
		[
			[{"key": "a", "count": 1}, {"key": "b", "count": 2}],
			[{"key": "a", "count": 1}, {"key": "b", "count": 3}],
		],
		["b"],
	),
	("routeOptions", [[["a", "=", 1], ["b", ">=", 2]]], {"a": ["=", 1], "b": [">=", 2]}),
	("routeOptions", [[["a", ">=", 1], ["a", "<=", 9]]], {"a": ['[">=",1]', '["<=",9]']}),
	("keyed", [{"deadlines": [1], "stages": [2], "messages": [3], "owed": 4}], [1, 2, 3, 4]),
]


def test_the_cockpit_decides_in_the_browser_what_it_should():
	command = ["node", "--input-type=module", "-e", ASK, str(COCKPIT / "cockpit.js")]
	given = json.dumps(COCKPIT_DECIDES)
	told = subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout
	found = [(*case[:2], answer) for case, answer in zip(COCKPIT_DECIDES, json.loads(told), strict=True)]
	assert found == COCKPIT_DECIDES


BY_ELECTION = {
	"name": "By-election",
	"contests": [{"code": "REG"}, {"code": "DC"}],
	"has_all_contests": False,
	"seats": "Vacant",
}
PRESIDENT = {
	"name": "Presidential",
	"contests": [{"code": "PRES"}],
	"has_all_contests": True,
	"seats": "None",
}
PLANNED = {"kind": "By-election", "contests": ["DC"], "seats": ["x"]}
DECIDED_IN_THE_PREPARATION = [
	("withKind", [PLANNED, PRESIDENT], {"kind": "Presidential", "contests": ["PRES"], "seats": []}),
	("withKind", [{**PLANNED, "contests": ["PRES", "DC"]}, BY_ELECTION], PLANNED),
	("firstOpen", [[{"key": "kind", "state": "Done"}, {"key": "date", "state": "Missing"}]], "date"),
	("firstOpen", [[{"key": "kind", "state": "Done"}, {"key": "opening", "state": "Done"}]], "opening"),
	("firstOpen", [[]], "kind"),
	("askedOf", [{**PLANNED, "code": ""}, ""], PLANNED),
	("isSame", [PLANNED, {**PLANNED}], True),
	("isSame", [PLANNED, {**PLANNED, "seats": []}], False),
]


def test_the_preparation_of_an_election_decides_in_the_browser_what_it_should():
	command = ["node", "--input-type=module", "-e", ASK, str(PREPARATION / "plan.js")]
	given = json.dumps(DECIDED_IN_THE_PREPARATION)
	told = subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout
	found = [
		(*case[:2], answer) for case, answer in zip(DECIDED_IN_THE_PREPARATION, json.loads(told), strict=True)
	]
	assert found == DECIDED_IN_THE_PREPARATION


def test_what_was_said_of_a_seat_stays_with_it():
	"""A plan that is saved again keeps since when a seat is vacant, and why: the page shows neither."""
	stored = {
		"name": "a",
		"vacant_seats": [{"constituency": "x", "vacant_since": "2026-01-01"}],
		"election_types": [{"election_type": "DC"}],
	}
	case = [("documentOf", [{"contests": ["DC"], "seats": ["x", "y"]}, stored])]
	command = ["node", "--input-type=module", "-e", ASK, str(PREPARATION / "plan.js")]
	told = subprocess.run(command, input=json.dumps(case), capture_output=True, text=True, check=True).stdout
	(document,) = json.loads(told)
	assert document["vacant_seats"] == [*stored["vacant_seats"], {"constituency": "y"}]
	assert document["name"] == "a"


@pytest.mark.parametrize(
	("here", "there", "code"),
	[
		({"plan": {"code": "a"}, "at": 2}, {"plan": {"code": "b"}, "at": 1}, "a"),
		({"plan": {"code": "a"}, "at": 1}, {"plan": {"code": "b"}, "at": 2}, "b"),
		({}, {"plan": {"code": "b"}, "at": 2}, "b"),
		({"plan": {"code": "a"}, "at": 1}, None, "a"),
		({"code": "of an earlier release"}, None, ""),
		(None, None, ""),
	],
)
def test_a_plan_goes_on_from_where_it_was_typed_last(here, there, code):
	command = ["node", "--input-type=module", "-e", ASK, str(PREPARATION / "plan.js")]
	case = json.dumps([("typedPlan", [here, there])])
	told = subprocess.run(command, input=case, capture_output=True, text=True, check=True).stdout
	(plan,) = json.loads(told)
	assert (plan["code"], plan["contests"], plan["day_counting"]) == (code, [], "Full Days")


MAY, BLOCKED = [{"step": "open_item", "blocked": ""}], [{"step": "open_item", "blocked": "No quorum"}]
FIRST, SECOND = {"name": "a", "steps": BLOCKED}, {"name": "b", "steps": MAY}
SPOKE = {"name": "a", "began_at": "2026-11-27T10:00:00", "ended_at": "2026-11-27T10:01:00"}
SPEAKS = {"name": "b", "began_at": "2026-11-27T10:01:00", "ended_at": ""}
WAITS = {"name": "c", "began_at": "", "ended_at": ""}
HERE, GONE, AWAY = ({"person": name, "is_present": name == "a"} for name in "abc")
VOTES = [{"member": "b", "choice": "For"}]
CLOSE, RECESS, POSTPONE = ({"step": step} for step in ("close_item", "recess", "postpone_item"))
DECIDED_IN_THE_HALL = [
	("nextItem", [[FIRST, SECOND, A | {"steps": []}]], SECOND),
	("nextItem", [[FIRST]], None),
	("shownItem", [[FIRST]], FIRST),
	("shownItem", [[A | {"steps": []}]], None),
	("stateAfter", [{}, {"answer": "1", "now": "a"}], {"answer": "1", "now": "a"}),
	(
		"stateAfter",
		[
			{"answer": "1", "now": "a", "items": [{"n": 1}], "protocol": {"day": "d", "items": ["x", "y"]}},
			{
				"answer": "2",
				"changes": [[["now"], "b"], [["items", 1], {"n": 2}], [["protocol", "items", 0], "z"]],
			},
		],
		{
			"answer": "2",
			"now": "b",
			"items": [{"n": 1}, {"n": 2}],
			"protocol": {"day": "d", "items": ["z", "y"]},
		},
	),
	("actionOf", [{"key": "o"}, False], "open"),
	("actionOf", [{"key": "c"}, True], None),
	("actionOf", [{"key": "c", "repeat": True}, False], None),
	("actionOf", [{"key": "c", "ctrlKey": True}, False], None),
	("actionOf", [{"key": "Escape"}, True], "blur"),
	("actionOf", [{"key": "Enter"}, False], None),
	("voteSteps", [[CLOSE, POSTPONE], False], {"main": CLOSE, "others": [POSTPONE], "left": []}),
	("voteSteps", [[RECESS, POSTPONE], True], {"main": None, "others": [], "left": [RECESS, POSTPONE]}),
	("voteSteps", [[CLOSE, RECESS], True], {"main": None, "others": [], "left": [RECESS]}),
	("seconds", ["2026-11-27T10:00:00", "2026-11-27T11:01:05"], 3665),
	("seconds", ["2026-11-27T10:00:00", "2026-11-27T09:59:00"], 0),
	("later", ["2026-11-27T23:59:58", 3000], "2026-11-28T00:00:01"),
	("asClock", [65], "1:05"),
	("asClock", [3665], "1:01:05"),
	("share", [5, 7], 71),
	("share", [0, 0], 0),
	("bySpeech", [[SPOKE, SPEAKS, WAITS]], {"now": SPEAKS, "waiting": [WAITS], "spoken": [SPOKE]}),
	("ballots", [[HERE, GONE, AWAY], VOTES], [HERE | {"vote": None}, GONE | {"vote": VOTES[0]}]),
]


def test_the_hall_decides_in_the_browser_what_it_should():
	command = ["node", "--input-type=module", "-e", ASK, str(HALL / "hall.js")]
	given = json.dumps(DECIDED_IN_THE_HALL)
	told = subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout
	found = [(*case[:2], answer) for case, answer in zip(DECIDED_IN_THE_HALL, json.loads(told), strict=True)]
	assert found == DECIDED_IN_THE_HALL


def studio_row(name: str, kind: str = "Date", group: str = "", **more: Any) -> dict[str, Any]:
	"""A row of the form in the studio, whose id is its name without its letter."""
	return {"id": f"f{name[1:]}", "field_name": name, "kind": kind, "parent_field": group, **more}


def arrow(state: str, next_state: str) -> dict[str, str]:
	"""A step of a route."""
	return {"state": state, "next_state": next_state}


def sends(event: str, template: str) -> dict[str, str]:
	"""A message of a type."""
	return {"event": event, "sms_template": template}


EVENTS = [
	{"event": "received", "states": ["Registered"]},
	{"event": "granted", "states": ["Granted", "Partly Granted"]},
	{"event": "ended", "states": []},
]
MILD = {"path": "route", "message": "mild", "severity": "warning"}
GRAVE = {"path": "effect", "message": "grave", "severity": "error"}
ONE, TWO = studio_row("a1"), studio_row("a2")
BOX, INNER = studio_row("g3", "Group"), studio_row("a4", group="g3")
FORM = [ONE, TWO, BOX, INNER]
SHOWN = studio_row("a5", shown_if='{"field":"a1","equals":true}', link_filters='{"party": "@answers.a1"}')
LATIN = {"label_uz": "Sana", "label_en": "Day"}
DAYS, PEOPLE = {"key": "review_days", "unit": "days"}, {"key": "voters_min", "unit": "people"}
DECIDED_IN_THE_STUDIO = [
	("limitsOf", [[DAYS, PEOPLE], ""], [DAYS]),
	("limitsOf", [[DAYS, PEOPLE], "voters_min"], [DAYS, PEOPLE]),
	("ordered", [[ONE, INNER, BOX]], [ONE, BOX, INNER]),
	("ordered", [[INNER]], [INNER]),  # its group is not there: it is seen all the same
	("inside", [FORM, BOX], [INNER]),
	("inside", [FORM, None], [ONE, TWO, BOX]),
	("branch", [FORM, BOX], [BOX, INNER]),
	("free", [FORM, "", "a1"], "a1_2"),
	("free", [FORM, "g3", "a1"], "a1"),
	("stepped", [FORM, "f2", "up"], [TWO, ONE, BOX, INNER]),
	("stepped", [FORM, "f1", "down"], [TWO, ONE, BOX, INNER]),
	("stepped", [FORM, "f3", "up"], [ONE, BOX, INNER, TWO]),
	("stepped", [FORM, "f1", "up"], FORM),
	("stepped", [FORM, "f3", "down"], FORM),
	("stepped", [FORM, "f2", "into"], [ONE, BOX, INNER, TWO | {"parent_field": "g3"}]),
	("stepped", [FORM, "f4", "out"], [ONE, TWO, BOX, INNER | {"parent_field": ""}]),
	("stepped", [FORM, "f1", "out"], FORM),
	("stepped", [[ONE, TWO], "f1", "into"], [ONE, TWO]),
	("moved", [FORM, "f3", {"group": "g3"}], FORM),  # no group stands in itself
	("moved", [FORM, "f4", {"before": "f1"}], [INNER | {"parent_field": ""}, ONE, TWO, BOX]),
	("removed", [FORM, "f3"], [ONE, TWO]),
	("successor", [FORM, "f1"], "f2"),
	("successor", [FORM, "f4"], "f3"),
	("successor", [[ONE], "f1"], ""),
	("placeAfter", [FORM, "f1"], {"group": "", "before": "f2"}),
	("placeAfter", [FORM, "f3"], {"group": "g3", "before": ""}),
	("placeAfter", [FORM, ""], {"group": "", "before": ""}),
	("added", [[ONE], {"field_name": "a1", "kind": "Date"}, {}], [ONE, studio_row("a1_2") | {"id": "f2"}]),
	(
		"renamed",
		[
			{
				"form_fields": [ONE, SHOWN],
				"effect_mapping": '{"date":"a1"}',
				"form_rules": [{"parameters": '{"field":"a1"}'}],
				"subject_template": "{a1}: {count:a1}, {a10}",
			},
			"f1",
			"sana",
		],
		{
			"form_fields": [
				ONE | {"field_name": "sana"},
				SHOWN
				| {"shown_if": '{"field":"sana","equals":true}', "link_filters": '{"party":"@answers.sana"}'},
			],
			"effect_mapping": '{"date":"sana"}',
			"form_rules": [{"parameters": '{"field":"sana"}'}],
			"subject_template": "{sana}: {count:sana}, {a10}",
		},
	),
	("missing", [LATIN], ["ru"]),
	("missing", [{}, "help"], []),
	("missing", [{"help_uz": "x"}, "help"], ["ru", "en"]),
	(
		"pinned",
		[[{"path": "form_fields[1].label_ru"}, {"path": "route"}, {"path": "form_fields[9]"}], FORM],
		{"f2": [{"path": "form_fields[1].label_ru"}], "": [{"path": "route"}, {"path": "form_fields[9]"}]},
	),
	(
		"fileOf",
		[{"code": "T1", "legal_basis": "", "form_fields": [ONE | {"fresh": True, "required": 0}]}],
		{
			"code": "T1",
			"form_fields": [{"field_name": "a1", "kind": "Date", "required": 0}],
			"form_rules": [],
		},
	),
	(
		"pinnedRules",
		[[{"path": "form_rules[1].article"}, {"path": "rules"}]],
		{"1": [{"path": "form_rules[1].article"}]},
	),
	(
		"layers",
		[[arrow("a", "b"), arrow("a", "c"), arrow("b", "c"), arrow("c", "a")], "a"],
		[["a"], ["b", "c"]],
	),
	("layers", [[], "a"], []),
	("identified", [[{"field_name": "a"}], [{"id": "f7"}]], [{"field_name": "a", "id": "f7"}]),
	("identified", [[{"field_name": "a"}]], [{"field_name": "a", "id": "f1"}]),
	(
		"eventsAt",
		[EVENTS, ["Registered", "Granted", "Partly Granted"]],
		{
			"": {"own": ["ended"], "also": []},
			"Registered": {"own": ["received"], "also": []},
			"Granted": {"own": ["granted"], "also": []},
			"Partly Granted": {"own": [], "also": ["granted"]},
		},
	),
	("withMessage", [[], "granted", "S08"], [sends("granted", "S08")]),
	(
		"withMessage",
		[[sends("received", "S04"), sends("granted", "S08")], "received", "S05"],
		[sends("received", "S05"), sends("granted", "S08")],
	),
	("withMessage", [[sends("granted", "S08"), sends("granted", "S09")], "granted", ""], []),
	(
		"pinnedMessages",
		[
			[
				{"path": "messages[0].event"},
				{"path": "messages", "params": {"event": "refused"}},
				{"path": "route"},
			],
			[sends("granted", "S08")],
		],
		{
			"granted": [{"path": "messages[0].event"}],
			"refused": [{"path": "messages", "params": {"event": "refused"}}],
		},
	),
	("stored", [{"past": [1, 2], "now": 3, "future": [4]}, 5], {"past": [1, 2], "now": 5, "future": [4]}),
	("undone", [{"past": [1, 2], "now": 3, "future": []}], {"past": [1], "now": 2, "future": [3]}),
	("undone", [{"past": [], "now": 1, "future": []}], {"past": [], "now": 1, "future": []}),
	("redone", [{"past": [1], "now": 2, "future": [3]}], {"past": [1, 2], "now": 3, "future": []}),
	("done", [{"past": [1], "now": 2, "future": [3]}, 4], {"past": [1, 2], "now": 4, "future": []}),
	(
		"placesOf",
		[{"path": "form_rules[2].article"}],
		['[data-rule-at="2"] select', '[data-rule-at="2"] input', "[data-new-rule]"],
	),
	("placesOf", [{"path": "effect_mapping.date"}], ['[data-key="date"]', "[data-effect]"]),
	("placesOf", [{"path": "certificate_kind"}], ['[data-part="certificate_kind"]', "[data-effect]"]),
	(
		"placesOf",
		[{"path": "messages[0].sms_template"}, [sends("granted", "S08")]],
		['[data-event="granted"] select', "[data-new-message]"],
	),
	(
		"placesOf",
		[{"path": "messages", "params": {"event": "refused"}}, []],
		['[data-event="refused"] select', "[data-new-message]"],
	),
	(
		"placesOf",
		[{"path": "form_fields[3].label_ru"}],
		[
			'.esaylov-studio-panel [data-text="label_ru"]',
			'.esaylov-studio-panel [data-part="label_ru"]',
			".esaylov-studio-panel input",
		],
	),
	("placesOf", [{"path": "applicant_kinds"}], ["[data-kind]"]),
	("nextFinding", [[MILD, GRAVE], None], GRAVE),
	("nextFinding", [[MILD, GRAVE], GRAVE], MILD),
	("nextFinding", [[MILD, GRAVE], MILD], GRAVE),
	("nextFinding", [[MILD], GRAVE], MILD),
	("nextFinding", [[], MILD], None),
	("actionOf", [{"key": "F2"}, False], "label"),
	("actionOf", [{"key": "F2"}, True], None),
	("actionOf", [{"key": "F8"}, True], "finding"),
	("actionOf", [{"key": "ArrowUp", "altKey": True}, False], "up"),
	("actionOf", [{"key": "ArrowRight", "altKey": True}, False], "into"),
	("actionOf", [{"key": "s", "ctrlKey": True}, True], "save"),
	("actionOf", [{"key": "z", "ctrlKey": True}, True], None),  # in a field that is the browser's
	("actionOf", [{"key": "Z", "ctrlKey": True, "shiftKey": True}, False], "redo"),
	("actionOf", [{"key": "Delete"}, True], None),
	("actionOf", [{"key": "Delete"}, False], "remove"),
]


def test_the_studio_decides_in_the_browser_what_it_should():
	command = ["node", "--input-type=module", "-e", ASK, str(STUDIO / "canvas.js")]
	given = json.dumps(DECIDED_IN_THE_STUDIO)
	told = subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout
	found = [
		(*case[:2], answer) for case, answer in zip(DECIDED_IN_THE_STUDIO, json.loads(told), strict=True)
	]
	assert found == DECIDED_IN_THE_STUDIO


def in_browser(script: Path, cases: list[tuple[str, list[Any]]]) -> list[Any]:
	"""What functions of a script answer in the browser."""
	command = ["node", "--input-type=module", "-e", ASK, str(script)]
	told = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True).stdout
	answers: list[Any] = json.loads(told)
	return answers


def part(what: str, least: int, most: int) -> dict[str, Any]:
	"""A part of a shape."""
	return {"what": what, "least": least, "most": most}


SHAPES = [
	("^[0-9]$", [part("digits", 1, 1)]),
	("^[A-Z]{2}[0-9]{7}$", [part("capitals", 2, 2), part("digits", 7, 7)]),
	(
		"^[A-Za-z]{0,3}-[A-Z0-9]{1,9}$",
		[part("letters", 0, 3), {"what": "text", "text": "-"}, part("both", 1, 9)],
	),
	("^A\\.\\(b\\)[0-9]$", [{"what": "text", "text": "A.(b)"}, part("digits", 1, 1)]),
]
NO_SHAPES = [
	"",
	"[0-9]",
	"^a?$",
	"^(a|b)$",
	"^[0-9]+$",
	"^[0-9]{2,}$",
	"^[1-6]{2}$",
	"^ab{2}$",
	"^$",
	"^\\d$",
]


def test_a_shape_of_a_text_is_read_and_written_in_parts():
	cases = [("partsOf", [pattern]) for pattern, _ in SHAPES] + [
		("patternOf", [parts]) for _, parts in SHAPES
	]
	assert in_browser(STUDIO / "patterns.js", cases) == [
		*(parts for _, parts in SHAPES),
		*(pattern for pattern, _ in SHAPES),
	]
	wrong = in_browser(STUDIO / "patterns.js", [("partsOf", [pattern]) for pattern in NO_SHAPES])
	assert wrong == [None] * len(NO_SHAPES)
	assert in_browser(
		STUDIO / "patterns.js", [("patternOf", [[part("digits", 5, 2)]]), ("patternOf", [[]])]
	) == [
		"^[0-9]{2,5}$",
		"",
	]


def test_each_shape_has_an_example_that_the_server_takes():
	source = (STUDIO / "patterns.js").read_text(encoding="utf-8")
	named = [json.loads(text) for text in re.findall(r'"\^(?:[^"\\]|\\.)*\$"', source)]
	library = json.loads((APP / "appeals" / "types" / "field_library.json").read_text(encoding="utf-8"))
	assert {row["pattern"] for row in library if row.get("pattern")} <= set(named)
	patterns = [*named, *(pattern for pattern, _ in SHAPES)]
	examples = in_browser(STUDIO / "patterns.js", [("exampleOf", [pattern]) for pattern in patterns])
	for pattern, example in zip(patterns, examples, strict=True):
		assert re.search(pattern, example), (pattern, example)


IS, NOT = {"field": "a", "equals": 1}, {"not": {"field": "b", "in": ["x", "y"]}}
CLAUSE = {"field": "a", "values": [1], "isNot": False}
NEGATED = {"field": "b", "values": ["x", "y"], "isNot": True}
CONDITIONS = [
	({}, {"join": "all", "clauses": []}),
	(IS, {"join": "all", "clauses": [CLAUSE]}),
	({"all": [IS, NOT]}, {"join": "all", "clauses": [CLAUSE, NEGATED]}),
	({"any": [IS, NOT]}, {"join": "any", "clauses": [CLAUSE, NEGATED]}),
	({"any": [{"all": [IS, IS]}, NOT]}, None),
	({"not": {"not": IS}}, None),
	({"field": "a", "above": 1}, None),
]
FILTERS = {"party": "@body.party", "status": ["a", "b"], "level": "c", "ends_on": None, "own": True}
LINES = [
	{"column": "party", "is": "fact", "fact": "body.party"},
	{"column": "status", "is": "values", "values": ["a", "b"]},
	{"column": "level", "is": "values", "values": ["c"]},
	{"column": "ends_on", "is": "empty"},
	{"column": "own", "is": "own"},
]
PLACES = {"party": "Party", "count:persons": "how many: People"}


def test_conditions_filters_and_titles_are_lines_and_words_and_the_same_again():
	script = STUDIO / "clauses.js"
	assert in_browser(script, [("clausesOf", [given]) for given, _ in CONDITIONS]) == [
		clauses for _, clauses in CONDITIONS
	]
	both = [(given, clauses) for given, clauses in CONDITIONS if clauses]
	assert in_browser(script, [("conditionOf", [clauses]) for _, clauses in both]) == [
		given or None for given, _ in both
	]
	title, said = "{party}: {count:persons} {gone}", "{Party}: {how many: People} {gone}"
	cases = [
		("linesOf", [FILTERS], LINES),
		("filtersOf", [LINES], FILTERS),
		("linesOf", [None], []),
		("ticked", [["a"], "b", True, ["b", "a"]], ["b", "a"]),
		("ticked", [["a", "b"], "a", False, ["a", "b"]], ["b"]),
		("ticked", [["a"], "a", False, ["a"]], ["a"]),  # a list of none lets nothing through
		("placesIn", [title], ["party", "count:persons", "gone"]),
		("inWords", [title, PLACES], said),
		("fromWords", [said, PLACES], title),
		("distinct", [[["a", "Day"], ["b", "Day"], ["c", "{x}"]]], {"a": "Day", "b": "Day (2)", "c": "x"}),
	]
	assert in_browser(script, [case[:2] for case in cases]) == [case[2] for case in cases]


def test_all_may_be_taken_at_once_only_after_each_row_was_seen():
	ask = ASK.replace("desk[name](...given)", "desk[name](given[0], new Set(given[1]))")
	command = ["node", "--input-type=module", "-e", ask, str(COMMISSION / "queue.js")]
	cases = [["allSeen", [[A, B], ["a"]]], ["allSeen", [[A, B], ["a", "b"]]], ["allSeen", [[], []]]]
	told = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True).stdout
	assert json.loads(told) == [False, True, False]


def test_scripts_call_something():
	assert len(calls()) >= 20


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_gives_something(name):
	assert len(given(name)) >= 5


def test_each_call_is_given_by_its_bundle():
	assert [call for call in calls() if call[1] not in BUNDLES or call[2] not in given(call[1])] == []


SCREENS = [
	([["Form", "Appeal", "A26-1"], False], {"screen": "Form/Appeal", "doctype": "Appeal", "name": "A26-1"}),
	([["Form", "Appeal", "new-appeal-1"], True], {"screen": "Form/Appeal", "doctype": "", "name": ""}),
	([["List", "Candidate", "List"], False], {"screen": "List/Candidate", "doctype": "", "name": ""}),
	(
		[["commission-desk", "A26-1"], False],
		{"screen": "commission-desk", "doctype": "Appeal", "name": "A26-1"},
	),
	([["commission-desk"], False], {"screen": "commission-desk", "doctype": "", "name": ""}),
	(
		[["Workspaces", "Election Audit"], False],
		{"screen": "Workspaces/Election Audit", "doctype": "", "name": ""},
	),
	([[], False], {"screen": "", "doctype": "", "name": ""}),
	([None, False], {"screen": "", "doctype": "", "name": ""}),
]


def test_a_question_says_its_screen_and_no_record_that_is_not_stored():
	ask = (
		"import fs from 'node:fs'; const { contextOf } = await import(process.argv[1]);"
		"console.log(JSON.stringify(JSON.parse(fs.readFileSync(0)).map((given) => contextOf(...given))));"
	)
	command = ["node", "--input-type=module", "-e", ask, str(COMMISSION.parent / "screen.js")]
	given = json.dumps([arguments for arguments, _ in SCREENS])
	done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
	assert json.loads(done.stdout) == [context for _, context in SCREENS]


TOURS = [
	([["Commission Chair", "District Commission"]], ["desk", "sessions", "signature", "logins", "help"]),
	([["Commission Member"]], ["desk", "vote", "logins", "help"]),
	([["Commission Staff"]], ["desk", "logins", "help"]),
	([["Election Administrator"]], ["elections", "questions", "logins", "help"]),
	([["Election Auditor"]], ["audit", "logins", "help"]),
	([["System Manager"]], []),
]


def test_the_tour_has_the_steps_of_the_role_and_every_step_has_words():
	ask = (
		"import fs from 'node:fs'; const { stepsFor } = await import(process.argv[1]);"
		"console.log(JSON.stringify(JSON.parse(fs.readFileSync(0)).map((given) => stepsFor(...given))));"
	)
	folder = COMMISSION.parent
	command = ["node", "--input-type=module", "-e", ask, str(folder / "first_steps.js")]
	given = json.dumps([arguments for arguments, _ in TOURS])
	done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
	assert json.loads(done.stdout) == [steps for _, steps in TOURS]
	with (APP / "translations" / "uz.csv").open(encoding="utf-8", newline="") as lines:
		known = {row[0] for row in csv.reader(lines)}
	texts = "".join((folder / name).read_text(encoding="utf-8") for name in ("first_login.js", "help.js"))
	said = {one or other for one, other in SAID.findall(texts)}
	assert all(f"{step}: () =>" in texts for _, steps in TOURS for step in steps)
	assert len(said) > 20
	assert said - known == set()


ANEW = """
const heard = {};
globalThis.document = {};
globalThis.$ = () => ({ on: (name, act) => { heard[name] = act; }, off: (name, act) => { if (heard[name] === act) delete heard[name]; } });
const { sayAnew, shownAnew } = await import(process.argv[1]);
const said = [];
globalThis.__ = (words) => words;
globalThis.frappe = { msgprint: ({ message }) => said.push(message), utils: { escape_html: (words) => words.replace("<", "&lt;") } };
const refused = (url, ended) => ({ reload_doc: () => { setTimeout(() => { heard.ajaxError({}, {}, { url }); ended?.(); }); return new Promise((end) => { ended = end; }); } });
const frms = [
	{ reload_doc: async () => {} },
	{ reload_doc: () => undefined },
	{ reload_doc: () => Promise.reject(new Error("network")) },
	{ reload_doc: () => { throw new Error("script"); } },
	refused("/api/method/frappe.desk.form.load.getdoc?doctype=Appeal"),
	refused("/api/method/of.another"),
];
const shown = [];
for (const frm of frms) shown.push(await shownAnew(frm));
await sayAnew(frms[0], "Decided", "Decision <5");
await sayAnew(frms[4], "Decided", "Decision <6");
console.log(JSON.stringify({ shown, said: said.map((words) => words.split("<br>")), heard: Object.keys(heard) }));
"""


def test_what_came_of_a_step_is_said_also_where_the_page_cannot_be_shown_anew():
	"""The framework's promise of a form that is read again has no end where that is refused."""
	path = COMMISSION.parent / "anew.js"
	command = ["node", "--input-type=module", "-e", ANEW, str(path)]
	told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)
	assert told["shown"] == [True, True, False, False, False, True]
	(shown,), (refused, why) = told["said"]
	assert (shown, refused) == ("Decision &lt;5", "Decision &lt;6")
	assert why in path.read_text(encoding="utf-8")
	with (APP / "translations" / "uz.csv").open(encoding="utf-8", newline="") as lines:
		assert why in {row[0] for row in csv.reader(lines)}
	assert told["heard"] == []


def test_each_purpose_of_a_signature_has_words():
	"""“filing” and “decision” stood in the list of signatures."""
	sources = "\n".join(path.read_text(encoding="utf-8") for path in APP.rglob("*.py"))
	purposes = {"filing", *re.findall(r'^PURPOSE(?:: Final)? = "(\w+)"', sources, re.MULTILINE)}
	words = (COMMISSION.parent / "codes.js").read_text(encoding="utf-8").partition("const PURPOSES")[2]
	assert len(purposes) > 5
	assert set(re.findall(r"^\t(\w+):", words.partition("};")[0], re.MULTILINE)) == purposes


IN_WORDS = """
globalThis.__ = (words, _values, context) => context ? `${context}: ${words}` : words;
globalThis.frappe = { datetime: { str_to_user: (day) => day.split("-").reverse().join(".") } };
const [{ inWords }, { articleSaid, confirmerSaid, languagesSaid }] = await Promise.all(process.argv.slice(1).map((path) => import(path)));
const values = [["Check", 1], ["Check", "0"], ["Date", "2026-11-29"], ["Select", "Signed", "Decision"], ["Data", "x"], ["Check", ""], ["Date", null], ["Check", undefined]];
console.log(JSON.stringify({
	values: values.map((one) => inWords(...one)),
	codes: [articleSaid("33"), articleSaid(""), articleSaid("Const. 106"), confirmerSaid("a@b.uz"), confirmerSaid(null), languagesSaid("uz, en"), languagesSaid("")],
}));
"""


def test_values_and_codes_read_in_one_way_wherever_they_are_told():
	paths = [str(COMMISSION.parent / name) for name in ("in_words.js", "codes.js")]
	command = ["node", "--input-type=module", "-e", IN_WORDS, *paths]
	told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)
	assert told["values"] == ["Yes", "No", "29.11.2026", "Decision: Signed", None, None, None, None]
	assert told["codes"] == ["33", "", "Constitution, art. {0}", "a@b.uz", "", "uz, en", ""]


def test_a_form_is_read_again_by_one_module_which_says_where_that_failed():
	"""After an annulment, a correction, an appeal that was taken up or put on an agenda nobody heard that the reading failed."""
	folder = COMMISSION.parent
	found = [path.name for path in folder.rglob("*.js") if ".reload_doc(" in path.read_text(encoding="utf-8")]
	assert found == ["anew.js"]


STEPS = [
	{"state": "Draft", "action": "File", "next_state": "Registered"},
	{"state": "Registered", "action": "Take Up", "next_state": "Under Review"},
	{"state": "Registered", "action": "Refuse", "next_state": "Refused"},
	{"state": "Registered", "action": "Refuse Again", "next_state": "Refused"},
	{"state": "Refused", "action": "Wait", "next_state": "Refused"},
]
LIMITS = {"running": ["Registered"], "decided": ["Refused"], "type": {"review": "days"}}
MISSING = {"code": "required", "path": "text_uz"}
PROCEDURE_DECIDES = [
	(
		"byState",
		[STEPS, ["Draft", "Withdrawn"]],
		[{"state": "Draft", "steps": STEPS[:1]}, {"state": "Withdrawn", "steps": []}],
	),
	("limitOf", ["Registered", LIMITS], "days"),
	("limitOf", ["Returned", LIMITS], "correction_days"),
	("limitOf", ["Refused", LIMITS], "court_appeal_days"),
	("limitOf", ["Draft", LIMITS], ""),
	(
		"byRoute",
		[[{"route": "x", "name": "1"}, {"route": "y", "name": "2"}, {"route": "x", "name": "3"}]],
		[
			["x", [{"route": "x", "name": "1"}, {"route": "x", "name": "3"}]],
			["y", [{"route": "y", "name": "2"}]],
		],
	),
	("isDue", [MISSING, [], False], False),
	("isDue", [MISSING, ["text_ru"], False], False),
	("isDue", [MISSING, ["text_uz"], False], True),
	("isDue", [MISSING, [], True], True),
	("isDue", [{**MISSING, "code": "sms_too_long"}, [], False], True),
	("inserted", ["ab", "link", 1, 1], {"text": "a{link}b", "at": 7}),
	("inserted", ["abc", "x", 1, 2], {"text": "a{x}c", "at": 4}),
	(
		"named",
		["{n} of {other} {", [{"name": "n", "words": "appeal number"}]],
		"{appeal number} of {other} {",
	),
	("isOther", [{"uz": "a", "ru": "b"}, {"uz": {"text": "a"}, "ru": {"text": "b"}}], False),
	("isOther", [{"uz": "a", "ru": "c"}, {"uz": {"text": "a"}, "ru": {"text": "b"}}], True),
	("costOf", [{"cost": None, "most_cost": None}, "{0} to {1}", "unknown"], "unknown"),
	("costOf", [{"cost": 50.5, "most_cost": 101}, "{0} to {1}", "unknown"], "50.5 to 101"),
	("chosen", ["", "media", True], "media"),
	("chosen", ["candidates,media", "media", True], "candidates,media"),
	("chosen", ["candidates, media;proxies", "media", False], "candidates,proxies"),
	("listed", [None], []),
	("typedOf", ["27.10.2024"], {"uz": "27.10.2024", "ru": "", "en": ""}),
	("typedOf", [None], {"uz": "", "ru": "", "en": ""}),
	("typedOf", [{"uz": "a", "ru": "b"}], {"uz": "a", "ru": "b", "en": ""}),
	("storedOf", [{"uz": "a", "ru": "", "en": ""}], "a"),
	("storedOf", [{"uz": "a", "ru": "b", "en": ""}], {"uz": "a", "ru": "b", "en": ""}),
	("dayWritten", ["2024-10-27"], "27.10.2024"),
	("dayWritten", [""], ""),
	("dayTyped", ["27.10.2024"], "2024-10-27"),
	("dayTyped", ["in October"], ""),
	("placeOf", ["A56"], ["appeal-procedure", "A56"]),
	("placeOf", ["A56", "S05"], ["appeal-procedure", "A56", "S05"]),
	("placeOf", [""], ["appeal-procedure"]),
]


def test_the_picture_of_a_procedure_decides_in_the_browser_what_it_should():
	command = ["node", "--input-type=module", "-e", ASK, str(PROCEDURE / "procedure.js")]
	given = json.dumps(PROCEDURE_DECIDES)
	told = subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout
	found = [(*case[:2], answer) for case, answer in zip(PROCEDURE_DECIDES, json.loads(told), strict=True)]
	assert found == PROCEDURE_DECIDES


Point = tuple[float, float]
DRAW = """
import fs from "node:fs";
const load = async (file) => import(`data:text/javascript;base64,${fs.readFileSync(file).toString("base64")}`);
const [drawing, canvas] = [await load(process.argv[1]), await load(process.argv[2])];
const routes = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(routes.map((arrows) => drawing.drawn(arrows, canvas.layers(arrows, "Draft")))));
"""
LOOP = [
	("Draft", "a"),
	*(("a", state) for state in "bcd"),
	*((state, "e") for state in "bcd"),
	("e", "a"),
	("b", "b"),
	("c", "a"),
]
"""A route that a site could have: three ways that meet again, a step that stays, and ways back."""


def drawings(*routes: list[tuple[str, str]]) -> list[dict[str, Any]]:
	"""The drawing of each route of (state, next state)."""
	command = ["node", "--input-type=module", "-e", DRAW]
	command += [str(PROCEDURE / "drawing.js"), str(STUDIO / "canvas.js")]
	given = json.dumps([[{"state": one, "next_state": other} for one, other in route] for route in routes])
	told = subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout
	return json.loads(told)


def shipped(route: str) -> list[tuple[str, str]]:
	workflow = json.loads((APP / "esaylov" / "workflow" / "appeal.json").read_text(encoding="utf-8"))
	rows = [
		Row(row["state"], row["action"], row["next_state"], row["allowed"], row.get("condition", ""))
		for row in (workflow[0] if isinstance(workflow, list) else workflow)["transitions"]
	]
	return [(arrow.state, arrow.next_state) for arrow in arrows(rows, route)]


def parts(points: list[Point]) -> list[tuple[Point, Point]]:
	return list(itertools.pairwise(points))


def touch(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
	"""Whether two lines, each level or upright, have a point in common."""
	return all(
		min(one[0][axis], one[1][axis]) <= max(other[0][axis], other[1][axis])
		and min(other[0][axis], other[1][axis]) <= max(one[0][axis], one[1][axis])
		for axis in (0, 1)
	)


@pytest.mark.parametrize(
	"route",
	[
		*map(shipped, ("commission_vote", "chair_decision", "acknowledgement", "expert_then_vote")),
		LOOP,
	],
	ids=["commission_vote", "chair_decision", "acknowledgement", "expert_then_vote", "of_a_site"],
)
def test_no_two_arrows_of_a_route_cross_and_none_goes_through_a_state(route):
	(drawing,) = drawings(route)
	assert set(drawing["order"]) == {state for pair in route for state in pair}
	assert drawing["order"][0] == "Draft"
	drawn = {frozenset((line["state"], line["next_state"])) for line in drawing["lines"]}
	assert drawn == {frozenset(pair) for pair in route if len(set(pair)) > 1}
	assert drawing["width"] <= 354  # a phone of 390 pixels
	lines = [(f"{line['state']} > {line['next_state']}", parts(line["points"])) for line in drawing["lines"]]
	crossed = [
		(name, other)
		for (name, mine), (other, theirs) in itertools.combinations(lines, 2)
		if any(touch(one, two) for one in mine for two in theirs)
	]
	assert crossed == []
	box = drawing["box"]
	through = [
		(name, state)
		for name, those in lines
		for state, place in drawing["boxes"].items()
		if any(inside(part, place, box) for part in those)
	]
	assert through == []


def inside(part: tuple[Point, Point], place: dict[str, float], box: dict[str, float]) -> bool:
	"""Whether a line goes through a box, and does not only end at its edge."""
	corners = ((place["x"], place["x"] + box["width"]), (place["y"], place["y"] + box["height"]))
	return all(
		min(part[0][axis], part[1][axis]) < high and low < max(part[0][axis], part[1][axis])
		if part[0][axis] != part[1][axis]
		else low < part[0][axis] < high
		for axis, (low, high) in enumerate(corners)
	)


def test_an_arrow_that_leads_both_ways_has_two_heads_and_no_route_is_no_drawing():
	both, none = drawings([("Draft", "a"), ("a", "b"), ("b", "a")], [])
	assert [(line["state"], line["next_state"], line["isBoth"]) for line in both["lines"]] == [
		("Draft", "a", False),
		("a", "b", True),
	]
	assert (none["order"], none["lines"], none["height"]) == ([], [], 0)


def test_what_leads_on_is_not_called_by_the_word_of_a_state():
	"""“Open” is a state of items and sessions, “Ochiq”, “Открыто”: links of the tour and a button were called so."""
	scripts = [*APP.joinpath("public", "js", "desk").rglob("*.*"), *(APP / "esaylov").rglob("*.js")]
	said = {path.name for path in scripts if '__("Open")' in path.read_text(encoding="utf-8")}
	assert said == {"CockpitPage.vue"}  # the heading of a number


EVENT = re.compile(r"[a-z]+\.[a-z_]+")
WRITERS = {"record", "record_all", "finish", "leave_event", "leave_entry_event", "_event", "NewEvent"}
NOT_OF_A_CHAIN = {"esaylov.example", "esaylov.routed", "esaylov.called"}


def events(path: Path) -> set[str]:
	"""Names of events that a module hands to what writes them, or has as constants."""
	found: set[str] = set()
	text = path.read_text(encoding="utf-8")
	for node in ast.walk(ast.parse(text)):
		parts: list[ast.expr] = []
		if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in WRITERS:
			parts = node.args
		elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value and "trust" in text:
			parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
		texts = [part.value for part in parts if isinstance(part, ast.Constant)]
		found.update(text for text in texts if isinstance(text, str) and EVENT.fullmatch(text))
	return found


def test_every_event_of_a_chain_has_words():
	"""Auditors read the list of events; it told them `vote.cast`."""
	script = APP / "esaylov" / "doctype" / "chain_event" / "chain_event_list.js"
	said = set(re.findall(r"\"([a-z_]+\.[a-z_]+)\": \(\) => __\(", script.read_text(encoding="utf-8")))
	recorded = {"appeal.overdue", "appeal.escalated"}  # rows of a table of steps
	rooms = (
		path for path in APP.rglob("*.py") if not {"www", "portal", "core"} & set(path.parts)
	)  # texts there
	recorded = recorded.union(*map(events, rooms)) - NOT_OF_A_CHAIN
	assert len(recorded) > 55
	assert recorded - said == set()


def test_how_far_a_job_is_is_drawn_in_one_place_which_names_it():
	"""Of six bars four had no name for whoever does not see them."""
	drawn = {
		path.name
		for path in [*(APP / "esaylov").rglob("*.js"), *(APP / "public" / "js").rglob("*.[jv][su]*")]
		if 'role="progressbar"' in path.read_text(encoding="utf-8")
	}
	assert drawn == {"progress.js"}


def test_what_was_drawn_is_looked_over_and_not_all_that_a_day_has_left_in_the_window():
	"""With 27 pages open each change cost up to three seconds: the frame was searched through all of them."""
	frame = (APP / "public" / "js" / "desk" / "frame.js").read_text(encoding="utf-8")
	assert "within(" in frame
	assert "document.querySelectorAll" not in frame


def test_our_pages_bring_vue_without_its_compiler():
	"""The bundler of genuine Frappe finds the whole of Vue, parser and all: 450 kB more for each page than our own."""
	package = json.loads((APP.parent / "package.json").read_text(encoding="utf-8"))
	assert package["browser"] == {"vue": "vue/dist/vue.runtime.esm-bundler.js"}


PREPARED = """
import fs from "node:fs";
const source = fs.readFileSync(process.argv[1]).toString("base64");
const { afterPreparation, MOST_TRIES } = await import(`data:text/javascript;base64,${source}`);
async function tried(...statuses) {
	let requests = 0;
	const request = async () => {
		const status = statuses[Math.min(requests++, statuses.length - 1)];
		if (status !== 200) throw Object.assign(new Error(), { status });
		return status;
	};
	const end = await afterPreparation(request, async () => {}).catch((problem) => problem.status);
	return [end, requests];
}
console.log(JSON.stringify([await tried(200), await tried(503, 503, 200), await tried(422), await tried(503), MOST_TRIES]));
"""


def test_a_page_that_is_being_prepared_is_requested_again_and_a_refused_one_is_not():
	command = ["node", "--input-type=module", "-e", PREPARED, str(COMMISSION.parent / "preparation.js")]
	answer = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
	most = answer.pop()
	assert answer == [[200, 1], [200, 3], [422, 1], [503, most]]
