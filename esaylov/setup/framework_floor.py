"""The floor of the framework: known advisories as data, what the running release leaves open, and who took that on themselves in writing."""

from functools import cache
from pathlib import Path

import frappe

from esaylov.core import framework_versions
from esaylov.core.framework_versions import SUPPORTED, Advisory

DATA = Path(__file__).with_name("framework_advisories.json")
ACCEPTED = "esaylov_accepted_frappe"
"""Setting of site_config.json: the one release below the floor that the holder of the bench takes on themselves."""


@cache
def advisories() -> tuple[Advisory, ...]:
	"""All that are known, with the day on which each was looked up in the file."""
	return framework_versions.parsed(DATA.read_text(encoding="utf-8"))


def floor(version: str) -> str:
	"""The release of its series from which a version is let in; "" for a series that is not ours. Raises ValueError."""
	series = framework_versions.read(version)[0]
	return framework_versions.floor(series, advisories()) if series in SUPPORTED else ""


def left_open(version: str) -> list[Advisory]:
	"""What a version is known not to close. Raises ValueError."""
	return framework_versions.open_in(version, advisories())


def unsaid(version: str) -> int:
	"""Of how many advisories no source says which release of this series closed them. Raises ValueError."""
	return len(framework_versions.unsaid(version, advisories()))


def is_accepted(version: str) -> bool:
	"""Whether the holder of the bench took exactly this release on themselves."""
	return str(frappe.conf.get(ACCEPTED) or "") == version


def refusal(version: str) -> str:
	"""Why the app is not installed on this release, and what to do, in one text; "" where it is."""
	lowest = floor(version)
	if not lowest:
		return f"E-saylov runs on Frappe {' and '.join(map(str, SUPPORTED))}, this is {version}."
	known = left_open(version)
	if not known or is_accepted(version):
		return ""
	listed = "\n".join(
		f"  {one.id}: {one.title} (closed in {one.fixed[framework_versions.read(version)[0]]})"
		for one in known
	)
	return (
		f"Frappe {version} has known weaknesses:\n{listed}\n"
		f"Update Frappe to {lowest} or later: bench update --apps frappe. Whoever runs this release all the same says so in writing: "
		f"bench --site {frappe.local.site} set-config {ACCEPTED} {version}"
	)


def refuse_unsafe() -> None:
	"""Raise frappe.IncompatibleApp where the framework is below the floor and nobody took that on themselves.

	Of that error alone `bench install-app` prints the message without a traceback.
	"""
	if problem := refusal(frappe.__version__):
		raise frappe.IncompatibleApp(problem)


def warn() -> None:
	"""Daily job: a line in the Error Log while the framework leaves open what is known, whoever took it on themselves."""
	version = frappe.__version__
	if known := left_open(version):
		text = "\n".join(f"{one.id}: {one.title}, {one.source}" for one in known)
		frappe.log_error(
			f"Frappe {version} has {len(known)} known weaknesses; update to {floor(version)}", text
		)
