"""Steps on the built pages of the test site, each in a process of its own: `python -m factories.built SITE STEP …`."""

import json
import sys

import frappe

from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.portal.built import invalidation, jobs, pages

TITLES = {"title_ru": "Округ", "title_en": "Constituency 4711", "source_mark": "[ours]", "is_synthetic": 1}
NUMBER = 4711


def read(language: str, path: str) -> str:
	return pages.place(language, path).read_text(encoding="utf-8")


def constituency(title: str) -> str:
	values = {"election": "demo", "election_type": "DC", "territory": "1703", "number": NUMBER}
	with SETTING_UP.writing():
		frappe.get_doc({"doctype": "Constituency", **values, "title_uz": title, **TITLES}).insert()
	frappe.db.commit()
	return "made"


def question(text: str) -> str:
	"""A question on the page for voters, published as those are that the app ships."""
	values = {
		f"{field}_{language}": text for field in ("question", "answer") for language in ("uz", "ru", "en")
	}
	document = frappe.get_doc(
		{"doctype": "FAQ", "position": NUMBER, "for_voters": 1, "source_mark": "[ours]", **values}
	)
	document.flags.shipped = True
	document.insert(set_name=f"built-{NUMBER}")
	frappe.db.commit()
	return "made"


def fail() -> str:
	"""A build whose view raises."""
	real, pages.built = pages.built, _broken
	errors = frappe.db.count("Error Log")
	try:
		number = jobs._build("en", "constituencies/1703", invalidation.moment())
	finally:
		pages.built = real
	return json.dumps({"built": number, "logged": _logged() or frappe.db.count("Error Log") > errors})


def _broken(*_: str) -> bytes:
	raise ValueError("sinov")


def _logged() -> bool:
	"""A deferred Error Log waits in Redis."""
	from frappe.deferred_insert import queue_prefix

	return bool(frappe.cache.lrange(f"{queue_prefix}Error Log", 0, -1))


def overtaken() -> str:
	before = invalidation.moved()
	(invalidation.folder() / "moved").write_text("another")
	return json.dumps({"stored": pages.keep(pages.place("en", "sinov"), b"old", before)})


def tidy() -> str:
	for name in frappe.get_all("Constituency", {"number": NUMBER}, pluck="name"):
		with SETTING_UP.writing():
			frappe.delete_doc("Constituency", name, force=True, ignore_permissions=True)
	frappe.delete_doc("FAQ", f"built-{NUMBER}", force=True, ignore_permissions=True, ignore_missing=True)
	frappe.db.commit()
	return "tidy"


if __name__ == "__main__":
	frappe.init(site=sys.argv[1], sites_path=".")
	frappe.connect()
	frappe.set_user("Administrator")
	steps = {step.__name__: step for step in (read, constituency, question, fail, overtaken, tidy)}
	sys.stdout.write(steps[sys.argv[2]](*sys.argv[3:]))
	frappe.destroy()
