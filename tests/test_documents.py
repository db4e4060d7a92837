"""What the documents say to type or to open is there: links, paths, tests, scripts, commands of bench, functions, settings, options."""

import ast
import json
import re
import shlex
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from factories import documents
from factories.documents import ROOT

from standalone.lanes import LONG

BENCH = json.loads((ROOT / "tests" / "data" / "bench_commands.json").read_text())
TYPED = [page for page in documents.pages() if documents.name(page) not in documents.HISTORY]
OF_PYTEST = {"-k", "-q", "-s", "-x", "-m", "--deselect"}
OF_THE_FRAMEWORK = {"throttle_user_limit"}
OUTSIDE = {
	"apt-get",
	"systemctl",
	"supervisorctl",
	"docker",
	"git",
	"yarn",
	"npm",
	"nginx",
	"curl",
	"openssl",
	"pip",
	"env/bin/pip",
}
"""Programs of others, whose options are theirs."""
MADE = {"tests/artefacts"}
"""What a run leaves, and no tree has."""
EVERYWHERE = {"-h", "--help"}


def option_words(words: list[str]) -> set[str]:
	"""The options of a command; brackets are those of an invitation."""
	return {word.strip("[]").partition("=")[0] for word in words if re.match(r"\[?--?[a-z]", word)}


def is_placeholder(word: str) -> bool:
	"""Whether a word stands for one that the reader knows."""
	return bool(re.fullmatch(r"[A-Z][A-Z0-9_/.%-]*|\$.*|<.*>|.*…|…", word.strip("[]'\"")))


@cache
def options_of(path: Path, function: str = "") -> frozenset[str]:
	"""The options that a file takes, or one function of it: every text there that looks like one."""
	tree: ast.AST = ast.parse(path.read_text(encoding="utf-8"))
	if function:
		tree = next(
			node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == function
		)
	texts = {
		node.value
		for node in ast.walk(tree)
		if isinstance(node, ast.Constant) and isinstance(node.value, str)
	}
	if "--" in texts:  # of names in a list: f"--{name}"
		texts |= {f"--{text.replace('_', '-')}" for text in texts}
	return frozenset(text for text in texts if re.fullmatch(r"--?[a-z][\w-]*", text))


def faults(command: str) -> list[str]:
	"""What is wrong with a command, in words; [] where everything that it names is there."""
	try:
		words = shlex.split(command)
	except ValueError:  # a quotation that goes on in the next line
		words = command.split()
	program, rest = words[0], words[1:]
	if program.startswith("script/"):
		return of_script(program.removeprefix("script/"), rest)
	if program == "bench":
		return of_bench(rest)
	if re.search(r"(?:^|/)python3?$", program):
		return of_python(rest)
	if re.search(r"(?:^|/)pytest$", program):
		return of_pytest(rest)
	return [] if program in OUTSIDE or program == ".ci/run" else [f"nobody knows {program}"]


def of_script(name: str, rest: list[str]) -> list[str]:
	path = ROOT / "script" / name
	if not path.is_file():
		return [f"no script/{name}"]
	if name == "site":
		return of_site(rest)
	entry = re.search(r"steps\.main\((\w+)\.(\w+)\)", path.read_text(encoding="utf-8"))
	module = next((ROOT / "standalone").rglob(f"{entry[1]}.py")) if entry else path
	known = options_of(module, entry[2] if entry else "")
	if name == "test":
		return of_pytest([word for word in rest if word.strip("[]") not in known], rest)
	return [f"script/{name} has no {word}" for word in option_words(rest) - known - EVERYWHERE]


def of_site(rest: list[str]) -> list[str]:
	words = (
		rest[2:]
		if rest[:1] == ["--site"]
		else [word for word in rest if not re.match(r"\[--site|NAME\]", word)]
	)
	tree = ast.parse((ROOT / "standalone" / "site.py").read_text(encoding="utf-8"))
	known = {
		node.name.replace("_", "-")
		for node in tree.body
		if isinstance(node, ast.FunctionDef) and node.decorator_list
	}
	command = words[0] if words else ""
	if command == "execute":
		return of_function(words[1], words[2:])
	return (
		[]
		if command in known | {"services", "build", *documents.options_of_app()} or is_placeholder(command)
		else [f"script/site has no {command}"]
	)


def of_pytest(rest: list[str], whole: list[str] | None = None) -> list[str]:
	found = [
		f"no long run {name}"
		for name in long_runs(whole or [])
		if name not in LONG and not is_placeholder(name)
	]
	found += [f"pytest is given {word}" for word in option_words(rest) - OF_PYTEST]
	paths = (word.removeprefix("../").removeprefix("apps/esaylov/") for word in rest if "tests/" in word)
	return found + [f"no {path}" for path in paths if not is_there(path)]


def long_runs(words: list[str]) -> list[str]:
	return [words[at + 1].strip("[]") for at, word in enumerate(words[:-1]) if word.strip("[]") == "--long"]


def of_python(rest: list[str]) -> list[str]:
	if rest[:1] == ["-m"]:
		path = ROOT / Path(*rest[1].split("."))
		return (
			[]
			if path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()
			else [f"no module {rest[1]}"]
		)
	if rest[0].startswith("-"):
		return []  # a program within the line
	path = ROOT / rest[0].removeprefix("apps/esaylov/")
	if not path.is_file():
		return [f"no {rest[0]}"]
	known = options_of(path).union(*map(options_of, beside(path)))
	return [f"{rest[0]} has no {word}" for word in option_words(rest[1:]) - known - EVERYWHERE]


def beside(path: Path) -> list[Path]:
	"""The modules in a program's own folder that it imports: they may read its options."""
	tree = ast.parse(path.read_text(encoding="utf-8"))
	names = [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
	return [found for name in names if (found := path.parent / f"{name}.py").is_file()]


def of_bench(rest: list[str]) -> list[str]:
	words = rest[2:] if rest[:1] == ["--site"] else rest
	if not words:
		return []  # `bench --site`, as it is called in a sentence
	command, given = words[0], words[1:]
	known = documents.options_of_app().get(command, BENCH["site"].get(command, BENCH["bench"].get(command)))
	if known is None:
		return [f"bench has no {command}"]
	if command == "setup":
		return [f"bench setup has no {word}" for word in given[:1] if word not in BENCH["setup"]]
	found = [f"bench {command} has no {word}" for word in option_words(given) - {*known} - EVERYWHERE]
	if command == "execute":
		found += of_function(given[0], given[1:]) if given else []
	if command == "set-config":
		found += of_setting(next((word for word in given if not word.startswith("-")), ""))
	return found


@cache
def source() -> str:
	"""Everything of ours that reads settings."""
	return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "esaylov").rglob("*.py"))


def of_setting(name: str) -> list[str]:
	return [] if name in OF_THE_FRAMEWORK or f'"{name}"' in source() else [f"nobody reads the setting {name}"]


def of_function(dotted: str, rest: list[str]) -> list[str]:
	found = function(dotted)
	if found is None:
		return [f"no function {dotted}"]
	if "--kwargs" not in rest:
		return []
	given = re.findall(r"['\"](\w+)['\"]\s*:", rest[rest.index("--kwargs") + 1])
	takes = {one.arg for one in (*found.args.args, *found.args.kwonlyargs)}
	return [f"{dotted} takes no {word}" for word in given if word not in takes]


def function(dotted: str) -> ast.FunctionDef | None:
	"""A function by its path, through the services that only hand it on; None where there is none."""
	module, _, name = dotted.rpartition(".")
	path = ROOT / Path(*module.split("."))
	file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
	if not file.is_file():
		return None
	for node in ast.parse(file.read_text(encoding="utf-8")).body:
		if isinstance(node, ast.FunctionDef) and node.name == name:
			return node
		if isinstance(node, ast.ImportFrom):
			for alias in node.names:
				if (alias.asname or alias.name) == name:
					return function(f"{node.module}.{alias.name}")
	return None


def is_there(named: str) -> bool:
	"""Whether a path is there, with a test of that name where it says one (`::name`; `…` and `*` are its rest)."""
	path, _, test = named.partition("::")
	found = [*ROOT.glob(path)] if "*" in path else [ROOT / path] if (ROOT / path).exists() else []
	if not test or not found:
		return bool(found)
	return bool(re.search(rf"def {re.escape(test.partition('[')[0])}", found[0].read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", TYPED, ids=documents.name)
def test_what_a_page_says_to_type_is_there(page):
	text = page.read_text(encoding="utf-8")
	assert {one: wrong for one in documents.commands(text) if (wrong := faults(one))} == {}


@pytest.mark.parametrize("page", TYPED, ids=documents.name)
def test_the_paths_that_a_page_names_are_there(page):
	found = documents.named(page.read_text(encoding="utf-8"))
	wrong = {one for one in found if one.rstrip("/") not in MADE and not is_there(one.rstrip("/."))}
	assert sorted(one for one in wrong if not is_placeholder(one)) == []


@pytest.mark.parametrize("page", documents.pages(), ids=documents.name)
def test_a_link_leads_somewhere(page):
	"""Inside: to a file, a folder, a heading. Outside: an address that may be one, over TLS; nobody asks for it here."""
	assert [link for link in documents.links(page.read_text(encoding="utf-8")) if not leads(page, link)] == []


def leads(page: Path, link: str) -> bool:
	parts = urlsplit(link)
	if parts.scheme:
		return parts.scheme == "https" and "." in (parts.hostname or "") and not re.search(r"[.,;]$", link)
	target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
	if not target.exists() or not target.is_relative_to(ROOT):
		return False
	return not parts.fragment or parts.fragment in documents.anchors(target.read_text(encoding="utf-8"))


def test_many_commands_links_and_paths_are_read():
	texts = [page.read_text(encoding="utf-8") for page in documents.pages()]
	assert sum(len([*documents.commands(text)]) for text in texts) > 150
	assert sum(len(documents.links(text)) for text in texts) > 150
	assert sum(len(documents.named(text)) for text in texts) > 300


@pytest.mark.parametrize(
	("command", "said"),
	[
		("script/tests", "no script/tests"),
		("script/server --fresch", "script/server has no --fresch"),
		("script/test --long kill", "no long run kill"),
		("script/test tests/site/test_nothing.py", "no tests/site/test_nothing.py"),
		("script/site migrat", "script/site has no migrat"),
		("bench --site SITE migrat", "bench has no migrat"),
		("bench --site SITE backup --with-file", "bench backup has no --with-file"),
		("bench setup ngins", "bench setup has no ngins"),
		("bench --site SITE execute esaylov.setup.verifi", "no function esaylov.setup.verifi"),
		(
			"bench --site SITE execute esaylov.setup.demo.loading.load --kwargs \"{'lang': 'en'}\"",
			"esaylov.setup.demo.loading.load takes no lang",
		),
		(
			"bench --site SITE set-config esaylov_metric_token x",
			"nobody reads the setting esaylov_metric_token",
		),
		(".bench/env/bin/python benchmarks/nothing.py", "no benchmarks/nothing.py"),
		(".bench/env/bin/python benchmarks/decisions.py --size 3", "benchmarks/decisions.py has no --size"),
		(".bench/env/bin/python benchmarks/reports.py --row 3", "benchmarks/reports.py has no --row"),
		("python -m esaylov.permissions.tables", "no module esaylov.permissions.tables"),
		("../env/bin/pytest ../apps/esaylov/tests/cores", "no tests/cores"),
		("docker-compose up", "nobody knows docker-compose"),
	],
)
def test_a_command_that_is_wrong_is_named(command, said):
	assert faults(command) == [said]


@pytest.mark.parametrize(
	"link",
	[
		"nothing.md",
		"install.md#nowhere",
		"http://www.example.org",
		"https://nowhere",
		"../../../x.md",
		"#nowhere",
	],
)
def test_a_link_into_nothing_is_found(link):
	assert not leads(ROOT / "docs" / "operators" / "README.md", link)


def test_a_link_to_a_heading_is_right():
	assert leads(ROOT / "docs" / "operators" / "README.md", "install.md#a-second-app-on-the-same-bench")


def test_each_page_of_another_language_has_its_english_and_is_named_by_it():
	for page in documents.pages():
		if re.search(r"\.(?:uz|ru)\.md$", page.name):
			english = page.with_name(re.sub(r"\.(?:uz|ru)\.md$", ".md", page.name))
			assert f"]({page.name})" in english.read_text(encoding="utf-8")
			assert f"]({english.name})" in page.read_text(encoding="utf-8")
			assert set(documents.links(english.read_text(encoding="utf-8"))) ^ set(
				documents.links(page.read_text(encoding="utf-8"))
			) <= {english.name, *(one.name for one in english.parent.glob("*.md"))}
