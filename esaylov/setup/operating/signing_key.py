"""A new signing key of the server, for operators: `bench --site SITE esaylov-rotate-signing-key`."""

from typing import Final

import frappe
from frappe.utils import cint

from esaylov.framework.errors import WrongState
from esaylov.framework.guarded_steps import IN_CONFIG
from esaylov.identity import person_macs
from esaylov.permissions.configuration import comparison, site_config
from esaylov.permissions.configuration.waiting import entries
from esaylov.trust import jobs, keys

ROTATED: Final = frozenset(IN_CONFIG + name for name in (keys.KEY, keys.RETIRED, keys.RETIRED_CHAIN))


def rotate_signing_key() -> str:
	"""Sign with a fresh key from now on; the ID of the new key. See `jobs.rotate_key`.

	The log knows each setting of site_config.json by a hash with the key. Settings that are as the log says get their hash
	by the new key, and so does each Person; the settings of the key itself are found by the next comparison, for
	administrators to explain.
	Raises WrongState outside maintenance mode: web and workers would go on with the former key.
	"""
	if not cint(frappe.conf.get("maintenance_mode")):
		raise WrongState(code="rotation_outside_maintenance")
	unchanged = comparison.list_unchanged_settings()
	key_id = person_macs.renew(jobs.rotate_key)
	site_config.keep([name for name in unchanged if name not in ROTATED], entries.RELEASE)
	return key_id
