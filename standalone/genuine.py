"""script/test --genuine DIR: the tests on a bench that exists, whose Frappe nobody changed, and a record of what they said."""

import json
import os
import platform
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from standalone import ports, site_config, supervisor
from standalone.paths import ROOT, Bench
from standalone.steps import Failure

ROOMS = ("tests/core", "tests/site", "tests/permissions", "tests/web", "tests/e2e")
RESULTS = ROOT / "benchmarks" / "results"
ENDS = {"failure": "failed", "error": "failed", "skipped": "skipped"}
"""Elements of a JUnit report -> how the test ended; a test without one has passed."""
OF_FRAPPE = "frappe.utils.bench_helper"
VERSIONS = (
	"import json, sys, frappe; frappe.init(site=sys.argv[1], sites_path='.'); frappe.connect();"
	"print(json.dumps({'frappe': frappe.__version__, 'python': sys.version.split()[0],"
	" 'database': frappe.db.sql('select version()')[0][0], 'redis': frappe.cache.info()['redis_version'],"
	" 'is_demonstration': bool(frappe.conf.get('esaylov_demo'))}))"
)


@dataclass(slots=True)
class Room:
	"""What pytest said of one folder or file. tests: it, and the other arguments of pytest.

	commit: of the app. at: end of the run, UTC. not_passed: test -> first line of the reason, for what failed or was skipped.
	"""

	tests: str
	passed: int = 0
	failed: int = 0
	skipped: int = 0
	seconds: int = 0
	commit: str = ""
	at: str = ""
	not_passed: dict[str, str] = field(default_factory=dict)


def run(folder: str, arguments: Sequence[str]) -> int:
	"""Run the tests on the bench in `folder`, beside servers of this run; 1 where one failed.

	arguments: for pytest; without a path among them every folder of tests that a bench can run, one after the other. The site is
	FRAPPE_SITE, else the bench's default site. Versions, counts and reasons are written to `benchmarks/results`.
	Raises Failure for a folder that is no bench with a demonstration.
	"""
	bench = Bench(Path(folder).resolve())
	site = _site_of(bench)
	require_address(site)
	versions = _versions_of(bench, site)
	if not versions.pop("is_demonstration"):
		raise Failure(f"{site} has no demonstration: README, “Install on a bench”, says how it gets one")
	bench.config.mkdir(exist_ok=True)
	paths = [word for word in arguments if word.startswith("tests/")]
	words = [word for word in arguments if word not in paths]
	with _servers(bench, site) as url:
		rooms = [_run_room(bench, site, url, room, words) for room in paths or ROOMS]
	write_record(versions, rooms)
	return int(any(room.failed or not room.passed for room in rooms))


def _site_of(bench: Bench) -> str:
	common = bench.sites / "common_site_config.json"
	if not common.is_file() or not bench.python.exists():
		raise Failure(
			f"{bench.root} is no bench: it has no sites/common_site_config.json or no env/bin/python"
		)
	site = os.environ.get("FRAPPE_SITE") or json.loads(common.read_text()).get("default_site")
	if not site or not (bench.sites / site / "site_config.json").is_file():
		raise Failure("which site? export FRAPPE_SITE=SITE, or: bench use SITE")
	return str(site)


def require_address(site: str) -> None:
	"""Raises Failure unless the name of the site leads to an address: tests over HTTP call the web server by it."""
	try:
		socket.gethostbyname(site)
	except OSError as problem:
		raise Failure(f"add the line “127.0.0.1 {site}” to /etc/hosts") from problem


def _versions_of(bench: Bench, site: str) -> dict[str, object]:
	words = [str(bench.python), "-c", VERSIONS, site]
	answer = subprocess.run(words, cwd=bench.sites, capture_output=True, text=True)
	if answer.returncode:
		raise Failure(f"{site} does not answer; does its database run?\n{answer.stderr.strip()}")
	return {**json.loads(answer.stdout.splitlines()[-1]), "system": platform.platform()}


def _commit() -> str:
	words = ["git", "rev-parse", "--short=12", "HEAD"]
	return subprocess.run(words, cwd=ROOT, capture_output=True, text=True).stdout.strip()


@contextmanager
def _servers(bench: Bench, site: str) -> Iterator[str]:
	"""Web server, realtime, a worker and the made-up portals; gives the address of the web server."""
	web, realtime, oneid, interagency = (ports.free_port(0) for _ in range(4))
	site_config.set_value(bench, site, "socketio_port", realtime)
	site_config.set_value(bench, site, "throttle_user_limit", 10_000)
	site_config.set_value(bench, site, "esaylov_guest_points", 10_000_000)
	site_config.use_demo_oneid(bench, site, oneid)
	site_config.use_demo_interagency(bench, site, interagency)
	processes = supervisor.Supervisor(bench, prefix=f"{site}-")
	processes.clear()
	try:
		processes.start(supervisor.web(bench, site, web))
		processes.start(_worker(bench))
		processes.start(_realtime(bench, realtime))
		processes.start(supervisor.oneid(bench, oneid))
		processes.start(supervisor.interagency(bench, interagency))
		# a stock web server finds the site by the name in the address
		url = f"http://{site}:{web}"
		processes.wait_for(f"{url}/api/method/ping")
		yield url
	finally:
		processes.stop()


def _worker(bench: Bench) -> supervisor.Process:
	command = [str(bench.python), "-m", OF_FRAPPE, "frappe", "worker", "--queue", "short,default,long"]
	return supervisor.Process("worker", command)


def _realtime(bench: Bench, port: int) -> supervisor.Process:
	program = str(bench.apps / "frappe" / "socketio.js")
	return supervisor.Process("realtime", ["node", program], {"FRAPPE_SOCKETIO_PORT": str(port)})


def _run_room(bench: Bench, site: str, url: str, room: str, words: Sequence[str]) -> Room:
	report = bench.logs / "junit.xml"
	report.unlink(missing_ok=True)
	surroundings = {
		"FRAPPE_SITE": site,
		"SITES_PATH": str(bench.sites),
		"ESAYLOV_URL": url,
		"ESAYLOV_TEST_URL": url,
	}
	path = str(ROOT / room)
	command = [str(bench.python), "-m", "pytest", f"--rootdir={ROOT}", f"--junitxml={report}", path, *words]
	begin = time.monotonic()
	# Frappe 16 opens its logs from here as it is imported
	subprocess.run(command, cwd=bench.sites, env=os.environ | surroundings)
	run = " ".join((room, *words))
	found = read_report(report.read_text(), run) if report.exists() else Room(run, failed=1)
	found.seconds = round(time.monotonic() - begin)
	found.commit, found.at = _commit(), f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}"
	return found


def read_report(xml: str, room: str) -> Room:
	"""A JUnit report of pytest in numbers; what did not pass by its name."""
	ends: Counter[str] = Counter()
	not_passed = {}
	for case in ElementTree.fromstring(xml).iter("testcase"):  # noqa: S314 # pytest wrote it a moment ago
		found = next((element for element in case if element.tag in ENDS), None)
		ends[ENDS[found.tag] if found is not None else "passed"] += 1
		if found is not None:
			reason = (found.get("message") or found.text or "").strip()
			not_passed[f"{case.get('classname')}::{case.get('name')}"] = reason.partition("\n")[0][:200]
	return Room(room, ends["passed"], ends["failed"], ends["skipped"], not_passed=not_passed)


def write_record(versions: Mapping[str, object], rooms: Sequence[Room]) -> None:
	"""Write what a run found beside what earlier runs with the same versions found of other folders and files."""
	RESULTS.mkdir(exist_ok=True)
	path = RESULTS / f"genuine-{versions['frappe']}.json"
	earlier = json.loads(path.read_text()) if path.exists() else {"rooms": []}
	is_same = {name: value for name, value in earlier.items() if name != "rooms"} == versions
	written = {room["tests"]: room for room in earlier["rooms"]} if is_same else {}
	written |= {room.tests: asdict(room) for room in rooms}
	record = {**versions, "rooms": list(written.values())}
	path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")
	counted = ", ".join(
		f"{room.tests}: {room.passed} passed, {room.failed} failed, {room.skipped} skipped" for room in rooms
	)
	print(f"Frappe {versions['frappe']}: {counted}; {path}")
