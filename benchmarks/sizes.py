"""What each list, count, link search, form, report, page of data and the job of limits cost at a share of 2024 and at the whole, side by side.

    .bench/env/bin/python benchmarks/sizes.py one.localhost size.localhost [--again 3]

The first site has 1 %, the second the whole (`script/site --site SITE execute esaylov.setup.demo.service.fill --kwargs "{'share': 0.01}"` on a
copy of a demonstration). For each login that may ask it: milliseconds of CPU of this process and of MariaDB (/proc, steps of 10), and rows that the
database read (Handler_read%), on the average of some repeats after a first one. What reads more than twice the rows of the first site is marked.
MariaDB and Redis of the bench are running (`script/site services`), nothing else asks them. Nothing is kept.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import frappe  # noqa: E402 # the path is set above
from factories.queries import rows_read  # noqa: E402
from frappe.desk.form.load import getdoc  # noqa: E402
from frappe.desk.search import search_link  # noqa: E402
from processes import spent  # noqa: E402
from werkzeug.test import EnvironBuilder  # noqa: E402
from werkzeug.wrappers import Request  # noqa: E402

from esaylov.appeals import deadlines  # noqa: E402
from esaylov.framework.errors import EsaylovError  # noqa: E402
from esaylov.portal import layout, routes  # noqa: E402
from esaylov.portal.web import answer  # noqa: E402
from esaylov.reports import service as reports  # noqa: E402
from esaylov.setup.demo.columns_of_2024 import SIZES  # noqa: E402

LOGINS = ("cec.chair", "regional.chair", "chair", "secretary", "administrator", "auditor", "party")
PAGES = ("decisions", "candidates", "chain")
DOCTYPES = tuple(doctype for doctype in SIZES if doctype != "Decision Row")
SHOWN, COUNTED = 20, 1001
LITTLE = 500
"""Rows that may be read whatever the size: rights, settings, places."""
Step = Callable[[], object]
Cost = tuple[float, float, float]


def main() -> None:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("sites", nargs=2)
	parser.add_argument("--again", type=int, default=3)
	parser.add_argument("--logins", default=",".join(LOGINS))
	options = parser.parse_args()
	os.chdir(ROOT / ".bench" / "sites")
	logins = options.logins.split(",")
	small = dict(measured(options.sites[0], logins, options.again))
	print(f"{'':44} {'process ms':>15} {'database ms':>15} {'rows read':>19}")
	grown = 0
	for what, whole in measured(options.sites[1], logins, options.again):
		one = small.get(what, (0.0, 0.0, 0.0))
		is_grown = whole[2] > 2 * one[2] + LITTLE
		grown += is_grown
		milliseconds = f"{one[0]:7.0f} {whole[0]:7.0f} {one[1]:7.0f} {whole[1]:7.0f}"
		print(
			f"{what:44} {milliseconds} {one[2]:9.0f} {whole[2]:9.0f}{'  grown' if is_grown else ''}",
			flush=True,
		)
	print(f"{grown} of {len(small)} read more than twice the rows")


def measured(site: str, logins: Sequence[str], again: int) -> Iterator[tuple[str, Cost]]:
	"""What was asked, and its cost."""
	frappe.init(site, sites_path=".")
	frappe.connect()
	for login in logins:
		for what, step in steps():
			frappe.set_user(f"{login}@esaylov.example")
			try:
				step()
			except (frappe.PermissionError, frappe.DoesNotExistError, EsaylovError):  # not for this login
				continue
			yield f"{login} {what}", cost(step, again)
	frappe.set_user("Administrator")
	yield "job: limits that passed, two batches", cost(deadlines.run, 1)
	frappe.destroy()


def steps() -> Iterator[tuple[str, Step]]:
	for doctype in DOCTYPES:
		yield f"list {doctype}", lambda doctype=doctype: listed(doctype, SHOWN)
		yield f"count {doctype}", lambda doctype=doctype: listed(doctype, COUNTED)
		yield f"link search {doctype}", lambda doctype=doctype: search_link(doctype, "kar")
		yield f"form {doctype}", lambda doctype=doctype: opened(doctype)
	for path in PAGES:
		yield f"page {path}", lambda path=path: page(path)
	for name in ("appeals", "candidates", "decisions", "accredited", "overdue", "lookups"):
		if hasattr(reports, name):
			yield f"report {name}", lambda name=name: getattr(reports, name)({})


def listed(doctype: str, limit: int) -> list[str]:
	return frappe.get_list(doctype, pluck="name", order_by="creation desc", limit=limit)


def page(path: str) -> None:
	"""A page that the application makes of data."""
	http = Request(EnvironBuilder(path=f"/uz/{path}").get_environ())
	frappe.local.request = http
	request = routes.requested("uz", path)
	answer(request, routes.run(request), layout.values_for(request))


def opened(doctype: str) -> None:
	if names := listed(doctype, 1):
		getdoc(doctype, names[0])


def cost(step: Step, again: int) -> Cost:
	"""Milliseconds of this process and of MariaDB, rows read: each time, after a first one."""
	rows, database, process = rows_read(), database_time(), time.process_time()
	for _ in range(again):
		step()
		frappe.db.rollback()
	spent = (1000 * (time.process_time() - process), database_time() - database, rows_read() - rows)
	return (spent[0] / again, spent[1] / again, spent[2] / again)


def database_time() -> float:
	number = (ROOT / ".bench" / "data" / "mariadb" / "mariadb.pid").read_text().strip()
	return spent(int(number))


if __name__ == "__main__":
	main()
