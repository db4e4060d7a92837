"""What a page of the Desk asks a browser to load of ours, beside the framework's own."""

from pathlib import Path

import frappe
import pytest
from frappe.utils.jinja_globals import bundled_asset

from esaylov import hooks

MOST = 300_000
"""Bytes of script and styles of a screen, before they are compressed on their way. What signs comes when somebody signs."""
PAGES = sorted(
	folder.name
	for folder in Path(frappe.get_app_path("esaylov", "esaylov", "page")).iterdir()
	if (folder / f"{folder.name}.json").is_file()
)


def weight(name: str) -> int:
	"""Bytes of a built bundle. Raises FileNotFoundError."""
	return (Path(frappe.local.sites_path) / bundled_asset(name).lstrip("/")).stat().st_size


@pytest.mark.parametrize("page", PAGES)
def test_a_screen_is_light(page):
	every = [*hooks.app_include_js, *hooks.app_include_css]
	assert sum(map(weight, [*every, f"{page}.bundle.js", f"{page}.bundle.css"])) <= MOST
