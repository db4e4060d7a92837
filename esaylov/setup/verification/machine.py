"""Checks of the machine: versions, packages, programs, fonts, clocks, texts. Nothing is written."""

import locale
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import frappe

from esaylov.core.signing.ozdst import gcrypt
from esaylov.framework.files import previews
from esaylov.registers.certificates.papers import browser
from esaylov.setup import framework_floor as framework
from esaylov.setup import known_advisories
from esaylov.setup.install import TIME_ZONE
from esaylov.setup.verification.result import Result, Verdict, judged

LOWEST_PYTHON = (3, 11)
SNAPSHOTS = (11, 6, 2)
"""From this MariaDB on `innodb_snapshot_isolation` is on by itself; locking reads then fail where they should wait."""
PACKAGES = ("zxing-cpp", "asn1crypto", "fido2", "jsonschema-rs", "weasyprint", "fonttools")
ADVISORIES_MEND = "git pull in apps/esaylov, or script/advisory-snapshot (docs/operators/advisories.md)"
APART_SECONDS = 2
"""How far two clocks may be from each other: signatures and deadlines compare their times."""
FONTS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")


def check() -> Iterator[Result]:
	"""All of them, one after another."""
	yield from (_python(), _framework(), _database(), *_packages(), *_advisories(), *_programs(), _fonts())
	yield from (_texts(), _clocks(), _zone())


def _python() -> Result:
	version = platform.python_version()
	mend = "Make the bench anew with Python 3.11 to 3.14 (docs/operators/install.md)"
	return judged("versions", sys.version_info >= LOWEST_PYTHON, f"Python {version}", mend)


def _framework() -> Result:
	version = frappe.__version__
	known = framework.left_open(version)
	if not known:
		seen = f"Frappe {version}: no known weakness is open; of {framework.unsaid(version)} no source names the release"
		return Result("versions", Verdict.RIGHT, seen)
	named = ", ".join(one.id for one in known)
	taken = framework.is_accepted(version)
	seen = f"Frappe {version}: {len(known)} known weaknesses are open ({named})"
	mend = f"bench update --apps frappe, to {framework.floor(version)} or later"
	verdict = Verdict.DOUBTFUL if taken else Verdict.WRONG
	return Result("versions", verdict, seen + (f"; taken on by {framework.ACCEPTED}" if taken else ""), mend)


def _database() -> Result:
	((text, charset),) = frappe.db.sql("select version(), @@character_set_database")
	version = tuple(int(part) for part in str(text).split("-")[0].split("."))
	settings = dict(frappe.db.sql("show variables like 'innodb_snapshot_isolation'"))
	if version >= SNAPSHOTS and settings.get("innodb_snapshot_isolation") == "ON":
		return Result(
			"versions",
			Verdict.WRONG,
			f"MariaDB {text} with innodb_snapshot_isolation",
			"Set innodb_snapshot_isolation=OFF in my.cnf and start MariaDB anew",
		)
	mend = "Set character-set-server=utf8mb4 in my.cnf and make the site anew from a backup"
	return judged("versions", charset == "utf8mb4", f"MariaDB {text}, {charset}", mend)


def _packages() -> Iterator[Result]:
	for name in PACKAGES:
		try:
			seen, is_there = f"{name} {metadata.version(name)}", True
		except metadata.PackageNotFoundError:
			seen, is_there = f"{name} is missing", False
		yield judged("packages", is_there, seen, "env/bin/pip install -e apps/esaylov")


def _advisories() -> Iterator[Result]:
	looked = known_advisories.look_up_installed(datetime.now(UTC).date())
	if looked.age_days is None:
		seen, mend = f"the snapshot of known advisories cannot be used: {looked.invalid}", ADVISORIES_MEND
		yield Result("packages", Verdict.DOUBTFUL, seen, mend)
		return
	seen = f"the snapshot of known advisories is {looked.age_days} days old"
	yield judged("packages", not looked.is_old, seen, ADVISORIES_MEND, Verdict.DOUBTFUL)
	seen = "; ".join(looked.found) or "no installed package has an advisory of the snapshot"
	mend = (
		"Update the package, or accept the advisory with a reason and a last day in security/advisories.toml"
	)
	yield judged("packages", not looked.found, seen, mend)


def _programs() -> Iterator[Result]:
	drawn_by = browser.found()
	mend = "apt-get install chromium (batches of certificates are drawn with it)"
	yield judged("programs", bool(drawn_by), drawn_by or "no Chromium", mend)
	away = previews.missing()
	seen = f"no {', '.join(away)}" if away else "poppler draws pages of papers"
	mend = "apt-get install poppler-utils util-linux (without them a PDF is not shown in the Desk)"
	yield judged("programs", not away, seen, mend, Verdict.DOUBTFUL)
	has_hash = gcrypt.hasher() is not None
	seen = "libgcrypt hashes Oʻz DSt" if has_hash else "no libgcrypt with the hash of Oʻz DSt"
	mend = "apt-get install libgcrypt20 (without it long content signed by Oʻz DSt is refused)"
	yield judged("programs", has_hash, seen, mend, Verdict.DOUBTFUL)


def _fonts() -> Result:
	folder = Path(frappe.get_app_path("esaylov", "public", "fonts"))
	missing = [name for name in FONTS if not (folder / name).is_file()]
	if missing:
		return Result(
			"fonts",
			Verdict.WRONG,
			f"missing: {', '.join(missing)}",
			"git checkout esaylov/public/fonts in apps/esaylov",
		)
	return _drawn()


def _drawn() -> Result:
	from esaylov.framework.files import papers

	try:
		is_drawn = papers.pdf("<!doctype html><title>oʻ</title>oʻ gʻ ғ ў", archival=True).startswith(b"%PDF-")
	except OSError as problem:  # Pango is loaded as it is first used
		return Result(
			"fonts",
			Verdict.WRONG,
			f"a paper cannot be drawn: {problem}",
			"apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
		)
	return judged("fonts", is_drawn, "a paper is drawn with the app's own fonts", "See the Error Log")


def _texts() -> Result:
	encoding = f"{sys.getfilesystemencoding()}, {locale.getpreferredencoding(False)}".lower()
	mend = "Set LANG=C.UTF-8 for the bench's processes (supervisor.conf, systemd units)"
	return judged("locales", encoding == "utf-8, utf-8", f"files and texts: {encoding}", mend)


def _clocks() -> Result:
	((told,),) = frappe.db.sql("select utc_timestamp(6)")
	apart = abs((datetime.now(UTC).replace(tzinfo=None) - told).total_seconds())
	seen = f"web and database clock are {apart:.1f} s apart{_synchronised()}"
	mend = "Synchronise both machines: apt-get install chrony"
	return judged("time", apart <= APART_SECONDS, seen, mend)


def _synchronised() -> str:
	"""What systemd says of the machine's clock, where it is there."""
	if not (program := shutil.which("timedatectl")):
		return ""
	words = [program, "show", "--property=NTPSynchronized", "--value"]
	# a fixed program with fixed words
	done = subprocess.run(words, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603
	return f"; synchronised: {done.stdout.strip()}" if done.returncode == 0 and done.stdout.strip() else ""


def _zone() -> Result:
	zone = frappe.db.get_single_value("System Settings", "time_zone")
	mend = f"System Settings, Time Zone: {TIME_ZONE}"
	return judged("time", zone == TIME_ZONE, f"time zone {zone}", mend)
