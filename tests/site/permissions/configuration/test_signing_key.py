"""A new signing key of the server: what the log knows of settings by the former key stays known."""

import frappe
import pytest

from esaylov.framework.errors import WrongState, in_words
from esaylov.framework.guarded_steps import IN_CONFIG
from esaylov.permissions.configuration import comparison, site_config
from esaylov.permissions.configuration.waiting import entries
from esaylov.setup.operating import signing_key
from esaylov.trust import keys

ROTATED = (keys.KEY, keys.RETIRED, keys.RETIRED_CHAIN)


@pytest.fixture(autouse=True)
def own_config(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
	"""site_config.json in memory, as the log says it."""
	monkeypatch.setattr(keys, "update_site_config", lambda *_args, **_options: None)
	monkeypatch.setitem(frappe.local.conf, "maintenance_mode", 1)
	for name in ROTATED:
		monkeypatch.setitem(frappe.local.conf, name, frappe.conf.get(name))
	others: dict[str, object] = {"mail_server": "one.example", "esaylov_demo": 1}
	monkeypatch.setattr(
		site_config, "_settings", lambda: others | {name: frappe.conf.get(name) for name in ROTATED}
	)
	known = site_config.known(comparison.expected().get(entries.CHANGE, {}))
	site_config.keep(sorted({*site_config.held(), *known}), entries.RELEASE)
	return others


def found() -> set[str]:
	changes = comparison.config_changes(comparison.expected())
	return {one.name.removeprefix(IN_CONFIG) for one in changes}


def test_a_rotation_leaves_the_key_alone_to_explain():
	assert found() == set()
	assert signing_key.rotate_signing_key() == keys.server_key_id()
	assert found() == set(ROTATED)


def test_a_setting_that_was_changed_before_a_rotation_is_still_found(own_config):
	own_config["mail_server"] = "two.example"
	signing_key.rotate_signing_key()
	assert found() == {"mail_server", *ROTATED}


def test_a_key_is_not_rotated_outside_maintenance_mode():
	former = keys.server_key_id()
	frappe.local.conf["maintenance_mode"] = 0
	with pytest.raises(WrongState) as refusal:
		signing_key.rotate_signing_key()
	assert in_words(refusal.value, "en") == (
		"The signing key is rotated in maintenance mode only. Set it on first: bench --site SITE set-maintenance-mode on."
	)
	assert keys.server_key_id() == former
