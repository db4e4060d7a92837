"""Queries that both versions of Frappe can run: 15 takes the text of an order into its SQL as it stands, 16 reads it first."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import frappe
import pytest

APP = Path(__file__).resolve().parents[3] / "esaylov"
TESTS = Path(__file__).resolve().parents[2]
LISTS = ("get_all", "get_list")
ORDER = re.compile(r"[\w`. ]+ (asc|desc)(, *[\w`. ]+ (asc|desc))*")
JOINED = re.compile(r"([a-z_]+)\.([a-z_]+)( as [a-z_]+)?")
ASKING = re.compile(r"order_by|group_by|\b(asc|desc)\b|between", re.IGNORECASE)
DIRECTIONS = ("asc", "desc")
"""What is left of an order whose column is put in."""
EVERYWHERE = {"name", "creation", "modified", "owner", "idx", "docstatus", "parent"}
"""Columns of every table: where two are joined, a bare one is ambiguous."""


@cache
def sources(folder: Path = APP) -> list[tuple[str, ast.Module]]:
	"""The files of a folder; of the tests those alone that sort, group or ask for what lies between."""
	written = [(path, path.read_text()) for path in sorted(folder.rglob("*.py"))]
	asking = [each for each in written if folder == APP or ASKING.search(each[1])]
	return [(str(path.relative_to(folder)), ast.parse(text)) for path, text in asking]


@cache
def nodes(folder: Path = APP) -> list[tuple[str, ast.AST]]:
	"""Each node of each file with the file: walked once for all tests, as the walk is what they cost."""
	return [(file, node) for file, tree in sources(folder) for node in ast.walk(tree)]


@pytest.fixture(scope="module", autouse=True)
def let_go() -> Iterator[None]:
	"""The trees of every file are millions of objects: kept, each collection of garbage of the tests after these would go through them."""
	yield
	nodes.cache_clear()
	sources.cache_clear()


def texts(node: ast.AST) -> list[str]:
	found = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
	return [text for text in found if isinstance(text, str)]


def orders(within: Iterable[ast.AST]) -> list[str]:
	"""Texts that sort or group among nodes."""
	found = []
	for each in within:
		if isinstance(each, ast.keyword):
			found += texts(each.value) if each.arg in ("order_by", "group_by") else []
		elif isinstance(each, ast.Constant) and isinstance(each.value, str) and ORDER.fullmatch(each.value):
			found.append(each.value)
	return found


def kept_orders(function: ast.FunctionDef, module: ast.Module) -> list[str]:
	"""Orders that a function takes from constants of its file."""
	given = (each for each in ast.walk(function) if isinstance(each, ast.keyword))
	used = {each.value.id for each in given if each.arg == "order_by" and isinstance(each.value, ast.Name)}
	constants = (each for each in module.body if isinstance(each, ast.Assign))
	return [
		text for each in constants if used & {ast.unparse(t) for t in each.targets} for text in texts(each)
	]


def bare(order: str) -> list[str]:
	"""The columns of an order that stand without quotes and table."""
	words = [part.split()[0] for part in order.split(",") if part.split()]
	return [word for word in words if re.fullmatch(r"[a-z_][a-z0-9_]*", word) and word not in DIRECTIONS]


def test_no_order_names_a_word_of_sql_without_quotes():
	every = chain(nodes(), nodes(TESTS))
	found = {word: file for file, node in every for order in orders([node]) for word in bare(order)}
	assert len(found) > 30
	assert {word: file for word, file in found.items() if is_reserved(word)} == {}
	assert is_reserved("key")


PUT_IN = re.compile(r"(^|[, (.])\{\} (asc|desc)\b")
"""A column that is put into an order, without quotes."""


def test_no_order_takes_a_column_in_without_quotes():
	"""Whatever the column is called: by a text that is put in, a reserved word passes by the test above."""
	every = [
		(file, written(node))
		for file, node in chain(nodes(), nodes(TESTS))
		if isinstance(node, ast.JoinedStr)
	]
	assert any("`{}` asc" in text for _, text in every)
	assert [(file, text) for file, text in every if PUT_IN.search(text)] == []
	assert PUT_IN.search(written(ast.parse("f'name asc, {field} desc'").body[0].value))


def written(text: ast.JoinedStr) -> str:
	"""An f-string, with braces for what is put in."""
	return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in text.values)


def is_reserved(word: str) -> bool:
	try:
		frappe.db.sql(f"select 1 from (select 1 as `{word}`) t order by {word}")  # noqa: S608 # words of our own source
	except Exception as problem:
		return frappe.db.is_syntax_error(problem)
	return False


def test_no_order_of_joined_tables_names_a_column_of_both():
	functions = [
		(f"{file}:{node.name}", node, tree)
		for file, tree in sources()
		for node in ast.walk(tree)
		if isinstance(node, ast.FunctionDef) and any(is_list(each) for each in ast.walk(node))
	]
	joined = [each for each in functions if joins(*each[1:])]
	assert len(joined) > 1
	found = {
		where: order
		for where, node, tree in joined
		for order in [*orders(ast.walk(node)), *kept_orders(node, tree)]
		if EVERYWHERE & set(bare(order))
	}
	assert found == {}


def test_no_list_asks_for_a_function_by_text():
	"""`count(name) as n` is 15's, a dict is 16's; sums and counts of both are the query builder's."""
	asked = [
		(f"{file}:{node.lineno}", text)
		for file, node in nodes()
		if is_list(node)
		for each in node.keywords
		if each.arg in ("fields", "pluck", "group_by")
		for text in texts(each.value)
	]
	assert len(asked) > 100
	assert [one for one in asked if "(" in one[1]] == []


QUOTED = re.compile(r"`[^`]*`|'[^']*'|%\(\w+\)s|on duplicate key")
TABLE = re.compile(r"`tab[A-Z]")


@cache
def fields() -> set[str]:
	"""The columns of all tables of ours."""
	return set(
		frappe.get_all("DocField", {"parent": ["in", ours()]}, pluck="fieldname", order_by="fieldname asc")
	)


def bare_columns(statement: str) -> set[str]:
	"""The names of columns of ours that stand in a statement without quotes."""
	return set(re.findall(r"[a-z_]+", QUOTED.sub(" ", statement))) & fields()


def test_no_statement_names_a_word_of_sql_without_quotes():
	said = {
		(file, word)
		for file, node in nodes()
		if isinstance(node, ast.Constant) and isinstance(node.value, str) and TABLE.search(node.value)
		for word in bare_columns(node.value)
	}
	assert len(said) > 5
	assert {one for one in said if is_reserved(one[1])} == set()
	assert bare_columns("select key, `range` from `tabStatute`") == {"key"}


def is_list(node: ast.AST) -> bool:
	return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LISTS


def joins(function: ast.FunctionDef, module: ast.Module) -> bool:
	"""Whether a text in it, or in a constant it uses, is a column of a linked table."""
	used = {each.id for each in ast.walk(function) if isinstance(each, ast.Name)}
	constants = (each for each in module.body if isinstance(each, ast.Assign))
	its = [each for each in constants if any(isinstance(t, ast.Name) and t.id in used for t in each.targets)]
	found = (JOINED.fullmatch(text) for each in [function, *its] for text in texts(each))
	return any(match and match[2] in columns_behind(match[1]) for match in found)


@cache
def columns_behind(link: str) -> set[str]:
	"""The columns of all tables that a link of this name leads to."""
	fields = {"fieldname": link, "fieldtype": "Link", "parent": ["in", ours()]}
	targets = frappe.get_all("DocField", fields, pluck="options", distinct=True, order_by="options asc")
	return set(chain.from_iterable(frappe.get_meta(target).get_valid_columns() for target in targets))


@cache
def ours() -> list[str]:
	return frappe.get_all("DocType", {"module": "Esaylov"}, pluck="name", order_by="name asc")


def test_what_goes_by_parts_is_grouped_and_not_distinct():
	"""Frappe 15 leaves the order out of a list of distinct rows: with a limit, it is any of them, and the rest is lost."""
	parts = {"limit", "limit_page_length", "page_length", "limit_start", "start"}
	lists = [
		(f"{file}:{node.lineno}", {each.arg for each in node.keywords})
		for file, node in nodes()
		if is_list(node)
	]
	assert any("distinct" in given for _, given in lists)
	assert [where for where, given in lists if "distinct" in given and given & parts] == []


def spans(within: Iterable[ast.AST]) -> list[tuple[str, int]]:
	"""Fields that are asked for what lies between two values, as `{field: ["between", …]}`, `values[field] = …` or in a row of a filter, with their lines."""
	found = []
	for node in within:
		if isinstance(node, ast.Dict):
			pairs = zip(node.keys, node.values, strict=True)
			found += [(texts(key), value) for key, value in pairs if key and is_span(value)]
		elif isinstance(node, ast.List | ast.Tuple) and len(node.elts) > 2:
			*field, operator, _ = node.elts
			found += [(texts(field[-1]), node)] if said(operator) == "between" else []
	return [(name, node.lineno) for names, node in found for name in names]


def is_span(node: ast.AST) -> bool:
	return isinstance(node, ast.List | ast.Tuple) and len(node.elts) == 2 and said(node.elts[0]) == "between"


def said(node: ast.AST) -> str:
	return str(node.value).lower() if isinstance(node, ast.Constant) else ""


def test_only_days_and_moments_are_asked_between_two_values():
	"""Frappe 15 reads two days there; of any other field it makes one number or one text of the two, and a list breaks by it."""
	every = [(file, *each) for file, node in chain(nodes(), nodes(TESTS)) for each in spans([node])]
	assert len(every) > 1
	assert [(file, line) for file, name, line in every if not is_of_time(name)] == []
	assert spans(ast.walk(ast.parse("asked = {'number': ['between', [1, 2]]}"))) == [("number", 1)]
	assert not is_of_time("number")


@cache
def is_of_time(field: str) -> bool:
	"""Whether each of our DocTypes that has the field holds a day or a moment in it."""
	kinds = {"fieldname": field, "parent": ["in", ours()]}
	found = frappe.get_all("DocField", kinds, pluck="fieldtype", order_by="fieldtype asc")
	return field in ("creation", "modified") or (bool(found) and set(found) <= {"Date", "Datetime"})


def test_what_the_cache_keeps_for_a_time_is_read_as_such():
	"""Otherwise a miss is remembered for the life of the process, and what another one wrote is never seen."""
	found = [
		f"{file}:{node.lineno}"
		for file, node in nodes()
		if isinstance(node, ast.Call)
		and isinstance(node.func, ast.Attribute)
		and node.func.attr == "get_value"
		and ast.unparse(node.func) in ("frappe.cache.get_value", "frappe.cache().get_value")
		if not any(each.arg in ("expires", "use_local_cache") for each in node.keywords)
	]
	assert found == []
