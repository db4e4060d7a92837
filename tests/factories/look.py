"""What a page looks like: pictures for a person, which cost a browser as much as a page each; what stands outside or is cut off; long names."""

import json
import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from factories.profile import IS_FULL
from factories.waiting import until

IS_WANTED = IS_FULL or os.environ.get("ESAYLOV_PICTURES") == "1"


def photograph(page: Page, path: Path, **options: Any) -> None:
	"""Keep what the page shows in a file, in the long profile or with ESAYLOV_PICTURES=1; `options` as Playwright's."""
	if IS_WANTED:
		page.screenshot(path=path, **options)


LONG = (
	"Oʻzbekiston Respublikasi Markaziy saylov komissiyasining Qoraqalpogʻiston Respublikasi boʻyicha hududiy saylov komissiyasi "
	"Davlatxoʻjaligiboshqarmasidagilarningtashkilotlararohamkorlikkengashi"
)
"""A name as long as names get, with a word that fits no column of a phone."""


def lengthen(page: Page, address: str, keys: Collection[str]) -> None:
	"""Whatever stands under these keys in the answers of an address is long; an empty text stays empty.

	keys: `title`, or `members.name` for what stands so in a part of that name alone.
	"""

	def longer(value: Any, key: str = "", part: str = "") -> Any:
		if isinstance(value, dict):
			return {name: longer(each, name, key) for name, each in value.items()}
		if isinstance(value, list):
			return [longer(each, key, part) for each in value]
		is_wanted = key in keys or f"{part}.{key}" in keys
		return LONG if is_wanted and isinstance(value, str) and value else value

	def answer(route: Route) -> None:
		told = route.fetch()
		route.fulfill(response=told, body=json.dumps(longer(told.json())))

	page.route(address, answer)


UNFIT = """(part) => {
	const root = document.querySelector(part);
	const said = (one) => `${one.tagName.toLowerCase()}.${one.className} ${(one.innerText || one.value || "").trim().slice(0, 60)}`;
	const isShortened = (list) => list.scrollHeight > list.clientHeight + 1 || getComputedStyle(list).appearance !== "none"; // one line then
	const flow = (one) => getComputedStyle(one).overflowX;
	const above = (one, is) => {
		for (let box = one.parentElement; box && box !== root.parentElement; box = box.parentElement) if (is(box)) return box;
		return null;
	};
	const scrolls = (box) => ["auto", "scroll"].includes(flow(box)) && box.scrollWidth > box.clientWidth + 1;
	const clips = (box) => ["hidden", "clip"].includes(flow(box));
	const found = document.documentElement.scrollWidth > innerWidth + 1 ? ["the page is wider than the window"] : [];
	for (const one of root.querySelectorAll("*")) {
		const box = one.getBoundingClientRect();
		if (box.width <= 1 || box.height <= 1 || one.closest("svg") || !one.checkVisibility({ visibilityProperty: true })) continue;
		const isControl = one.matches("button, a, input, select, textarea, summary");
		const hasText = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
		if (!isControl && !hasText) continue;
		if (above(one, scrolls)) continue; // what is beside it is reached by scrolling
		if (box.left < -1 || box.right > innerWidth + 1) found.push(`outside the view: ${said(one)}`);
		if (one.matches("select") && isShortened(one)) found.push(`cut off: ${said(one)}`);
		if (one.matches("select, input, textarea")) continue; // the others scroll in themselves
		const isCut = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline";
		if (isCut && (isControl || clips(one))) found.push(`cut off: ${said(one)}`);
		const edge = above(one, clips)?.getBoundingClientRect();
		if (edge && (box.right > edge.right + 1 || box.left < edge.left - 1)) found.push(`cut off by what holds it: ${said(one)}`);
	}
	return found;
}"""


def unfit(page: Page, part: str) -> list[str]:
	"""In a part of the page: controls and texts outside the view, and texts that are cut off. What may be scrolled to is neither."""
	return list(page.evaluate(UNFIT, part))


FILES = "/api/method/esaylov.api.files"


def wait_for_drawing(page: Page, file: str) -> None:
	"""Ask until the server has counted the pages of a file and drawn the first: while it does, it answers 503 by its contract."""
	until(lambda: page.request.get(f"{FILES}.pages", params={"file": file}).ok)
	until(lambda: page.request.get(f"{FILES}.page", params={"file": file, "number": 1}).ok)


def shows_drawn_pages(viewer: Locator) -> None:
	"""Fail unless the first page of a file stands there as a picture of the server's, and nothing of what was sent is opened."""
	expect(viewer.locator("img").first).to_have_attribute(
		"src", re.compile(r"/api/method/esaylov\.api\.files\.page\?")
	)
	expect(viewer.locator("img").first).to_have_js_property("complete", True)
	assert viewer.locator("img").first.evaluate("one => one.naturalWidth") > 500
	expect(viewer.locator("iframe, embed, object")).to_have_count(0)
