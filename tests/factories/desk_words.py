"""Words of the Desk that no language file has: what its scripts asked a translation for and did not get, and what stands in its markup."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import frappe
from playwright.sync_api import Page

APP = Path(__file__).parents[2] / "esaylov"
CALL = re.compile(r"""\b_{1,2}\(\s*(["'`])((?:\\.|(?!\1).)+)\1""")
MARKUP = re.compile(r">\s*([A-Z][^<>{}]{2,60}?)\s*<")
NAMED = ("label", "description", "title", "name")
"""What the Desk shows of a DocType, report or workspace, besides the choices of a field."""
ALIKE = {"E-saylov", "ID", "PDF", "MSK", "E-IMZO", "JSON", "CSV", "Excel", "QR", "SMS", "OneID", "Telegram"}
"""Names that are written so in every language."""

CODE = re.compile(r"^[a-z]+:[a-z]+$")
"""A scope of a key (`appeals:read`): the same in every language."""

HEAR = """(() => {
	const [missed, asked] = [new Map(), new Map()];
	Object.assign(window, { heardInVain: missed, heardAtAll: asked });
	let own;
	const heard = (words, values, context) => {
		const answer = own(words, values, context);
		if (typeof words === "string") asked.set(String(answer), [words, context ? `${words}:${context}` : words]);
		const isAlike = Object.hasOwn(frappe._messages ?? {}, words); // Mahalla is so in Uzbek
		if (typeof words === "string" && /[A-Za-z]{2}/.test(words) && own(words, null, context) === words && !isAlike)
			missed.set(String(answer), words);
		return answer;
	};
	Object.defineProperty(window, "__", {
		configurable: true,
		get: () => own && heard,
		set: (one) => { if (one !== heard) own = one; },
	});
})();"""
"""Note what the Desk's scripts want translated, from the first of them on: the shown text and its source; apart, what is not translated."""
SHOWN = """() => {
	const shown = new Set();
	const note = (text, box) => {
		const words = (text || "").replace(/\\s+/g, " ").trim();
		if (/[A-Za-z]{2}/.test(words) && box.checkVisibility({ visibilityProperty: true })) shown.add(words);
	};
	// the Desk keeps every screen that it ever showed: what is hidden is passed over with all that stands in it
	const passed = (node) =>
		node.nodeType === Node.ELEMENT_NODE &&
		(["SCRIPT", "STYLE", "NOSCRIPT"].includes(node.tagName) || (!node.checkVisibility() && getComputedStyle(node).display !== "contents"));
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
		passed(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
	);
	while (walker.nextNode()) {
		const { currentNode: node } = walker;
		if (node.nodeType === Node.TEXT_NODE) note(node.textContent, node.parentElement);
	}
	for (const name of ["placeholder", "aria-label"])
		for (const box of document.querySelectorAll(`[${name}]`)) note(box.getAttribute(name), box);
	return [...shown].map((text) => [text, window.heardInVain.get(text) ?? null]);
}"""
OF_OTHERS = """(shown) => shown.map((text) => window.heardAtAll.get(text) ?? null).filter(Boolean)"""
"""The sources of shown texts, as a language file may have them: alone, and with their context."""


def untranslated(page: Page, known: Mapping[str, set[str]] = MappingProxyType({})) -> set[str]:
	"""The English that stands on a screen in another language; data in Latin letters is none. Begins with HEAR as the page's first script.

	known: the words that each language has. What the reader's has and another lacks is given with that language behind it.
	"""
	said, written = sources()
	shown = page.evaluate(SHOWN)
	english = {
		text
		for text, source in shown
		if not {text, source} & ALIKE
		and not CODE.match(text)
		and (source in said if source else text in written - said)
	}
	asked = page.evaluate(OF_OTHERS, [text for text, source in shown if not source])
	lacking = {
		f"{source} ({language})"
		for source, with_context in asked
		for language, words in known.items()
		if source in said and not {source, with_context} & (words | ALIKE)
	}
	return english | lacking


@cache
def sources() -> tuple[set[str], set[str]]:
	"""What the framework and the app ask a translation for; what stands in markup as it is."""
	said: set[str] = set()
	written: set[str] = set()
	for path in files():
		text = path.read_text(encoding="utf-8", errors="ignore")
		if path.suffix == ".json":
			said.update(named(json.loads(text)))
			continue
		said.update(re.sub(r"\\(.)", r"\1", words) for _, words in CALL.findall(text))
		if path.suffix != ".py":
			written.update(" ".join(words.split()) for words in MARKUP.findall(text))
	# names of fields are asked for where a label is missing
	return {words for words in said if not re.fullmatch(r"[a-z_]+", words)}, written


def files() -> Iterator[Path]:
	"""Scripts, markup and declarations of what the Desk shows."""
	for path in (one for root in (Path(frappe.__file__).parent, APP) for one in root.rglob("*.*")):
		parts = path.as_posix()
		if re.search(r"/(node_modules|dist|tests|fixtures)/|/test_", parts):
			continue
		if path.suffix in {".js", ".vue", ".html", ".py"} or re.search(
			r"/(doctype|report|workspace)/.*\.json$", parts
		):
			yield path


def named(one: Any) -> Iterator[str]:
	"""The words in a declaration."""
	if isinstance(one, list):
		for part in one:
			yield from named(part)
	elif isinstance(one, dict):
		for key, value in one.items():
			if key in NAMED and isinstance(value, str):
				yield value
			elif key == "options" and isinstance(value, str):
				yield from value.split("\n")
			else:
				yield from named(value)
