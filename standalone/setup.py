"""From nothing to a bench with a site: the order of the steps."""

import shutil
from collections.abc import Callable

from standalone import backing, environment, locks, ports
from standalone.packages import NEEDS, Need, install_missing
from standalone.paths import APP, ROOT, Bench, shown
from standalone.steps import Failure, fingerprint, run, step

APPS = f"frappe, {APP}"
OF_SITE = ("site_config.json", "private", "public")
# what a migration brings into the database
SCHEMA = (
	"*.json",
	"*.csv",
	"patches.txt",
	"hooks.py",
	"install.py",
	"shipped.py",
	"watched.py",
	"guarded*.py",
)


def prepare(bench: Bench, port: int | None = None, more: tuple[Need, ...] = ()) -> None:
	"""Everything up to where servers can be started."""
	bench.make_folders()
	with locks.alone(bench, "set-up"):
		_check_apps(bench)
		install_missing(bench, NEEDS + more)
		environment.build(bench)
		ports.configure(bench, port)


def _check_apps(bench: Bench) -> None:
	if (bench.stamps / "Frappe").exists() and not (bench.sites / "apps.txt").exists():
		raise Failure(
			f"{shown(bench.sites / 'apps.txt')} is missing: write the apps into it, one a line: {APPS}"
		)


def check_site(bench: Bench, site: str) -> None:
	"""Failure where a part of a site that was made is missing."""
	if not (bench.stamps / f"site-{site}").exists() or not (bench.sites / site).exists():
		return
	for name in OF_SITE:
		if not (bench.sites / site / name).exists():
			way = "bring it back from a backup, or make all sites anew: script/server --fresh"
			raise Failure(f"{shown(bench.sites / site / name)} is missing: {way}")


def site_command(bench: Bench, site: str, *words: str) -> list[str]:
	"""The command line of a site command; to be run in the bench's `sites` folder."""
	return [str(bench.python), "-m", "standalone.site", "--site", site, *words]


def make_site(
	bench: Bench, site: str, demo: bool = True, edition: str = "", copy: Callable[[], None] | None = None
) -> bool:
	"""The site with the app, its data, and everything that changed since brought up to date; whether it was made anew.

	The database has to be running. A site whose making was interrupted is made anew, and so is one of another edition;
	`copy` then makes it as one that is ready, with its data.
	"""
	check_site(bench, site)
	log = bench.logs / f"{site}.log"
	options = ["--force", "--install-app", APP, *(["--demo"] if demo else [])]
	kind = "demo" if demo else "plain"
	stamp = bench.stamps / f"site-{site}"
	if not (bench.sites / site).exists():
		stamp.unlink(missing_ok=True)
	if stamp.exists() and not stamp.read_text().startswith(kind):
		raise Failure(
			f"the site {site} was made with{'out' if demo else ''} demonstration data; --fresh makes it anew"
		)
	hint = "Mend it and run again: the step begins anew"

	content = f"{kind} {edition}".strip()
	data = bench.stamps / f"demo-data-of-{site}"
	demo_inputs = fingerprint(content, *sorted((ROOT / APP / "setup" / "demo").glob("*.py")))

	def make() -> None:
		# a site made anew of the same edition is as empty as any other
		data.unlink(missing_ok=True)
		if copy:
			copy()
			data.write_text(demo_inputs)
		else:
			words = site_command(bench, site, "new-site", site, *options)
			run(words, log, f"Making the site {site}", hint, cwd=bench.sites)
		(bench.stamps / f"schema-of-{site}").write_text(schema(bench))

	is_new = step(bench, f"site {site}", content, make)
	migrate = site_command(bench, site, "migrate")
	step(
		bench,
		f"schema of {site}",
		schema(bench),
		lambda: run(migrate, log, "Migration", hint, cwd=bench.sites),
	)
	if demo:
		# the tests read the Desk in English; in a demonstration staff begin in their own language
		words = ["--kwargs", "{'language': 'en'}" if edition else "{'counted': True, 'staged': True}"]
		load = site_command(bench, site, "execute", f"{APP}.setup.demo.loading.load", *words)
		step(
			bench,
			f"demo data of {site}",
			demo_inputs,
			lambda: run(load, log, "Demonstration data", hint, cwd=bench.sites),
		)
	return is_new


def schema(bench: Bench) -> str:
	"""A fingerprint of what migrations read."""
	files = [
		path
		for pattern in SCHEMA
		for path in sorted((ROOT / APP).rglob(pattern))
		if not {"public", "texts"} & set(path.parts)
	]
	return fingerprint((bench.stamps / "Frappe").read_text(), *files)


def fresh(bench: Bench) -> None:
	"""Remove the sites and the databases; what was downloaded and built stays."""
	for service in backing.services(bench) if ports.read(bench) else []:
		if service.process() is not None:
			raise Failure(f"{service.name} of this bench is in use; stop script/server first")
	for folder in (bench.data, bench.sites):
		for entry in folder.glob("*") if folder.exists() else []:
			keep = folder == bench.sites and (entry.name in ("assets", "apps.txt", "apps.json"))
			if entry.is_dir() and not keep:
				shutil.rmtree(entry)
	for stamp in bench.stamps.glob("*localhost*"):
		stamp.unlink()
