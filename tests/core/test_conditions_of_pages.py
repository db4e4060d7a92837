"""The conditions of a form say the same on the server, in its JSON Schema and in the page: one list of cases, and made-up ones."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader

from esaylov.core.forms import (
	DefinitionInvalid,
	Field,
	FormDefinition,
	check,
	holds,
	normalise,
	read_definition,
)
from esaylov.core.forms.conditions import to_schema
from esaylov.portal.cabinet.forms import answers as answer_paths
from esaylov.portal.cabinet.forms.widgets import Maker, Search, Widget
from esaylov.portal.texts import Texts

HERE = Path(__file__).parent
APP = Path(answer_paths.__file__).parents[3]
SCRIPT = APP / "public" / "js" / "portal" / "conditions.js"
CASES = json.loads((HERE / "data" / "conditions.json").read_text(encoding="utf-8"))
Page = Callable[..., Any]
MOST = 200
"""Made-up forms of the long profile: each is four times as dear as an example of any other property (9 min for 2,000)."""


class NoLinks:
	def options(self, path: str, item: object, value: object) -> list:
		return []

	def search(self, path: str) -> Search | None:
		return None


TEMPLATES = Environment(loader=FileSystemLoader(APP / "templates" / "portal"), autoescape=True)
FIELD = TEMPLATES.get_template("cabinet/fields.html").module.field
MAKER = Maker(Texts("uz"), NoLinks(), {}, ())


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
	"""Asks the script of the page, in one Node for all cases."""
	if shutil.which("node") is None:
		pytest.skip("no node")
	command = ["node", str(HERE / "conditions.mjs"), str(SCRIPT)]
	with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:
		assert node.stdin
		assert node.stdout

		def ask(what: str, **values: Any) -> Any:
			node.stdin.write(json.dumps({"what": what, **values}) + "\n")
			node.stdin.flush()
			return json.loads(node.stdout.readline())

		yield ask
		node.stdin.close()


def defined(fields: Sequence[Mapping[str, Any]]) -> FormDefinition:
	return read_definition({"code": "T01", "version": 1, "fields": labelled(fields), "rules": []})


def labelled(fields: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
	return [
		{
			"label": {"uz": one["name"]},
			**one,
			**({"fields": labelled(one["fields"])} if "fields" in one else {}),
		}
		for one in fields
	]


def blank(form: FormDefinition, posted: Mapping[str, str], kept: Mapping[str, Any]) -> dict[str, Any]:
	"""The answers of the page that is typed into: as many rows as were posted, and nothing typed."""
	rows = {name: text for name, text in posted.items() if name.endswith(".rows")}
	without = [unconditional(item) for item in form.fields]
	return answer_paths.read(without, rows, kept)


def unconditional(item: Field) -> Field:
	return replace(item, shown_if=None, fields=tuple(map(unconditional, item.fields)))


def by_server(
	form: FormDefinition, posted: Mapping[str, str], kept: Mapping[str, Any]
) -> tuple[list, list, dict]:
	"""Paths of the fields that the next page shows, those of them that are required, and the answers."""
	typed = answer_paths.read(form.fields, posted, kept)
	return *drawn(form, typed), typed


def drawn(form: FormDefinition, answers: Mapping[str, Any]) -> tuple[list, list]:
	"""Paths of the fields that a page of these answers shows, and those of them that are required."""
	shown = [one for one in below(MAKER.make(form.fields, answers)) if not one.is_hidden]
	return [one.path for one in shown], [one.path for one in shown if one.is_required]


def below(widgets: Sequence[Widget]) -> Iterator[Widget]:
	"""The widgets that stand in nothing hidden, in their order, those in rows and persons too."""
	for widget in widgets:
		yield widget
		if not widget.is_hidden:
			yield from below(widget.children)
			for row in widget.rows:
				yield from below(row.widgets)


def by_page(
	page: Page, form: FormDefinition, posted: Mapping[str, str], kept: Mapping[str, Any]
) -> tuple[list, list]:
	"""The same two lists, as the script of the page has them while one types."""
	fields, controls = [], []
	places: list[tuple[str, list[str], bool]] = []

	def enter(widgets: Sequence[Widget], around: list[str]) -> None:
		for widget in widgets:
			within = [*around, widget.path] if widget.shown_if else around
			asks = {"shownIf": widget.shown_if, "requiredIf": widget.required_if}
			fields.append({"key": widget.path, "level": widget.level, **asks})
			places.append((widget.path, within, widget.is_required and not widget.required_if))
			controls.append({"within": within, **control(widget, posted)})
			enter(widget.children, within)
			for row in widget.rows:
				enter(row.widgets, within)

	enter(MAKER.make(form.fields, blank(form, posted, kept)), [])
	answer = page("form", fields=fields, controls=controls)
	hidden = set(answer["hidden"])
	shown = [(path, always) for path, within, always in places if not hidden & set(within)]
	required = set(answer["required"])
	return [path for path, _ in shown], [path for path, always in shown if always or path in required]


def control(widget: Widget, posted: Mapping[str, str]) -> dict[str, Any]:
	"""As `templates/portal/cabinet/fields.html` draws it."""
	if widget.kind == "Group":
		return {"name": f"{widget.name}.rows", "kind": "", "text": str(len(widget.rows))}
	if widget.is_fixed:
		return {"name": widget.name} | ({} if widget.value is None else {"answer": widget.value})
	return {"name": widget.name, "kind": widget.kind, "text": posted.get(widget.name, "")}


@pytest.mark.parametrize("case", CASES["holds"], ids=json.dumps)
def test_a_condition_says_the_same_everywhere(page, case):
	condition, answers = case["condition"], case["answers"]
	assert holds(condition, answers) is case["met"]
	assert jsonschema_rs.Draft202012Validator(to_schema(condition)).is_valid(answers) is case["met"]
	assert page("holds", **case) is case["met"]


@pytest.mark.parametrize("case", CASES["typed"], ids=json.dumps)
def test_what_is_typed_is_the_same_answer_everywhere(page, case):
	values = {"yes", *(one["text"] for one in CASES["typed"] if one["kind"] == "Choice")} - {""}
	choices = [{"value": value, "label": {"uz": "Ha"}} for value in sorted(values)]
	more = {"choices": choices} if case["kind"] == "Choice" else {}
	form = defined([{"name": "x", "kind": case["kind"], **more}])
	read = normalise(form, answer_paths.read(form.fields, {"a.x": case["text"]}, {}))
	assert same(read.get("x"), case["answer"])
	assert same(page("typed", **case), case["answer"])


def same(one: Any, other: Any) -> bool:
	return (type(one), one) == (type(other), other)


@pytest.mark.parametrize("case", CASES["forms"], ids=lambda case: case["name"])
def test_a_form_shows_and_requires_the_same_everywhere(page, case):
	form, posted, kept = defined(case["fields"]), case["posted"], case.get("kept", {})
	*server, answers = by_server(form, posted, kept)
	assert server == [case["shown"], case["required"]]
	assert list(by_page(page, form, posted, kept)) == server
	assert answers == case.get("answers", answers)


@pytest.mark.parametrize(("abroad", "turns"), [(True, 1), (False, 2)])
def test_what_is_asked_takes_no_turn_for_each_condition(monkeypatch, abroad, turns):
	"""A group may have 30 of them in 2,000 rows, and each save of a draft asks."""
	names = [f"word_{number}" for number in range(30)]
	shown_if = {"field": "abroad", "equals": True}
	words = [{"name": name, "kind": "Short Text", "shown_if": shown_if} for name in names]
	form = defined([{"name": "abroad", "kind": "Yes/No"}, *words])
	compared = []

	def counted(condition: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
		compared.append(condition)
		return holds(condition, answers)

	monkeypatch.setattr(answer_paths, "holds", counted)
	typed = {"abroad": abroad, **dict.fromkeys(names, "a")}
	assert answer_paths.asked(form.fields, typed) == (typed if abroad else {"abroad": False})
	assert len(compared) == turns * len(names)


CHOICES = ("yes", "7", "Yoʻq", "Yo'q", "two  spaces")
VALUES = st.sampled_from(
	["yes", "no", "7", "", "null", "a b", 7, 0, 1, True, False, None, [7], {"a": [1]}, *CHOICES]
)
TEXTS = st.sampled_from(["", "yes", "no", "7", "07", " 7 ", "0", "null", "true", " a  b", "oʻ", "null "])
KINDS: Mapping[str, Mapping[str, Any]] = {
	"choice": {
		"kind": "Choice",
		"choices": [{"value": value, "label": {"uz": value}} for value in CHOICES],
	},
	"truth": {"kind": "Yes/No"},
	"number": {"kind": "Integer"},
	"text": {"kind": "Short Text"},
	"story": {"kind": "Long Text"},
}
TYPED = {"choice": st.sampled_from(["", *CHOICES]), "truth": st.sampled_from(["", "yes", "no"])}
"""What can be typed into the other kinds is any of TEXTS."""


def conditions_over(names: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
	field = st.sampled_from(sorted(names))
	leaves = st.builds(lambda name, value: {"field": name, "equals": value}, field, VALUES) | st.builds(
		lambda name, values: {"field": name, "in": values}, field, st.lists(VALUES, min_size=1, max_size=3)
	)
	return st.recursive(
		leaves,
		lambda inner: (
			st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"all": parts})
			| st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"any": parts})
			| inner.map(lambda part: {"not": part})
		),
		max_leaves=3,
	)


@st.composite
def levels(draw: st.DrawFn, around: Sequence[str], depth: int) -> list[dict[str, Any]]:
	"""Fields of a level in any order; each reads those made before it, or those around."""
	made: list[dict[str, Any]] = []
	for name in draw(st.permutations(sorted(KINDS)))[: draw(st.integers(2, 4))]:
		known = sorted({*around, *(one["name"] for one in made)} - {name})
		made.append({"name": name, **KINDS[name], **draw(asks(known))})
	if depth:
		names = sorted({*around, *(one["name"] for one in made)})
		group = {"name": f"rows_{depth}", "kind": "Group", "fields": draw(levels(names, depth - 1))}
		made.append({**group, **draw(asks(names))})
	return draw(st.permutations(made))


def asks(known: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
	required = {"required": st.booleans()}
	if not known:
		return st.fixed_dictionaries(required)
	conditions = conditions_over(known)
	return st.fixed_dictionaries(required, optional={"shown_if": conditions, "required_if": conditions})


@st.composite
def posts(draw: st.DrawFn, fields: Sequence[Mapping[str, Any]], level: str = "a.") -> dict[str, str]:
	posted = {}
	for one in fields:
		name = level + one["name"]
		if one["kind"] != "Group":
			posted[name] = draw(TYPED.get(one["name"], TEXTS))
			continue
		count = draw(st.integers(0, 2))
		posted[f"{name}.rows"] = str(count)
		for number in range(count):
			posted |= draw(posts(one["fields"], f"{name}.{number}."))
	return posted


@settings(
	max_examples=min(MOST, settings().max_examples),
	suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_made_up_forms_show_and_require_the_same_everywhere(page, data):
	fields = data.draw(levels((), 2))
	try:
		form = defined(fields)
	except DefinitionInvalid:  # a condition of a row may read few fields around it
		assume(False)
	posted = data.draw(posts(fields))
	*server, answers = by_server(form, posted, {})
	assert list(by_page(page, form, posted, {})) == server
	stored = normalise(form, answers)  # without the empty rows: those after them move up
	found = check(form, stored)
	assert [one.path for one in found if one.code == "not_asked"] == []
	shown, required = drawn(form, stored)
	assert {one.path for one in found if one.code == "required"} <= set(required) <= set(shown)


def test_the_page_tells_its_script_kinds_and_what_was_filled_in():
	"""`control` above is what the template draws."""
	kept = {"name": "Bo'ron <B>"}
	fields = [{"name": name, "kind": "Short Text", "read_only": True} for name in ("name", "absent")]
	fields += [{"name": name, **one} for name, one in KINDS.items()]
	many = [{"value": str(number), "label": {"uz": "Ha"}} for number in range(6)]
	fields += [{"name": "one_of_many", "kind": "Choice", "choices": many}]
	widgets = MAKER.make(defined(fields).fields, kept)
	drawn: dict[str, list[Any]] = {}

	class Reader(HTMLParser):
		def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
			given = dict(attributes)
			if name := given.get("data-name") or given.get("name"):
				value = given.get("data-value")
				drawn[name] = [tag, given.get("data-kind"), value and json.loads(value)]

	for widget in widgets:
		Reader().feed(FIELD(MAKER.t, widget, "uz"))
	assert drawn == {
		"a.name": ["span", None, kept["name"]],
		"a.absent": ["span", None, None],
		"a.choice": ["input", "Choice", None],
		"a.one_of_many": ["select", "Choice", None],
		"a.truth": ["input", "Yes/No", None],
		"a.number": ["input", "Integer", None],
		"a.text": ["input", None, None],
		"a.story": ["textarea", None, None],
	}
