"""What the scripts of forms and lists call is what the bundles give them. Read from the source, so it needs no browser."""

import re
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


def test_scripts_call_something():
	assert len(calls()) >= 20


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_gives_something(name):
	assert len(given(name)) >= 5


def test_each_call_is_given_by_its_bundle():
	assert [call for call in calls() if call[1] not in BUNDLES or call[2] not in given(call[1])] == []
