"""A web server of the tests' own: the framework's application, answering for the site of `FRAPPE_SITE` whatever host it is asked by.

A bench of Frappe 15 goes by the name of the host alone, and such a server has none. nginx names the site by the same header.
"""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Application = Callable[..., Iterable[bytes]]


def command(address: str, what: str = "application", threads: int = 4) -> list[str]:
	"""gunicorn on an address; `FRAPPE_SITE` names the site, the folder it starts in is `sites`.

	What: a callable of this module, as gunicorn writes it.
	"""
	options = ["--bind", address, "--threads", str(threads), "--timeout", "300"]
	tests = str(Path(__file__).parents[1])
	return [sys.executable, "-m", "gunicorn", *options, "--pythonpath", tests, f"factories.served:{what}"]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
	"""Pages and methods, without files."""
	import frappe.app

	return _for_site(frappe.app.application)(environ, start_response)


def application_with_statics() -> Application:
	"""The same, with files, as the framework's development server gives it."""
	import frappe.app

	return _for_site(frappe.app.application_with_statics())


def _for_site(inner: Application) -> Application:
	def named(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
		environ.setdefault("HTTP_X_FRAPPE_SITE_NAME", os.environ["FRAPPE_SITE"])
		return inner(environ, start_response)

	return named
