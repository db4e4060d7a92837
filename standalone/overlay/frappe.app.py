"""Which site a request is for, and the files that a web server in front would serve."""

import os
from urllib.parse import urlsplit

from frappe.middlewares import StaticDataMiddleware
from werkzeug.middleware.shared_data import SharedDataMiddleware

ADDED = ("sites_path", "site_of")


def sites_path() -> str:
	"""The folder of all sites: SITES_PATH, or the folder the server was started in."""
	return os.environ.get("SITES_PATH", ".")


def site_of(host: str, named: str | None = None) -> str:
	"""The site that a header names, or the host; the machine's own addresses mean the default site, none is empty."""
	site = named or urlsplit(f"//{host}").hostname or ""
	if os.path.basename(site) == site and os.path.isfile(
		os.path.join(sites_path(), site, "site_config.json")
	):
		return site
	if not named and site in ("127.0.0.1", "localhost", "::1"):
		return os.environ.get("FRAPPE_SITE") or frappe.get_site_config(sites_path()).default_site or ""  # noqa: F821
	return ""


def application_with_statics():
	"""The application behind the assets and the public files of each site."""
	root = os.path.abspath(sites_path())
	served = SharedDataMiddleware(application, {"/assets": os.path.join(root, "assets")})  # noqa: F821
	return StaticDataMiddleware(served, {"/files": root})
