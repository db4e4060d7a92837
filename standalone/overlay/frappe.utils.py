"""Paths and names of the bench and its sites."""

import os

import frappe


def get_site_base_path():
	"""The folder of the current site."""
	return frappe.local.site_path


def get_bench_path():
	"""The bench's folder: two above the framework's package."""
	package = os.path.dirname(frappe.__file__)
	return os.environ.get("FRAPPE_BENCH_ROOT") or os.path.realpath(os.path.join(package, "..", "..", ".."))


def get_sites(sites_path=None):
	"""The names of all sites of the bench."""
	sites_path = sites_path or getattr(frappe.local, "sites_path", None) or "."
	return sorted(
		entry.name
		for entry in os.scandir(sites_path)
		if entry.is_dir() and os.path.isfile(os.path.join(entry.path, "site_config.json"))
	)


def has_gravatar(email: str) -> str:
	"""No picture: a stand-in tells nobody outside whose addresses it holds."""
	return ""
