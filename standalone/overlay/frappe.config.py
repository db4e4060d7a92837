"""Configuration from `common_site_config.json` and `site_config.json`, as on a bench."""

import json
import os
from typing import Any

from frappe.types import _dict

ADDED = ("_json_file",)


def get_site_config(
	sites_path: str | None = None,
	site_path: str | None = None,
	*,
	cached=False,
) -> _dict[str, Any]:
	"""The common configuration with the site's own over it and the defaults that the framework expects."""
	import frappe

	site_path = site_path or getattr(frappe.local, "site_path", None)
	config = get_common_site_config(sites_path)
	if site_path:
		config.update(_json_file(os.path.join(site_path, "site_config.json")))
	config.setdefault("db_type", "mariadb")
	config.setdefault("db_host", "127.0.0.1")
	config.setdefault("db_port", 3306)
	config.setdefault("redis_queue", "redis://127.0.0.1:11311")
	config.setdefault("redis_cache", "redis://127.0.0.1:13311")
	if "db_name" in config:
		config.setdefault("db_user", config["db_name"])
	return config


def get_common_site_config(sites_path: str | None = None, cached=False) -> _dict[str, Any]:
	"""What holds for every site of the bench."""
	import frappe

	sites_path = sites_path or getattr(frappe.local, "sites_path", None) or "."
	return _dict(_json_file(os.path.join(sites_path, "common_site_config.json")))


def _json_file(path: str) -> dict[str, Any]:
	"""A file's JSON, read again whenever the file changed; empty where there is none."""
	try:
		changed = os.stat(path).st_mtime_ns
	except FileNotFoundError:
		return {}
	known = _files.get(path)  # noqa: F821
	if not known or known[0] != changed:
		with open(path) as file:
			known = _files[path] = (changed, json.load(file))  # noqa: F821
	return dict(known[1])


def clear_site_config_cache():
	"""Forget the files read so far."""
	_files.clear()  # noqa: F821


def get_conf(site: str | None = None) -> _dict[str, Any]:
	"""The current site's configuration, or that of the site named when none is current."""
	import frappe

	if getattr(frappe.local, "conf", None):
		return frappe.local.conf
	with frappe.init_site(site):
		return frappe.local.conf
