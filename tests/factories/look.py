"""Pictures for a person to look at after the run: each costs a browser as much as a page, and nobody looks at those of each push."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from factories.profile import IS_FULL

IS_WANTED = IS_FULL or os.environ.get("ESAYLOV_PICTURES") == "1"


def photograph(page: Page, path: Path, **options: Any) -> None:
	"""Keep what the page shows in a file, in the long profile or with ESAYLOV_PICTURES=1; `options` as Playwright's."""
	if IS_WANTED:
		page.screenshot(path=path, **options)
