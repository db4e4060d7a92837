"""script/test: sites for tests, the checks of style and types beside their making, pytest in lanes beside web servers and workers."""

import argparse
import os
import secrets
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from standalone import (
	advisories,
	backups,
	day,
	documents,
	driver,
	environment,
	genuine,
	ports,
	setup,
	site_config,
	supervisor,
	tools,
)
from standalone.cli import interruptible, timed_backing
from standalone.lanes import FULL_LANES, LANES, LONG, SITE, Lane
from standalone.locks import alone
from standalone.packages import FOR_ALERTS, FOR_CLUSTER, FOR_ENCRYPTION, FOR_TESTS, QUICKER, try_to_install
from standalone.paths import APP, ROOT, STANDALONE, Bench
from standalone.steps import timed, together

COVERED = 95
NOTHING_TO_RUN = 5
"""What pytest ends with when no test was selected."""


# what runs before and beside the framework; site.py and the overlay run inside it, and it has no types
STANDALONE_FILES = [
	str(path.relative_to(ROOT))
	for path in sorted(
		path for folder in ("", "cluster/", "production/") for path in STANDALONE.glob(f"{folder}*.py")
	)
	if path.name != "site.py"
]
BENCHMARKS = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "benchmarks").glob("*.py"))]


def test(arguments: list[str]) -> int:
	"""Set up a site for tests and run them; arguments that are not ours go to pytest."""
	parser = argparse.ArgumentParser(prog="script/test", description=test.__doc__, allow_abbrev=False)
	parser.add_argument(
		"--full", action="store_true", help="long property tests; then reverse and random order too"
	)
	parser.add_argument("--fresh", action="store_true", help="make the site for tests anew")
	parser.add_argument(
		"--long",
		metavar="NAME",
		nargs="?",
		const="",
		help="a long run by its name; without one the list of them",
	)
	parser.add_argument(
		"--genuine", metavar="DIR", help="on a bench that exists, with Frappe as it was released"
	)
	options, rest = parser.parse_known_args(arguments)
	if options.long is not None and options.long not in LONG:
		return _list_long(options.long)
	if options.long:
		rest = [*LONG[options.long][1], *rest]
		os.environ["ESAYLOV_LONG"] = "1"  # to every run below
	if options.genuine:
		return genuine.run(options.genuine, rest)
	bench = Bench()
	with alone(bench, "tests", "Another script/test runs on this bench; waiting for its end …"):
		return _set_up_and_run(bench, options, rest)


OF_LONG = {"alerts": FOR_ALERTS, "cluster": FOR_CLUSTER, "encryption": FOR_ENCRYPTION}
"""Packages that a long run needs besides."""


def _list_long(unknown: str) -> int:
	"""Print the long runs; 1 where one was asked for that there is not."""
	if unknown:
		print(f"There is no long run {unknown!r}; there are:")
	for name, (told, tests) in LONG.items():
		print(f"{name:12} {told}\n{'':12} {' '.join(tests)}")
	print("Figures rather than verdicts: benchmarks/, see benchmarks/README.md")
	return int(bool(unknown))


def _set_up_and_run(bench: Bench, options: argparse.Namespace, rest: list[str]) -> int:
	if driver.may_be_built(environment.interpreter()):
		bench.make_folders()
		try_to_install(bench, (driver.HEADERS,))
	setup.prepare(bench, more=FOR_TESTS + OF_LONG.get(options.long, ()))
	tools.make_generator(bench)
	if options.full or options.long:
		environment.add_second_opinions(bench)
	lanes = [Lane(SITE, rest)] if rest else FULL_LANES if options.full else LANES
	if options.fresh:
		for lane in lanes:
			(bench.stamps / f"site-{lane.site}").unlink(missing_ok=True)
	commit = "" if rest else _commit()
	orders = _orders(options.full)
	if not rest:
		day.wait_for_a_whole_one()
	is_long = options.full or bool(options.long)
	with interruptible(), timed_backing(bench):
		sites = [lane.site for lane in filter(_has_site, lanes)]
		if rest:
			make_sites(bench, sites)
			failures = run_tests(bench, lanes, orders, is_long)
		else:
			failures = _run_all(bench, lanes, orders, is_long)
	if commit and not failures and commit == _commit():
		_note_green(bench, commit, options.full)
	return min(failures, 1)


def _run_all(bench: Bench, lanes: list[Lane], orders: list[list[str]], is_long: bool) -> int:
	"""All checks and tests, those that need no site beside the making of the sites; the number of what failed."""
	early = [_start(bench, lane, "", orders[0], is_long, True) for lane in lanes if not _has_site(lane)]
	checks: list[subprocess.Popen[str]] = []
	try:
		together(
			lambda: make_sites(bench, [lane.site for lane in filter(_has_site, lanes)]),
			lambda: checks.extend(start_checks(bench, is_long)),
			lambda: try_to_install(bench, QUICKER),
		)
		found = ended(checks)
		failures = len(found) + advisories.check(bench, date.today())
		failures += run_tests(bench, lanes, orders, is_long, early)
		for name in found:  # said above as well, before thousands of lines of tests
			print(f"• {name} found something, see above", flush=True)
		return failures
	finally:
		for run in early:
			run.terminate()
		for check in checks:
			check.terminate()


def make_sites(bench: Bench, sites: list[str]) -> None:
	"""The first site by installing, and those after it as copies of it as long as nothing has used it yet."""
	# the demonstration election is 30 days ahead of the day the site was made: each day has a site of its own
	edition = day.today().isoformat()
	first, *others = sites
	is_new = setup.make_site(bench, first, edition=edition)

	with ExitStack() as stack:
		copy = stack.enter_context(backups.copies(bench, first)) if is_new and others else None

		def follow(site: str) -> None:
			setup.make_site(bench, site, edition=edition, copy=copy and partial(copy, site))

		together(*(partial(follow, site) for site in others))


def _commit() -> str:
	"""The commit that the tree is, without a change and without a file beside it; "" for any other tree."""
	commands = (["git", "status", "--porcelain"], ["git", "rev-parse", "HEAD"])
	answers = [subprocess.run(words, cwd=ROOT, capture_output=True, text=True) for words in commands]
	if any(answer.returncode for answer in answers) or answers[0].stdout:
		return ""
	return answers[1].stdout.strip()


def _note_green(bench: Bench, commit: str, full: bool) -> None:
	"""Leave a file for a commit whose whole run found nothing: its name is the commit, in it the profile and the time."""
	folder = bench.root / "green"
	folder.mkdir(exist_ok=True)
	(folder / commit).write_text(f"{'full' if full else 'fast'} {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n")


def start_checks(bench: Bench, is_long: bool = False) -> list[subprocess.Popen[str]]:
	"""Begin to check style, format, types and our own rules of safety: programs beside the making of sites.

	is_long: whether those rules find their samples, too.
	"""
	tools.make(bench)
	documents.make(bench)
	programs = bench.env / "bin"
	checks = (
		[str(programs / "ruff"), "check", "--quiet"],
		[str(programs / "ruff"), "format", "--check", "--quiet"],
		[str(programs / "mypy"), APP, *STANDALONE_FILES, *BENCHMARKS],
		tools.semgrep(bench),
		*(tools.semgrep_samples(bench) if is_long else ()),
		tools.import_linter(bench),
		tools.biome(bench),
		tools.stylelint(bench),
		documents.command(bench),
	)
	told = subprocess.STDOUT
	return [
		subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=told, text=True) for words in checks
	]


def ended(checks: list[subprocess.Popen[str]]) -> list[str]:
	"""Wait for checks; the names of those that found something."""
	found = []
	for check in checks:
		program, verb, *_ = map(str, check.args)  # type: ignore[arg-type]
		name = f"{Path(program).name} {verb}"
		with timed(name):
			told, _ = check.communicate()
		if check.returncode:
			found.append(name)
			print(told, flush=True)
	return found


def run_tests(
	bench: Bench,
	lanes: list[Lane],
	orders: list[list[str]],
	is_long: bool,
	early: Sequence[subprocess.Popen[bytes]] = (),
) -> int:
	"""Run the lanes side by side in each order; the number of runs that failed.

	early: the first runs of the lanes without a site, begun before, in the order of these lanes.
	"""
	with ExitStack() as stack:
		try:
			started = {
				lane.site: stack.enter_context(_servers(bench, lane)) for lane in filter(_has_site, lanes)
			}
			with timed("Web, realtime and worker of each site"):
				addresses = {site: wait() for site, wait in started.items()}
			urls = [addresses.get(lane.site, "") for lane in lanes]
			begun: list[Sequence[subprocess.Popen[bytes]]] = [early, *([()] * (len(orders) - 1))]
			return sum(
				_run_order(bench, lanes, urls, words, is_long, first)
				for words, first in zip(orders, begun, strict=True)
			)
		except KeyboardInterrupt:
			return 1


@contextmanager
def _servers(bench: Bench, lane: Lane) -> Iterator[Callable[[], str]]:
	"""Everything that runs beside the tests of a lane; gives what waits for its web server and tells its address, "" without one."""
	site = lane.site
	web, realtime, oneid, interagency = (ports.free_port(0) for _ in range(4))
	# the browser of a test finds the realtime server of this run, not that of a server beside it
	site_config.set_value(bench, site, "socketio_port", realtime)
	# queues of its own: no other site's jobs stand in the way, no other worker takes the tests' jobs
	site_config.set_value(bench, site, "bench_id", site)
	# a run makes more people than an hour of a real site: the framework would stop at 60
	site_config.set_value(bench, site, "throttle_user_limit", 10_000)
	site_config.set_value(bench, site, "esaylov_guest_points", 10_000_000)
	site_config.use_demo_oneid(bench, site, oneid)
	site_config.use_demo_interagency(bench, site, interagency)
	processes = supervisor.Supervisor(bench, prefix=f"{site}-")
	processes.clear()
	url = f"http://{ports.LOOPBACK}:{web}"

	def wait() -> str:
		if not lane.is_over_http:
			return ""
		processes.wait_for(f"{url}/api/method/ping")
		return url

	try:
		if lane.is_over_http:
			processes.start(supervisor.web(bench, site, web))
			processes.start(supervisor.realtime(bench, port=realtime, web=web))
		processes.start(supervisor.worker(bench, site))
		processes.start(supervisor.oneid(bench, oneid))
		processes.start(supervisor.interagency(bench, interagency))
		yield wait
	finally:
		# nobody asks these any more, and a server that ends by itself takes its memory apart first; a worker may be at a job
		processes.stop(at_once=processes.running.keys() - {"worker"})


def _orders(full: bool) -> list[list[str]]:
	return [[], ["--reverse"], ["--shuffle", secrets.token_hex(4)]] if full else [[]]


def _run_order(
	bench: Bench,
	lanes: list[Lane],
	urls: list[str],
	order: list[str],
	full: bool,
	early: Sequence[subprocess.Popen[bytes]],
) -> int:
	"""Run all lanes in an order; the number of those that failed.

	Every lane but the first speaks when it has ended; several end with what pytest closed each of them with.
	"""
	several = len(lanes) > 1
	begun = list(early)
	runs = [
		begun.pop(0) if begun and not _has_site(lane) else _start(bench, lane, url, order, full, several)
		for lane, url in zip(lanes, urls, strict=True)
	]
	try:
		if several:
			_follow(_output(bench, lanes[0]), runs[0])
		failures = 0
		for lane, run in zip(lanes, runs, strict=True):
			code = run.wait()
			# the other orders are without the long tests: where these alone were asked for, nothing is left
			failures += code != 0 and not (order and code == NOTHING_TO_RUN)
			if lane is not lanes[0]:
				print(_said(bench, lane), flush=True)
	finally:
		for run in runs:
			run.terminate()
	if several:
		failures += full and _covered(bench) != 0
		for lane in lanes:
			print(closing(_said(bench, lane)), flush=True)
	return failures


def _follow(output: Path, run: subprocess.Popen[bytes]) -> None:
	"""Show what a run writes as it writes it, to its end."""
	with subprocess.Popen(["tail", "-c", "+1", "-f", "--pid", str(run.pid), str(output)]):
		run.wait()  # as long as nobody has asked how it ended, it counts as running


def _start(
	bench: Bench, lane: Lane, url: str, order: list[str], full: bool, to_file: bool
) -> subprocess.Popen[bytes]:
	environment = os.environ | {
		"FRAPPE_SITE": lane.site,
		"SITES_PATH": str(bench.sites),
		"ESAYLOV_TEST_URL": url,
		"ESAYLOV_URL": url,
		"ESAYLOV_NO_SKIPS": "1",
		# the long profile once: other orders are about the order
		"ESAYLOV_FULL": "1" if full and not order else "",
	}
	command = ["-m", "pytest", *lane.arguments, *order]
	if os.environ.get("ESAYLOV_LONG") == "1":
		command.append("--timeout=0")  # hours, by their names
	# tracing makes the core's tests half as dear again
	if full and not _has_site(lane):
		command = ["-m", "coverage", "run", "--branch", f"--source={APP}.core", *command]
	print("pytest", *lane.arguments, *order, flush=True)
	with ExitStack() as stack:
		output = stack.enter_context(_output(bench, lane).open("wb")) if to_file else None
		return subprocess.Popen(
			[str(bench.python), *command], cwd=ROOT, env=environment, stdout=output, stderr=output
		)


def _said(bench: Bench, lane: Lane) -> str:
	return _output(bench, lane).read_text(errors="replace")


def closing(said: str) -> str:
	"""The line that pytest ended with; what the interpreter says while it goes comes after it."""
	lines = said.rstrip().splitlines() or [""]
	return next((line for line in reversed(lines) if line.startswith("=")), lines[-1])


def _output(bench: Bench, lane: Lane) -> Path:
	return bench.logs / f"{lane.site or 'core'}-pytest.log"


def _has_site(lane: Lane) -> bool:
	return bool(lane.site)


def _covered(bench: Bench) -> int:
	"""Whether the tests reach enough of the core's branches."""
	report = [str(bench.python), "-m", "coverage", "report", "--skip-covered", f"--fail-under={COVERED}"]
	return subprocess.run(report, cwd=ROOT).returncode
