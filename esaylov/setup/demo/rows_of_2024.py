"""An election of the size of 2024 for a demonstration: rows written by the database itself, always the same for a number.

They pass by the controllers, so that 400,000 persons take a minute and not a day;
`tests/site/setup/demo/test_rows_of_2024.py` compares their columns with rows that filing, deciding, sending and importing
wrote. Nothing in them is real: names have numbers, signatures prove nothing, and no chain has an event of them.
`columns_of_2024` says what each column holds.
"""

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import frappe

from esaylov.framework import clock
from esaylov.framework.errors import WrongState
from esaylov.identity import person_macs
from esaylov.portal.built import jobs
from esaylov.setup.demo import columns_of_2024 as columns
from esaylov.setup.demo.columns_of_2024 import PREFIX

ORDER = (
	*("Observer", "Appeal", "Person", "Document Signature", "SMS Message", "Decision", "Proxy"),
	*("Certificate", "Decision Row", "Candidate", "Polling Station", "Constituency"),
)
"""The longest first: two are written at once."""
AT_ONCE = 2


def fill(share: float = 1.0) -> None:
	"""Write the rows, or a share of each DocType's (1 is the whole), and print how far it is; what is there already stays.

	Rows of another share are taken away first, and a run that was broken off is gone on with. For demonstrations alone: raises WrongState elsewhere.
	"""
	if not clock.may_move():
		raise WrongState(article="own design")
	sizes = columns.sizes(share)
	there = {doctype: _number(doctype) for doctype in ORDER}
	if any(number not in (0, sizes[doctype]) for doctype, number in there.items()):
		print("rows of another size are taken away", flush=True)
		remove()
		there = dict.fromkeys(ORDER, 0)
	missing = [doctype for doctype in ORDER if there[doctype] != sizes[doctype]]
	_write_at_once(missing, share)
	if missing:
		count()
		jobs.forget()


def load(share: float = 1.0) -> None:
	"""Write the rows, or a share of each DocType's, in the caller's transaction."""
	for doctype in ORDER:
		_write(doctype, share)


def count() -> None:
	"""Keep the rows, and have the database count what it has: its plans rest on that."""
	frappe.db.commit()  # a set-up command: no request reaches this
	tables = ", ".join(f"`tab{doctype}`" for doctype in ORDER)
	statement = f"analyze table {tables}"
	frappe.db.sql(statement)  # names of ours


def remove() -> None:
	"""Take kept rows away again."""
	for doctype in ORDER:
		table = frappe.qb.DocType(doctype)
		frappe.qb.from_(table).delete().where(table.name.like(f"{PREFIX}%")).run()
		frappe.db.commit()  # as above


def _number(doctype: str) -> int:
	return frappe.db.count(doctype, {"name": ["like", f"{PREFIX}%"]})


def _write_at_once(doctypes: list[str], share: float) -> None:
	"""Each DocType is a transaction of a connection of its own; Ctrl-C leaves whole DocTypes."""
	site, path, told = frappe.local.site, frappe.local.sites_path, threading.Lock()
	done = iter(range(1, len(doctypes) + 1))

	def write(doctype: str) -> None:
		frappe.init(site, sites_path=path)
		frappe.connect()
		try:
			_write(doctype, share)
			frappe.db.commit()  # as above
		finally:
			frappe.destroy()
		with told:
			number = columns.sizes(share)[doctype]
			print(f"{next(done)} of {len(doctypes)}: {number:,} × {doctype}", flush=True)

	with ThreadPoolExecutor(AT_ONCE) as pool:
		for ended in [pool.submit(write, doctype) for doctype in doctypes]:
			ended.result()


def _write(doctype: str, share: float) -> None:
	filled = {**_standard(), **columns.columns(share)[doctype]}
	seed = filled.pop("", "s.seq")  # of the row whose commission it shares
	names = ", ".join(f"`{name}`" for name in filled)
	places = frappe.db.count("Election Commission", {"level": "DC"})
	# the texts are ours alone
	frappe.db.sql(
		f"insert into `tab{doctype}` ({names}) select {', '.join(filled.values())}"  # noqa: S608
		f" from seq_1_to_{columns.sizes(share)[doctype]} s"
		f" join {columns.PLACES} place on place.n = (({seed}) * {columns.CYCLE} >> 8) % {places}"
	)
	if doctype == person_macs.PERSON:
		person_macs.write_missing(PREFIX)


def _standard() -> Mapping[str, str]:
	moment = "date_sub('2024-10-01', interval s.seq second)"
	return {
		"name": columns.name(),
		**dict.fromkeys(("creation", "modified"), moment),
		**dict.fromkeys(("owner", "modified_by"), "'Administrator'"),
		**dict.fromkeys(("docstatus", "idx"), "0"),
	}
