"""Which gateways this site has and how each is reached: rows of SMS Gateway, secrets in site_config.json alone."""

from collections.abc import Mapping
from typing import Any

import frappe

from esaylov.integrations.base import NotConfigured
from esaylov.integrations.sms.console import NAME, Console
from esaylov.integrations.sms.eskiz import Eskiz
from esaylov.integrations.sms.playmobile import PlayMobile
from esaylov.integrations.sms.port import Gateway

GATEWAY = "SMS Gateway"
SECRETS = "esaylov_sms"
"""site_config.json: name of a gateway to {"email", "password"} (Eskiz) or {"username", "password"} (Play Mobile)."""
DEMO = "esaylov_sms_demo"
"""site_config.json of a demonstration site: {"address": of the made-up gateways, "callback": our address, "email", …}."""
NEEDED = {"eskiz": ("email", "password"), "playmobile": ("username", "password")}
PATHS = {"eskiz": "/api", "playmobile": "/broker-api"}


def is_demo() -> bool:
	"""Whether this is a demonstration site with made-up gateways beside it."""
	return bool(_demo())


def own_address() -> str:
	"""Where gateways reach this site."""
	return str(_demo().get("callback") or frappe.utils.get_url())


def gateway(row: Mapping[str, Any], callback: str = "") -> Gateway:
	"""The adapter of a row of SMS Gateway. callback: where it sends its reports. Raises NotConfigured."""
	kind = str(row["kind"])
	if kind == NAME:
		if not frappe.conf.get("esaylov_demo"):
			raise NotConfigured("sms_not_configured")  # texts of real people belong into no log
		return Console()
	secrets = _demo() or (frappe.conf.get(SECRETS) or {}).get(row["name"]) or {}
	address = f"{_demo()['address']}{PATHS[kind]}" if _demo() else str(row["address"] or "").rstrip("/")
	if not address or not all(secrets.get(key) for key in NEEDED[kind]):
		raise NotConfigured("sms_not_configured")
	timeout = float(row["timeout_seconds"] or 5)
	if kind == "eskiz":
		return Eskiz(address, secrets, str(row["sender"] or ""), callback, timeout)
	return PlayMobile(address, secrets, str(row["sender"] or ""), timeout)


def _demo() -> Mapping[str, Any]:
	"""The made-up gateways; a real site does not look for them."""
	return (frappe.conf.get(DEMO) or {}) if frappe.conf.get("esaylov_demo") else {}
