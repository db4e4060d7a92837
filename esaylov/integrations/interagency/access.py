"""Where the portal is and by what secrets this site enters: settings in the Desk, secrets in site_config.json alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import frappe

from esaylov.framework.persistence import table_cache
from esaylov.integrations.base import NotConfigured

SETTINGS = "Interagency Settings"
SECRETS = "esaylov_interagency"
"""site_config.json: {"consumer_key", "consumer_secret", "username", "password"}."""
DEMO = "esaylov_interagency_demo"
"""site_config.json of a demonstration site: the same keys, `address` and `token_address` of the made-up portal."""
NEEDED = ("consumer_key", "consumer_secret", "username", "password")


@dataclass(frozen=True, slots=True)
class Access:
	"""How the portal is called. sender_pinfl: of the officer on whose behalf registers are asked, as the portal wants it."""

	address: str
	token_address: str
	secrets: Mapping[str, str] = field(repr=False)
	timeout: float = 5.0
	tries: int = 3
	sender_pinfl: str = ""
	organization: str = ""
	region: str = ""


def is_enabled() -> bool:
	"""Whether this site asks the portal at all."""
	return bool(_demo() or table_cache.settings(SETTINGS).is_enabled)


def access() -> Access:
	"""The access of this site; raises NotConfigured (`interagency_not_configured`)."""
	settings, demo = frappe.get_cached_doc(SETTINGS), _demo()
	secrets = demo or frappe.conf.get(SECRETS) or {}
	address = demo.get("address") or (settings.address if settings.is_enabled else "")
	if not address or not all(secrets.get(key) for key in NEEDED):
		raise NotConfigured("interagency_not_configured")
	return Access(
		address=address.rstrip("/"),
		token_address=demo.get("token_address") or settings.token_address or address,
		secrets={key: str(secrets[key]) for key in NEEDED},
		timeout=settings.timeout_seconds or 5,
		tries=settings.tries or 3,
		sender_pinfl=settings.sender_pinfl or "",
		organization=settings.organization or "",
		region=settings.region or "",
	)


def _demo() -> Mapping[str, Any]:
	"""The made-up portal; a real site does not look for it."""
	return (frappe.conf.get(DEMO) or {}) if frappe.conf.get("esaylov_demo") else {}
