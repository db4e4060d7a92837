"""What the Desk was seen to call while every screen of every role was shown: `tests/permissions/framework/desk_calls.csv`.

A line for a function and a verb on a version of the framework, with the logins that called it so: those of the walk (`desk_people`), and
`Administrator`, by whom the stock Desk is driven (`tests/web/test_desk.py`). To make it anew, take the lines of a version out and walk on it:
`ESAYLOV_RECORD=yes script/test --long walk`; then `python tests/permissions/stock_methods.py`.
"""

import csv
import json
import os
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import frappe
from playwright.sync_api import Page, Request, Response

from factories import inside

RECORD = Path(__file__).parents[1] / "permissions" / "framework" / "desk_calls.csv"
COLUMNS = ("version", "method", "verb", "roles")
Line = tuple[str, str, str]
"""Version, function, verb."""
Call = tuple[str, str, tuple[tuple[str, str], ...]]
"""Verb, path, and the arguments that name a method of a document."""
CALLED = re.compile(r"/api(?:/v\d)?/(?:method|resource|document|doctype)/")
NAMING = ("method", "run_method", "docs", "document", "dt", "doctype")
"""Arguments that say which method of which document is called."""
ENDS = """
from werkzeug.wrappers import Request
from esaylov.api import calls
answer = []
for verb, path, form in given["calls"]:
	frappe.local.request = Request.from_values(path, method=verb)
	frappe.local.form_dict = frappe._dict(form)
	answer.append(sorted(calls.called()))
"""
"""The functions that requests end in, asked of the door."""


def listen(page: Page) -> set[Call]:
	"""What a page calls from now on."""
	heard: set[Call] = set()

	def hear(answer: Response) -> None:
		path = urlsplit(answer.url).path
		if CALLED.match(path):
			heard.add((answer.request.method, path, _naming(answer.request, path)))

	page.on("response", hear)
	return heard


def _naming(request: Request, path: str) -> tuple[tuple[str, str], ...]:
	"""What names the method of a document that a request calls; nothing for a method that the address names."""
	if not path.endswith("/run_doc_method"):
		return ()
	sent = dict(parse_qsl(urlsplit(request.url).query)) | dict(parse_qsl(request.post_data or ""))
	if "docs" in sent:
		sent["docs"] = json.dumps({"doctype": json.loads(sent["docs"])["doctype"]})
	return tuple((name, sent[name]) for name in NAMING if name in sent)


def note(role: str, heard: set[Call]) -> None:
	"""Write down what a role called, where the record is made."""
	if not os.environ.get("ESAYLOV_RECORD"):
		return
	asked = sorted(heard)
	found = inside.run(ENDS, calls=[(verb, path, dict(form)) for verb, path, form in asked])
	known = read()
	for (verb, *_), names in zip(asked, found, strict=True):
		for name in names:
			known.setdefault((frappe.__version__, name, verb), set()).add(role)
	with RECORD.open("w", encoding="utf-8", newline="") as file:
		rows = csv.writer(file, lineterminator="\n")
		rows.writerow(COLUMNS)
		rows.writerows((*line, " ".join(sorted(roles))) for line, roles in sorted(known.items()))


def read() -> dict[Line, set[str]]:
	"""Who called what, on which version."""
	with RECORD.open(encoding="utf-8") as lines:
		return {
			(row["version"], row["method"], row["verb"]): set(row["roles"].split())
			for row in csv.DictReader(lines)
		}
