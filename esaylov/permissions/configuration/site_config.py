"""What site_config.json says, as the log knows it: each setting by a hash with the server's key, never the setting itself.

Addresses and keys of providers stand there, and what the framework opens by it. One entry in force about `Configuration Change`,
`site_config.json`, says what each setting was; what differs is found (`comparison`), by its name.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import frappe

from esaylov.core.records.payload import canonical
from esaylov.framework import clock
from esaylov.framework.guarded_steps import CUSTOMISING, IN_CONFIG
from esaylov.permissions.configuration.rules import states
from esaylov.permissions.configuration.rules.guarded import EMERGENCY
from esaylov.permissions.configuration.waiting import entries
from esaylov.trust import keys

FILE: Final = "site_config.json"
FILES: Final = ("common_site_config.json", FILE)
"""The later one goes before; what the environment of one process adds stands in neither."""
LABEL: Final = "site_config"
TOLD_APART: Final = frozenset({CUSTOMISING, EMERGENCY})
"""Found as long as they stand there (`comparison.opened`)."""
OF_MACHINES: Final = frozenset(
	{
		*("background_workers", "gunicorn_workers", "background_process_niceness", "scheduler_tick_interval"),
		*("maintenance_mode", "pause_scheduler", "live_reload", "file_watcher_port", "frappe_user"),
		*("webserver_port", "socketio_port", "cache_port", "queue_port", "db_host", "db_port", "db_socket"),
		*("redis_cache", "redis_queue", "redis_socketio", "default_site", "use_mysqlclient", "bench_id"),
		*("installed_apps", "last_updated", "dns_multitenant", "shallow_clone", "rebase_on_pull"),
		*("serve_default_site", "restart_supervisor_on_update", "restart_systemd_on_update"),
	}
)
"""The bench's own machines and its daily work: they open nothing. Another database would have another log."""
OF_DEMONSTRATION: Final = frozenset({"esaylov_oneid_demo", "esaylov_interagency_demo", "esaylov_sms_demo"})
"""Made-up providers beside a demonstration, at other ports each time; `esaylov_demo`, without which nobody reads them, is compared."""
UNCOMPARED: Final = TOLD_APART | OF_MACHINES | OF_DEMONSTRATION


def held() -> dict[str, bytes]:
	"""Name, as it is found, to the keyed hash of each compared setting of the files."""
	return {IN_CONFIG + key: _hash(key, value) for key, value in _settings().items() if key not in UNCOMPARED}


def known(said: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
	"""Of what the log says about itself, the salt and digest of settings; empty before it ever did."""
	return {name: both for name, both in said.items() if name.startswith(IN_CONFIG) and both[1]}


def keep(names: list[str], by: str) -> list[str]:
	"""Write what settings are now as one entry in force; its name, or nothing."""
	if not names:
		return []
	now = held()
	row = entries.new(entries.CHANGE, FILE, "Record", {}, {})
	row.update({"status": entries.IN_FORCE, "decided_by": by, "decided_at": clock.now()})
	row.note = ", ".join(name.removeprefix(IN_CONFIG) for name in names)[:500]
	digests = {name: states.digest(row.salt, now[name]) if name in now else states.GONE for name in names}
	entries.set_states(row, digests)
	entries.insert(row)
	entries.chain(row)
	return [str(row.name)]


def _settings() -> dict[str, Any]:
	folders = (Path(frappe.local.sites_path), Path(frappe.get_site_path()))
	found: dict[str, Any] = {}
	for folder, name in zip(folders, FILES, strict=True):
		if (folder / name).is_file():
			found |= json.loads((folder / name).read_text())
	return found


def _hash(key: str, value: object) -> bytes:
	return keys.keyed_hash(LABEL, canonical([key, json.dumps(value, sort_keys=True)])).encode()
