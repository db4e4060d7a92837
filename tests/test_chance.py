"""No test fails by chance: what was red without a fault, on a busy machine or in other lanes beside, is written nowhere again."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "tests").rglob("*.py"))
ENOUGH = 60
"""Seconds that whatever is waited for may take: nobody is hasty but who tries out what haste leads to."""
WHERE = {
	# a clock, or a pause of a process that is the subject of a test
	"sleep": {
		*("factories/waiting.py", "factories/outbox.py", "fakes/sms.py", "standalone/root/systemctl.py"),
		"site/setup/verification/test_verification.py",  # a server that starts late
	},
	# a port that is kept, or on which somebody listens at once
	"bind": {
		"factories/ports.py",
		"factories/gate.py",
		"standalone/conftest.py",
		"standalone/root/systemctl.py",
	},
	# the browser tells meanwhile what ended
	"wait_for_timeout": {"web/test_from_another_site.py"},
	# whoever hangs, or has ended, is found out soon
	"timeout": {
		"site/integrations/test_interagency.py",
		"site/messages/texts/test_outbox_kills.py",
		"fakes/sms.py",
	},
}
"""What is waited for or taken, and the files that may."""
WHY = {
	"sleep": "wait for a state: factories.waiting.until",
	"bind": "between the look and the start another takes it: factories.ports.free_port",
	"timeout": f"a busy machine takes longer than what is said here: {ENOUGH} seconds or more",
	"wait_for_timeout": "wait for a state: expect, wait_for_function, or factories.waiting.timers for timers of the page",
	"flushall": "the cache is that of every lane: delete what is this site's",
	"flushdb": "the cache is that of every lane: delete what is this site's",
	"seen at once": "the page may be drawing itself: expect(…) waits until it has",
	"few": "two of a few are the same on some day: take the next that is free",
	"kill": "`or 0` ends this run itself where there is no process",
	"midnight": "taken when the tests were found, it is of yesterday when this one runs past midnight: ask inside the test",
}
CLOCK = {"now", "today"}
BASED = 2
"""Arguments of `int` that is told a base."""
SEEN = {"is_visible", "is_hidden", "is_enabled", "is_disabled", "is_checked", "is_editable"}


def faults(tree: ast.AST) -> Iterator[tuple[str, int]]:
	"""What is wrong, by its key in WHY, and the line."""
	for node in ast.walk(tree):
		if isinstance(node, ast.Assert):
			yield from (("seen at once", one.lineno) for one in ast.walk(node.test) if called(one) in SEEN)
		elif isinstance(node, ast.keyword) and is_hasty(node):
			yield "timeout", node.lineno
		elif isinstance(node, ast.BinOp) and is_of_few(node):
			yield "few", node.lineno
		elif called(node) in WHY and is_of_the_system(node):
			yield called(node), node.lineno
	asking = helpers(tree)
	yield from (("midnight", one.lineno) for one in early(tree) if asks_the_clock(one, asking))


def early(tree: ast.AST) -> Iterator[ast.AST]:
	"""All that runs when a file of tests is read: values of the module, and what decorates."""
	for one in getattr(tree, "body", ()):
		parts = [one.value] if isinstance(one, ast.Assign) else getattr(one, "decorator_list", [])
		for part in parts:
			later = {
				id(node) for held in ast.walk(part) if isinstance(held, ast.Lambda) for node in ast.walk(held)
			}
			yield from (
				node for node in ast.walk(part) if isinstance(node, ast.Call) and id(node) not in later
			)


def helpers(tree: ast.AST) -> set[str]:
	"""The functions of a file that ask what time it is."""
	return {
		one.name
		for one in getattr(tree, "body", ())
		if isinstance(one, ast.FunctionDef) and any(called(node) in CLOCK for node in ast.walk(one))
	}


def asks_the_clock(call: ast.AST, asking: set[str]) -> bool:
	"""Whether a call asks what time it is, itself or by one of the functions of its file that do."""
	return called(call) in CLOCK or getattr(getattr(call, "func", None), "id", "") in asking


def called(node: ast.AST) -> str:
	"""The name of a method that a node calls; a function has no owner, and is none."""
	return node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""


def is_of_the_system(call: ast.Call) -> bool:
	"""Whether a kill falls back on this run itself, and a bind takes an address; any other call is meant as it is called."""
	if called(call) == "bind":
		return len(call.args) == 1
	return called(call) != "kill" or any(isinstance(one, ast.BoolOp) for one in call.args)


def is_hasty(keyword: ast.keyword) -> bool:
	"""Whether a keyword gives somebody less than enough seconds, or milliseconds of a browser."""
	value = getattr(keyword.value, "value", None)
	return keyword.arg == "timeout" and isinstance(value, int | float) and value < ENOUGH


def is_of_few(one: ast.BinOp) -> bool:
	"""Whether a random text, read as a number in a base, becomes one of a few by its remainder."""
	read = one.left
	is_based = (
		isinstance(read, ast.Call) and getattr(read.func, "id", "") == "int" and len(read.args) == BASED
	)
	return is_based and isinstance(one.op, ast.Mod)


def test_nothing_waits_for_a_time_or_asks_too_soon():
	found = []
	for path in FILES:
		place = str(path.relative_to(ROOT / "tests"))
		for what, line in faults(ast.parse(path.read_text(encoding="utf-8"))):
			if place not in WHERE.get(what, ()):
				found.append(f"tests/{place}:{line}: {WHY[what]}")
	assert found == []


def test_each_fault_is_seen():
	sources = {
		"sleep": "time.sleep(1)",
		"bind": "one.bind(('127.0.0.1', 0))",
		"timeout": "requests.get(address, timeout=30)",
		"wait_for_timeout": "page.wait_for_timeout(700)",
		"flushall": "redis.from_url(address).flushall()",
		"seen at once": "assert page.locator('p').is_visible()",
		"few": "number = 9000 + int(frappe.generate_hash(length=5), 16) % 900",
		"kill": "os.kill(service.process() or 0, 9)",
		"midnight": "def day():\n	return date.today()\n@pytest.mark.parametrize('began', [day()])\ndef test(began): ...",
	}
	assert {what: [name for name, _ in faults(ast.parse(text))] for what, text in sources.items()} == {
		what: [what] for what in sources
	}
	assert list(faults(ast.parse("os.kill(process, 9); requests.get(address, timeout=60)"))) == []
