"""What the scripts of forms and lists call is what the bundles give them. Read from the source, so it needs no browser."""

import csv
import json
import re
import subprocess
from pathlib import Path

import pytest

APP = Path(__file__).parents[1] / "esaylov"
BUNDLES = {"desk": "esaylov.bundle.js", "builder": "builder.bundle.js"}
TEXT = re.compile(r"//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
CALLED = re.compile(r"\besaylov\s*\??\.\s*(\w+)\s*\??\.\s*(\w+)")
"""In code; names of endpoints stand in texts. Templates (`…`) stay: no endpoint of ours stands in one."""


def given(name: str) -> set[str]:
	"""The functions of a bundle's object, by the names that scripts call them."""
	text = (APP / "public" / "js" / BUNDLES[name]).read_text(encoding="utf-8").partition("window.esaylov")
	imported = set(re.findall(r"\w+", " ".join(re.findall(r"import \{([^}]*)\}", text[0]))))
	if name == "desk":
		return imported
	return set(re.findall(r"(\w+)(?=[,:} ])", text[2].partition("builder:")[2])) & (imported | {"show"})


def calls() -> list[tuple[str, str, str]]:
	found = []
	for path in [*(APP / "esaylov").rglob("*.js"), *(APP / "public" / "js").rglob("*.js")]:
		code = TEXT.sub("''", path.read_text(encoding="utf-8"))
		found += [(path.name, *pair) for pair in CALLED.findall(code) if pair[0] != "api"]
	return found


COMMISSION = APP / "public" / "js" / "desk" / "commission"
HALL, COCKPIT = COMMISSION.parent / "hall", COMMISSION.parent / "cockpit"
PREPARATION = COMMISSION.parent / "preparation"
SAID = re.compile(r"""__\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")


@pytest.mark.parametrize("folder", [COMMISSION, HALL, COCKPIT, PREPARATION], ids=lambda folder: folder.name)
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


A, B, C = ({"name": name} for name in "abc")
DOUBT = [{"check": "CR", "result": "found"}]
CLEAN = {"name": "a", "may": ["decide", "assign"], "subjects": [{"against": []}]}
DOUBTED = {"name": "b", "may": ["decide", "assign"], "subjects": [{"against": []}, {"against": DOUBT}]}
OTHER = {"name": "c", "may": ["assign"], "subjects": []}
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
	("takable", [[CLEAN, DOUBTED, OTHER], "decide"], [CLEAN]),
	("takable", [[CLEAN, DOUBTED, OTHER], "assign"], [CLEAN, DOUBTED, OTHER]),
	("takable", [[CLEAN], "put_on_agenda"], []),
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


MAY, BLOCKED = [{"step": "open_item", "blocked": ""}], [{"step": "open_item", "blocked": "No quorum"}]
FIRST, SECOND = {"name": "a", "steps": BLOCKED}, {"name": "b", "steps": MAY}
SPOKE = {"name": "a", "began_at": "2026-11-27T10:00:00", "ended_at": "2026-11-27T10:01:00"}
SPEAKS = {"name": "b", "began_at": "2026-11-27T10:01:00", "ended_at": ""}
WAITS = {"name": "c", "began_at": "", "ended_at": ""}
HERE, GONE, AWAY = ({"person": name, "is_present": name == "a"} for name in "abc")
VOTES = [{"member": "b", "choice": "For"}]
DECIDED_IN_THE_HALL = [
	("nextItem", [[FIRST, SECOND, A | {"steps": []}]], SECOND),
	("nextItem", [[FIRST]], None),
	("shownItem", [[FIRST]], FIRST),
	("shownItem", [[A | {"steps": []}]], None),
	("actionOf", [{"key": "o"}, False], "open"),
	("actionOf", [{"key": "c"}, True], None),
	("actionOf", [{"key": "c", "repeat": True}, False], None),
	("actionOf", [{"key": "c", "ctrlKey": True}, False], None),
	("actionOf", [{"key": "Escape"}, True], "blur"),
	("actionOf", [{"key": "Enter"}, False], None),
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
