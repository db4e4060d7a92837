"""script/test: the site for tests, the checks of style and types, pytest beside a web server and a worker."""

import argparse
import os
import secrets
import subprocess
from datetime import date
from pathlib import Path

from standalone import advisories, ports, setup, site_config, supervisor, tools
from standalone.cli import interruptible, timed_backing
from standalone.locks import alone
from standalone.packages import FOR_TESTS
from standalone.paths import APP, ROOT, STANDALONE, Bench
from standalone.steps import timed

SITE = "test.localhost"
COVERED = 95
# what runs before and beside the framework; site.py and the overlay run inside it, and it has no types
STANDALONE_FILES = [
	str(path.relative_to(ROOT)) for path in sorted(STANDALONE.glob("*.py")) if path.name != "site.py"
]


def test(arguments: list[str]) -> int:
	"""Set up a site for tests and run them; arguments that are not ours go to pytest."""
	parser = argparse.ArgumentParser(prog="script/test", description=test.__doc__, allow_abbrev=False)
	parser.add_argument(
		"--full", action="store_true", help="long property tests; then reverse and random order too"
	)
	parser.add_argument("--fresh", action="store_true", help="make the site for tests anew")
	options, rest = parser.parse_known_args(arguments)
	bench = Bench()
	with alone(bench, "tests", "Another script/test runs on this bench; waiting for its end …"):
		return _set_up_and_run(bench, options, rest)


def _set_up_and_run(bench: Bench, options: argparse.Namespace, rest: list[str]) -> int:
	setup.prepare(bench, more=FOR_TESTS)
	if options.fresh:
		(bench.stamps / f"site-{SITE}").unlink(missing_ok=True)
	failures = 0 if rest else check_sources(bench)
	with interruptible(), timed_backing(bench):
		# the demonstration election is 30 days ahead of the day the site was made: each day has a site of its own
		setup.make_site(bench, SITE, edition=date.today().isoformat())
		failures += run_tests(bench, rest, options.full)
	return min(failures, 1)


def check_sources(bench: Bench) -> int:
	"""Style, format, types, our own rules of safety, known vulnerabilities; the number of checks that found something."""
	tools.make(bench)
	programs = bench.env / "bin"
	checks = (
		[str(programs / "ruff"), "check", "--quiet"],
		[str(programs / "ruff"), "format", "--check", "--quiet"],
		[str(programs / "mypy"), f"{APP}/core", *STANDALONE_FILES],
		*tools.semgrep(bench),
	)
	failures = 0
	for words in checks:
		with timed(f"{Path(words[0]).name} {words[1]}"):
			answer = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
		if answer.returncode:
			failures += 1
			print(answer.stdout + answer.stderr, flush=True)
	return failures + advisories.check(bench, date.today())


def run_tests(bench: Bench, arguments: list[str], full: bool) -> int:
	"""Run pytest once, or in three orders; the number of runs that failed."""
	web, realtime = ports.free_port(0), ports.free_port(0)
	# the browser of a test finds the realtime server of this run, not that of a server beside it
	site_config.set_value(bench, SITE, "socketio_port", realtime)
	# queues of its own: no other site's jobs stand in the way, no other worker takes the tests' jobs
	site_config.set_value(bench, SITE, "bench_id", SITE)
	oneid = ports.free_port(0)
	site_config.use_demo_oneid(bench, SITE, oneid)
	interagency = ports.free_port(0)
	site_config.use_demo_interagency(bench, SITE, interagency)
	processes = supervisor.Supervisor(bench, prefix="test-")
	try:
		with timed("Web, realtime and worker for the tests"):
			processes.start(supervisor.web(bench, SITE, web))
			processes.start(supervisor.realtime(bench, port=realtime, web=web))
			processes.start(supervisor.worker(bench, SITE))
			processes.start(supervisor.oneid(bench, oneid))
			processes.start(supervisor.interagency(bench, interagency))
			processes.wait_for(f"http://{ports.LOOPBACK}:{web}/api/method/ping")
		url = f"http://{ports.LOOPBACK}:{web}"
		return sum(_pytest(bench, url, words, full) != 0 for words in _orders(arguments, full))
	except KeyboardInterrupt:
		return 1
	finally:
		processes.stop()


def _orders(arguments: list[str], full: bool) -> list[list[str]]:
	if not full:
		return [arguments]
	return [arguments, ["--reverse", *arguments], ["--shuffle", secrets.token_hex(4), *arguments]]


def _pytest(bench: Bench, url: str, arguments: list[str], full: bool) -> int:
	first = not ({"--reverse", "--shuffle"} & set(arguments))
	environment = os.environ | {
		"FRAPPE_SITE": SITE,
		"SITES_PATH": str(bench.sites),
		"ESAYLOV_TEST_URL": url,
		"ESAYLOV_URL": url,
		"ESAYLOV_NO_SKIPS": "1",
		# the long profile once: other orders are about the order
		"ESAYLOV_FULL": "1" if full and first else "",
	}
	command = ["-m", "pytest", *arguments]
	if not arguments:
		command = ["-m", "coverage", "run", "--branch", f"--source={APP}.core", *command]
	print("pytest", *arguments, flush=True)
	code = subprocess.run([str(bench.python), *command], cwd=ROOT, env=environment).returncode
	return code or (_covered(bench) if "coverage" in command else 0)


def _covered(bench: Bench) -> int:
	"""Whether the tests reach enough of the core's branches."""
	report = [str(bench.python), "-m", "coverage", "report", "--skip-covered", f"--fail-under={COVERED}"]
	return subprocess.run(report, cwd=ROOT).returncode
