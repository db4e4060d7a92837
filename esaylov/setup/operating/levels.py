"""How long requests took and how many failed, out of the web servers' log of requests: what service levels are measured with."""

from pathlib import Path
from typing import Any

import frappe

from esaylov.framework.errors import NotFound
from esaylov.setup import request_log


def request_times() -> list[dict[str, Any]]:
	"""Of each method and part of the site, the most asked first: `requests`, `failed` (5xx), `p50`, `p95`, `p99` in milliseconds.

	Over the file as it lies, of all sites of the bench: as far back as logrotate left it. Raises NotFound (`request_log_missing`) where the bench writes none.
	"""
	name = frappe.conf.get(request_log.SETTING)
	path = Path(frappe.local.sites_path).resolve().parent / name if name else None
	if path is None or not path.is_file():
		raise NotFound(code="request_log_missing")
	with path.open(encoding="utf-8") as lines:
		return request_log.summary(lines)
