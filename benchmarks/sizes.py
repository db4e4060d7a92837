"""What each list, count, link search, form, report, page, page build and job costs at a share of 2024 and at the whole, side by side.

    .bench/env/bin/python benchmarks/sizes.py one.localhost size.localhost [--again 3] [--parts pages,jobs] [--logins party]

The first site has 1 %, the second the whole (`script/site --site SITE execute esaylov.setup.demo.rows_of_2024.fill --kwargs "{'share': 0.01}"` on a
copy of a demonstration). What is measured is found: DocTypes with rows of 2024, Reports of this app, routes of pages, jobs of the scheduler.
For each login that may ask it: milliseconds of CPU of this process and of MariaDB (/proc, steps of 10), and rows that the
database read (Handler_read%), on the average of some repeats after a first one. What reads more than twice the rows of the first site, or takes
more than twice the time, is marked.
MariaDB and Redis of the bench are running (`script/site services`), nothing else asks them. Jobs keep what they do: for sites that are thrown
away.
"""

import argparse
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import frappe  # noqa: E402 # the path is set above
from factories.queries import rows_read  # noqa: E402
from frappe.desk.form.load import getdoc  # noqa: E402
from frappe.desk.query_report import run as run_report  # noqa: E402
from frappe.desk.search import search_link  # noqa: E402
from guests import pages as public_pages  # noqa: E402
from processes import spent  # noqa: E402
from werkzeug.test import EnvironBuilder  # noqa: E402
from werkzeug.wrappers import Request  # noqa: E402

from esaylov.api import link_search  # noqa: E402
from esaylov.framework.errors import EsaylovError  # noqa: E402
from esaylov.permissions.list_orders import ORDERS  # noqa: E402
from esaylov.portal import layout, routes  # noqa: E402
from esaylov.portal.built import pages as built  # noqa: E402
from esaylov.portal.web import PortalRequest, answer  # noqa: E402
from esaylov.reports import cockpit  # noqa: E402
from esaylov.setup.demo.columns_of_2024 import PREFIX, SIZES  # noqa: E402

LOGINS = ("cec.chair", "regional.chair", "chair", "secretary", "administrator", "auditor", "party")
PARTS = ("lists", "orders", "reports", "pages", "cabinet", "jobs")
DOCTYPES = tuple(doctype for doctype in SIZES if doctype != "Decision Row")
SHOWN, COUNTED = 20, 1001
LITTLE, SOON = 500, 20.0
"""Rows that may be read whatever the size (rights, settings, places), and milliseconds below which time is not compared."""
GUEST = "Guest"
MADE_UP = re.compile(rf"\b{PREFIX}\d+")
"""Name of a row of 2024: the example of one site is another one than that of the other."""
PART = re.compile(r"\(\?P<(\w+)>[^)]*\)")
"""Of the pattern of an address."""
Step = Callable[[], object]
Cost = tuple[float, float, float]


def main() -> None:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("sites", nargs=2)
	parser.add_argument("--again", type=int, default=3)
	parser.add_argument("--logins", default=",".join(LOGINS))
	parser.add_argument("--parts", default=",".join(PARTS))
	options = parser.parse_args()
	os.chdir(ROOT / ".bench" / "sites")
	asked = (options.logins.split(","), options.parts.split(","), options.again)
	small = dict(measured(options.sites[0], *asked))
	print(f"{'':60} {'process ms':>15} {'database ms':>15} {'rows read':>19}")
	more_rows, more_time, compared = 0, 0, set()
	for what, whole in measured(options.sites[1], *asked):
		if what not in small:
			print(f"{what:60} at the second site alone")
			continue
		one = small[what]
		compared.add(what)
		has_rows, has_time = whole[2] > 2 * one[2] + LITTLE, _time(whole) > max(2 * _time(one), SOON)
		more_rows, more_time = more_rows + has_rows, more_time + has_time
		milliseconds = f"{one[0]:7.0f} {whole[0]:7.0f} {one[1]:7.0f} {whole[1]:7.0f}"
		mark = "  rows" * has_rows + "  time" * has_time
		print(f"{what:60} {milliseconds} {one[2]:9.0f} {whole[2]:9.0f}{mark}", flush=True)
	for what in sorted(small.keys() - compared):
		print(f"{what:60} at the first site alone")
	print(
		f"{more_rows} of {len(compared)} read more than twice the rows, {more_time} take more than twice the time"
	)


def _time(found: Cost) -> float:
	return found[0] + found[1]


def measured(
	site: str, logins: Sequence[str], parts: Sequence[str], again: int
) -> Iterator[tuple[str, Cost]]:
	"""What was asked, and its cost."""
	frappe.init(site, sites_path=".")
	frappe.connect()
	for who, part, times in (
		*(
			(f"{login}@esaylov.example", part, again)
			for login in logins
			for part in ("lists", "orders", "reports", "cabinet")
		),
		(GUEST, "pages", again),
		("Administrator", "jobs", 1),
	):
		frappe.set_user(who)
		for what, step in STEPS[part]() if part in parts else ():
			frappe.set_user(who)
			try:
				step()
				found = cost(step, times)
			except (frappe.PermissionError, frappe.DoesNotExistError, EsaylovError):  # not for this login
				continue
			except (
				Exception
			) as fault:  # a job whose gateway is not there; the others are measured all the same
				print(f"{what}: {fault!r}", file=sys.stderr)
				continue
			finally:
				frappe.db.rollback()
			yield f"{who.partition('@')[0]} {what}", found
	frappe.destroy()


def of_lists() -> Iterator[tuple[str, Step]]:
	for doctype in DOCTYPES:
		yield f"list {doctype}", partial(listed, doctype, SHOWN)
		yield f"count {doctype}", partial(listed, doctype, COUNTED)
		yield f"link search {doctype}", partial(searched, doctype, "kar")
		yield f"form {doctype}", partial(opened, doctype)


def of_orders() -> Iterator[tuple[str, Step]]:
	"""Each order that the Desk offers for a long list, in both directions."""
	for doctype, fields in ORDERS.items():
		for field in fields:
			for way in ("asc", "desc"):
				step = partial(listed, doctype, SHOWN, f"`tab{doctype}`.`{field}` {way}")
				yield f"order {doctype} by {field} {way}", step


def of_reports() -> Iterator[tuple[str, Step]]:
	"""All of this app as the Desk runs them, and the figures of the cockpit."""
	for name in frappe.get_all("Report", {"module": "Esaylov"}, pluck="name", order_by="name asc"):
		yield f"report {name}", partial(run_report, name, {})
	yield "cockpit", lambda: cockpit.figures(frappe.session.user)


def of_pages() -> Iterator[tuple[str, Step]]:
	"""Every public page as it is built, or made for arguments."""
	for address in public_pages():
		parts = urlsplit(address)
		language, _, path = parts.path.strip("/").partition("/")
		step = partial(page, address) if parts.query else partial(built.built, language, path)
		yield f"{'page' if parts.query else 'build'} {MADE_UP.sub('…', address)}", step


def of_cabinet() -> Iterator[tuple[str, Step]]:
	"""Every page for who has logged in, as it is opened."""
	appeals = listed("Appeal", 1) if frappe.has_permission("Appeal", "read") else []
	examples = {"name": (appeals or ["none"])[0], "appeal_type": "A56", "sha256": "0" * 64}
	for route in routes.declared_routes():
		if route.login and "GET" in route.methods and not route.is_public:
			address = PART.sub(lambda part: examples.get(part[1], "none"), route.pattern).replace("\\", "")
			yield f"page /{PART.sub('…', route.pattern)}", partial(page, f"/{address}")


def of_jobs() -> Iterator[tuple[str, Step]]:
	"""What the scheduler runs, after a first time."""
	found = frappe.get_hooks("scheduler_events", app_name="esaylov")
	for name in dict.fromkeys(_names(found)):
		yield f"job {name.removeprefix('esaylov.')}", frappe.get_attr(name)


def _names(found: object) -> Iterator[str]:
	if isinstance(found, str):
		yield found
	for value in found.values() if isinstance(found, Mapping) else found if isinstance(found, list) else ():
		yield from _names(value)


STEPS: Mapping[str, Callable[[], Iterator[tuple[str, Step]]]] = {
	"lists": of_lists,
	"orders": of_orders,
	"reports": of_reports,
	"pages": of_pages,
	"cabinet": of_cabinet,
	"jobs": of_jobs,
}


def listed(doctype: str, limit: int, order: str = "creation desc") -> list[str]:
	return frappe.get_list(doctype, pluck="name", order_by=order, limit=limit)


def searched(doctype: str, words: str) -> object:
	"""As a request of the Desk is searched for (`esaylov.api.access`)."""
	form = frappe._dict(doctype=doctype, txt=words)
	link_search.narrow(form)
	return search_link(doctype, words, filters=form.filters)


def page(address: str) -> None:
	"""A page that the application makes of data."""
	parts = urlsplit(address)
	frappe.local.request = Request(EnvironBuilder(path=parts.path, query_string=parts.query).get_environ())
	frappe.session.data.setdefault("csrf_token", "none")
	language, _, path = parts.path.strip("/").partition("/")
	is_public = language == "uz"
	request = routes.requested("uz", path) if is_public else PortalRequest("uz", parts.path.strip("/"))
	answer(request, routes.run(request), layout.values_for)


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
