"""Lighthouse (a slow phone) over the main public pages, served as in production: nginx, compressed, with caching headers.

    .bench/env/bin/python benchmarks/lighthouse.py [--site test.localhost] [--runs 3] [--language uz] [page ...]

Needs nginx, Chromium and npx, and MariaDB and Redis of the bench running (`script/site services`). Prints the median of the
runs of each page: performance, accessibility, best practice; first and largest paint, blocking time, layout shift, bytes.
Blocking time is the processor's: other work on the machine makes it longer, and the page looks slower than it is.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import portal  # the benchmark beside this one: the same servers

CATEGORIES = ("performance", "accessibility", "best-practices")
AUDITS = (
	"first-contentful-paint",
	"largest-contentful-paint",
	"total-blocking-time",
	"cumulative-layout-shift",
)
PAGES = (
	"",
	"voters",
	"candidates",
	"candidates/LC_PL/EKOPARTIYA",
	"{candidate}",
	"constituencies",
	"constituencies/1718401",
	"{constituency}",
	"for/voters",
	"for/parties",
	"calendar",
	"station",
	"decisions",
	"open-data",
	"track",
	"chain",
)
TRIES = 3
"""On a loaded machine Chromium loses the beginning of a trace now and then (NO_NAVSTART)."""
CHROMIUM = os.environ.get("CHROME_PATH", "/usr/bin/chromium")


def main() -> None:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--bench", type=Path, default=portal.ROOT / ".bench")
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--runs", type=int, default=3)
	parser.add_argument("--language", default="uz")
	parser.add_argument("--lighthouse", default="npx --yes lighthouse@12")
	parser.add_argument("pages", nargs="*", default=PAGES)
	options = parser.parse_args()
	os.chdir(options.bench / "sites")
	places = addresses(options.site)
	with portal.application(options) as port, portal.nginx(options, port) as front:
		for page in options.pages:
			path = f"/{options.language}/{page.format(**places)}".rstrip("/")
			report(path, [run(options, f"http://127.0.0.1:{front}{path}") for _ in range(options.runs)])


def addresses(site: str) -> dict[str, str]:
	"""A candidate and a constituency of the site."""
	import frappe

	frappe.init(site=site, sites_path=".")
	frappe.connect()
	found = {
		name.lower(): f"{name.lower()}/{frappe.db.get_value(name, {'election': 'demo'}, 'name', order_by='name')}"
		for name in ("Candidate", "Constituency")
	}
	frappe.destroy()
	return found


def run(options: argparse.Namespace, address: str) -> dict[str, Any]:
	"""What Lighthouse says of a page."""
	with tempfile.TemporaryDirectory() as folder:
		said = Path(folder) / "report.json"
		command = [*options.lighthouse.split(), address, "--quiet", "--output=json", f"--output-path={said}"]
		command += [f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox"]
		for _ in range(TRIES):
			if (
				subprocess.run(command, check=False, env={**os.environ, "CHROME_PATH": CHROMIUM}).returncode
				== 0
			):
				found: dict[str, Any] = json.loads(said.read_text())
				return found
	raise SystemExit(f"Lighthouse failed {TRIES} times: {address}")


def report(path: str, runs: list[dict[str, Any]]) -> None:
	scores = [median(100 * run["categories"][name]["score"] for run in runs) for name in CATEGORIES]
	figures = [median(run["audits"][name]["numericValue"] for run in runs) for name in AUDITS]
	weight = median(run["audits"]["total-byte-weight"]["numericValue"] for run in runs)
	print(
		f"{path:40} {' / '.join(f'{score:.0f}' for score in scores):15} "
		f"first {figures[0]:.0f} ms, largest {figures[1]:.0f} ms, blocked {figures[2]:.0f} ms, "
		f"shift {figures[3]:.3f}, {weight / 1000:.0f} kB",
		flush=True,
	)
	for name in CATEGORIES:
		for audit in failed(runs[0], name):
			print(f"    {name}: {audit}")


def failed(run: dict[str, Any], category: str) -> list[str]:
	"""What a category blames the page for; for performance the scores say enough."""
	if category == "performance":
		return []
	known = [run["audits"][row["id"]] for row in run["categories"][category]["auditRefs"] if row["weight"]]
	return [audit["title"] for audit in known if audit["score"] not in (1, None)]


if __name__ == "__main__":
	main()
