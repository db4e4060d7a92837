"""What each address that a guest may ask costs: processor time of web, MariaDB and Redis for its first answer and for later ones.

    .bench/env/bin/python benchmarks/guests.py [--site size.localhost] [--later 10] [--only TEXT] [--fill]

Asks every public page, set of open data, address of the check of documents and endpoint for guests, as it is and with an argument that no page
knows, and some with keys of pages that are none, in other languages. `--fill` writes the rows of 2024 first (`esaylov.setup.demo.rows_of_2024`): on a site that is thrown away. MariaDB and Redis of
the bench are running (`script/site services`). Built pages and kept answers are taken away before. Prints milliseconds and marks what stays above LIMIT;
ends with 1 if anything does.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import frappe  # noqa: E402 # the path is set above
from portal import application  # noqa: E402

from esaylov.portal import routes  # noqa: E402
from esaylov.portal.built import jobs  # noqa: E402
from esaylov.registers.published import sets  # noqa: E402
from esaylov.setup.demo import rows_of_2024  # noqa: E402

LIMIT = 20.0
"""Milliseconds of processor time that an address may cost after its first answer (17, point 5)."""
TICK = 1000 / os.sysconf("SC_CLK_TCK")
UNKNOWN = "utm_source=paper"
ASKED = {
	"candidates": ("q=karimov", "region=1703&page=3", "party=XDP&gender=Female"),
	"candidates/DC": ("page=7",),
	"decisions": ("outcome=Granted", "page=900", "since=2024-09-10&until=2024-09-12", "territory=1726277"),
	"station": ("region=1703&q=maktab",),
	"chain": ("before=1",),
	"": ("map=observers",),
	"track": ("number=1&code=AAAAAAAA",),
	"feedback": ("number=1&code=AAAAAAAA",),
}
"""Arguments that the page reads."""
METHODS = {
	**{
		f"open_data.{name}": ("", "form=csv", "limit=1000")
		for name in ("candidates", "constituencies", "voters", "parties", "observers")
	},
	"chain.heads": ("",),
	"chain.export": ("commission=CEC",),
	"chain.saved": ("number=1",),
	"status.status": ("",),
	"appeals.track": ("number=1&code=AAAAAAAA",),
	"certificates.verify": ("code=AAAAAAAA",),
}
ODD = (
	*("/en/candidates?after=nothing&page=9", "/ru/decisions?before=nothing", "/kaa/candidates?q=%25%25"),
	*(
		"/uz/candidates?page=99999999999",
		"/uz/decisions?page=-1&since=nothing",
		"/en/decisions?territory=%27",
	),
	*(
		"/uz/candidate/nothing",
		"/ru/constituency/nothing",
		"/uz/open-data/nothing.csv",
		"/de/candidates",
		"/nothing",
		"/nothing/else?q=1",
	),
	*(
		"/uz/election/demo/candidates?page=3",
		"/ru/election/nothing/candidates",
		"/en/station?region=nothing&q=a",
	),
	"/uz/candidates/DC/XDP?after=nothing&before=nothing",
	"/ru/territory/9999",
	"/api/method/esaylov.api.open_data.observers?start=999999999&form=csv",
	"/api/method/esaylov.api.open_data.candidates?after=zzzz&party=nothing",
	"/api/method/esaylov.api.open_data.parties?election=nothing",
	"/api/method/esaylov.api.open_data.constituencies?limit=-5&region=%27",
)
"""Keys of pages that are none, other languages, values that nobody offers."""
OTHERS = (
	"/verify",
	"/verify/AAAAAAAA",
	"/verify/offline",
	"/verify/endings.json",
	"/verify/worker.js",
	"/cabinet",
	"/cabinet/login",
	"/openapi.json",
	"/openapi",
)


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--bench", type=Path, default=ROOT / ".bench")
	parser.add_argument("--site", default="size.localhost")
	parser.add_argument("--later", type=int, default=10)
	parser.add_argument("--only", default="", help="addresses with this text in them")
	parser.add_argument("--fill", action="store_true")
	options = parser.parse_args()
	os.chdir(options.bench / "sites")
	frappe.init(options.site, sites_path=".")
	frappe.connect()
	if options.fill:
		rows_of_2024.fill()
	jobs.forget()
	frappe.cache.delete_keys("esaylov_answer")
	# one process: the first use of a second one's modules would count for the address that came to it
	with application(options, workers=1) as port:
		return measured(options, f"http://127.0.0.1:{port}")


def measured(options: argparse.Namespace, base: str) -> int:
	"""Ask each address; how the program ends."""
	session = requests.Session()
	session.headers["Host"] = options.site
	session.get(f"{base}/uz/calendar", timeout=600)  # the process has the pages' modules
	session.get(f"{base}/api/method/ping", timeout=600)
	dear = 0
	print(f"{'address':70} status   first   later  with {UNKNOWN}")
	for address in (one for one in addresses() if options.only in one):
		first, status = spent(session, base + address, 1)
		later, _ = spent(session, base + address, options.later)
		more, _ = spent(session, f"{base}{address}{'&' if '?' in address else '?'}{UNKNOWN}", options.later)
		is_dear = max(later, more) > LIMIT
		dear += is_dear
		print(
			f"{address[:70]:70} {status:6} {first:7.0f} {later:7.1f} {more:7.1f}{'  above' if is_dear else ''}",
			flush=True,
		)
	print(f"{dear} above {LIMIT:.0f} ms")
	return 1 if dear else 0


def spent(session: requests.Session, address: str, times: int) -> tuple[float, int]:
	"""Milliseconds of processor time an answer, and the last status."""
	before = processor_time()
	for _ in range(times):
		frappe.cache.delete_keys("esaylov-limit")  # one network asks for all of them
		status = session.get(address, timeout=600, allow_redirects=False).status_code
	return (processor_time() - before) / times, status


def processor_time() -> float:
	"""Of the servers of this bench and the web processes of the site, in milliseconds. Nothing else may use them meanwhile."""
	return TICK * sum(ticks for process, ticks in processes())


def processes() -> Iterator[tuple[int, int]]:
	for entry in Path("/proc").iterdir():
		if not entry.name.isdigit():
			continue
		try:
			line = (entry / "cmdline").read_bytes().decode(errors="replace")
			fields = (entry / "stat").read_text().rpartition(")")[2].split()
			site = (entry / "environ").read_bytes().split(b"\0")
		except OSError:
			continue
		is_web = "frappe.app:application" in line and f"FRAPPE_SITE={frappe.local.site}".encode() in site
		is_server = str(ROOT / ".bench" / "config") in line and ("mariadbd" in line or "redis" in line)
		if is_web or is_server:
			yield int(entry.name), int(fields[11]) + int(fields[12])


def addresses() -> Iterator[str]:
	"""Every address that a guest may ask."""
	yield from pages()
	for name in sets.SETS:
		for language, form in product(("uz", "ru"), ("csv", "json")):
			yield f"/{language}/open-data/{name}.{form}"
	yield from ("/uz/open-data/constituencies.geojson", "/uz/nothing", *OTHERS, *ODD)
	for method, queries in METHODS.items():
		yield from (f"/api/method/esaylov.api.{method}?{query}".rstrip("?") for query in queries)


def pages() -> Iterator[str]:
	"""The public pages, with examples in the place of the parts of their addresses."""
	examples = {
		"name": frappe.get_all("Candidate", pluck="name", order_by="name desc", limit=1)[0],
		"constituency": frappe.get_all("Constituency", pluck="name", order_by="name asc", limit=1)[0],
		"participant": "voters",
		"code": "1703",
		"election": "demo",
		"election_type": "DC",
		"party": "XDP",
		"width": "96",
		"form": "csv",
	}
	for route in routes.declared_routes():
		if not route.is_public:
			continue
		path = filled(route.pattern, examples)
		if "open-data/" in path:
			continue
		yield f"/uz/{path}".rstrip("/")
		for query in ASKED.get(path, ()):
			yield f"/uz/{path}?{query}".replace("/?", "?")


def filled(pattern: str, examples: dict[str, str]) -> str:
	"""The pattern with an example for each of its parts."""
	examples = {
		**examples,
		"name": examples["constituency" if pattern.startswith("constituency/") else "name"],
	}
	return re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda part: examples[part[1]], pattern).replace("\\", "")


if __name__ == "__main__":
	sys.exit(main())
