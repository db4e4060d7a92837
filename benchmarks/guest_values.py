"""What a guest's page costs for an argument that nobody has used before, against the goal of its address.

    .bench/env/bin/python benchmarks/guest_values.py [--site esaylov.localhost] [--values 12] [--only TEXT] [--profile ADDRESS] [--statements ADDRESS]

Calls the framework's application in this process, while MariaDB and Redis of the bench run (`script/site services`), on a site with the rows of
2024 (`script/server --size 2024`). Kept answers are taken away before, so that each value is new. Prints for each address the milliseconds of
processor time of this process and of MariaDB, rows read, statements and bytes of one answer; ends with 1 where the sum is above the goal.
--statements: those of one answer with the rows that each reads. --profile: cProfile of one address, by own time.
"""

import argparse
import cProfile
import os
import pstats
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import frappe  # noqa: E402 # the path is set above
import frappe.app  # noqa: E402
import processes  # noqa: E402
from factories.queries import READS  # noqa: E402
from frappe.database.database import Database  # noqa: E402
from werkzeug.test import Client as Inside  # noqa: E402
from werkzeug.test import TestResponse  # noqa: E402

BENCH = ROOT / ".bench"
PARTIES = ("OZLIDEP", "XDP", "ADOLAT", "MILLIY_TIKLANISH", "EKOPARTIYA")
REGIONS = tuple(
	[
		"1703",
		"1706",
		"1708",
		"1710",
		"1712",
		"1714",
		"1718",
		"1722",
		"1724",
		"1726",
		"1727",
		"1730",
		"1733",
		"1735",
	]
)
GENDERS = ("Female", "Male")
PAGES = range(2, 21)
NAMES = tuple(
	[
		"karimov",
		"aliyev",
		"rahimov",
		"yusupova",
		"ismoilov",
		"toshmatov",
		"saidov",
		"qodirova",
		"umarov",
		"nazarov",
	]
)
WORDS = ("maktab", "namuna", "12", "uy", "bogcha", "markaz", "joy", "mahalla", "klub", "5")
PAGE, HEAD = 15.0, 5.0
"""Milliseconds that a page and the head of one may cost."""


@dataclass(frozen=True)
class Address:
	"""values: addresses of one kind, each with other arguments. goal: milliseconds of one answer."""

	title: str
	values: Callable[[], Iterator[str]]
	goal: float = PAGE
	method: str = "GET"


def paged(path: str) -> Callable[[], Iterator[str]]:
	return lambda: (f"{path}{'&' if '?' in path else '?'}page={page}" for page in PAGES)


def filtered() -> Iterator[str]:
	"""Each filter changes from one address to the next."""
	for page, region, gender, party in zip(
		PAGES, cycle(REGIONS), cycle(GENDERS), cycle(PARTIES), strict=False
	):
		yield f"/uz/candidates?page={page % 3 + 1}&region={region}&gender={gender}&party={party}"


def with_keys() -> Iterator[str]:
	"""Pages far behind the first, by the key of the row before them."""
	names = frappe.get_all("Candidate", {"election": "demo"}, pluck="name", order_by="name_order", limit=0)
	for place in range(500, len(names), max(1, len(names) // 50)):
		yield f"/uz/candidates?election_type=DC&page={place // 50}&after={names[place]}"


ADDRESSES = (
	Address("candidates?page=", lambda: (f"/uz/candidates?status=all&page={page}" for page in PAGES)),
	Address("candidates?gender&page=", paged("/uz/candidates?gender=Female")),
	Address(
		"candidates?region&page=", lambda: (f"/uz/candidates?region={region}&page=3" for region in REGIONS)
	),
	Address("candidates?party&page=", paged("/uz/candidates?party=XDP")),
	Address("candidates?region&gender&party", filtered),
	Address("candidates?after=", with_keys),
	Address("candidates/DC/PARTY?page=", paged("/uz/candidates/DC/OZLIDEP")),
	Address("candidates/DC?page=", paged("/uz/candidates/DC")),
	Address("HEAD candidates/DC?page=", paged("/ru/candidates/DC"), HEAD, "HEAD"),
	Address(
		"station?region&q",
		lambda: (f"/uz/station?region={region}&q={word}" for region, word in product(REGIONS, WORDS)),
	),
	Address(
		"open_data.observers?start=",
		lambda: (
			f"/api/method/esaylov.api.open_data.observers?start={start}&limit=10" for start in range(1, 200)
		),
	),
	Address(
		"candidates?q=",
		lambda: (f"/uz/candidates?q={one}+{other}" for one, other in product(NAMES, "abcdosz")),
	),
)


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--site", default="esaylov.localhost")
	parser.add_argument("--values", type=int, default=12)
	parser.add_argument("--only", default="", help="addresses with this text in their title")
	parser.add_argument("--profile", action="store_true")
	parser.add_argument("--statements", action="store_true")
	options = parser.parse_args()
	os.chdir(BENCH / "sites")
	client, headers = Inside(frappe.app.application), {"Host": options.site, "Accept-Encoding": "gzip"}
	dear = 0
	print(
		f"{'address':34}{'web':>8}{'database':>10}{'goal':>7}{'rows read':>11}{'statements':>12}{'bytes':>9}  status"
	)
	for address in (one for one in ADDRESSES if options.only in one.title):
		values = prepared(options.site, address, options.values)

		def ask(value: str, method: str = address.method) -> TestResponse:
			return client.open(value, method=method, headers=headers)

		for value in values[:2]:  # loads modules and reads what the process keeps
			ask(value)
		dear += measured(address, values[2:], ask, options)
	print(f"{dear} above the goal")
	return 1 if dear else 0


def prepared(site: str, address: Address, number: int) -> list[str]:
	"""New values, with nothing kept of them."""
	frappe.init(site, sites_path=".", force=True)
	frappe.connect()
	try:
		frappe.cache.delete_keys("esaylov_answer")
		frappe.cache.delete_keys("esaylov-limit")
		return list(islice(address.values(), number + 2))
	finally:
		frappe.destroy()


def measured(
	address: Address, values: list[str], ask: Callable[[str], TestResponse], options: argparse.Namespace
) -> bool:
	"""Print the line of an address; whether it is above its goal."""
	with counted(options.statements) as count:
		answers = [ask(value) for value in values[: max(1, len(values) // 3)]]
	statements, rows = count[0] / len(answers), count[1] / len(answers)
	rest = values[len(answers) :]
	profile = cProfile.Profile(time.process_time)
	database, web = processes.spent_by(BENCH, "mariadbd"), time.process_time()
	if options.profile:
		profile.enable()
	answers = [ask(value) for value in rest]
	profile.disable()
	spent = (time.process_time() - web) * 1000 / len(rest)
	by_database = (processes.spent_by(BENCH, "mariadbd") - database) / len(rest)
	is_dear = spent + by_database > address.goal
	last = answers[-1]
	print(
		f"{address.title:34}{spent:8.1f}{by_database:10.1f}{address.goal:7.0f}{rows:11,.0f}{statements:12.1f}"
		f"{len(last.data):9,}  {last.status_code}{'  above' if is_dear else ''}",
		flush=True,
	)
	if options.profile:
		pstats.Stats(profile).sort_stats("cumtime").print_stats(70)
	return is_dear


@contextmanager
def counted(is_shown: bool) -> Iterator[list[int]]:
	"""Statements, and rows that they read, of every connection inside."""
	database: Any = Database
	found, run, noise = [0, 0], database.sql, 0

	def sql(self: Any, query: object, *args: object, **kwargs: object) -> object:
		nonlocal noise
		noise = noise or -_rows(self, run) + _rows(self, run)  # asking for the counters is counted too
		before = _rows(self, run)
		answer = run(self, query, *args, **kwargs)
		read = _rows(self, run) - before - noise
		found[0] += 1
		found[1] += max(read, 0)
		if is_shown:
			print(f"    {read:8,} {' '.join(str(query).split())[:240]}")
		return answer

	database.sql = sql
	try:
		yield found
	finally:
		database.sql = run


def _rows(database: Any, run: Callable[..., Any]) -> int:
	status = dict(run(database, "show session status like 'Handler_read%%'"))
	return sum(int(status[name]) for name in READS)


if __name__ == "__main__":
	sys.exit(main())
