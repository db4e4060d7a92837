"""PDFs of many pages by a headless Chromium, which draws a batch several times as fast as WeasyPrint.

One run a batch: no server to keep alive. The page may run no script and no name resolves.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import frappe

from esaylov.core.people.unseen import seen

PATH = "esaylov_chromium"
"""site_config.json: where Chromium is, when it is not on the path; "" switches it off."""
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
TIMEOUT = 600  # seconds for a batch
OPTIONS = (
	"--headless",
	"--no-pdf-header-footer",
	"--disable-gpu",
	"--disable-extensions",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--no-first-run",
	"--host-resolver-rules=MAP * ~NOTFOUND",
)


POLICY = (
	'<meta http-equiv="Content-Security-Policy" '
	"content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data: file:; font-src file:\">"
)
"""What a page may load: a print format is edited by administrators."""


def found() -> str:
	"""The program, or "" where there is none."""
	named = frappe.conf.get(PATH)
	if named is not None:
		return str(named)
	return next((path for name in NAMES if (path := shutil.which(name))), "")


def pdf(html: str) -> bytes:
	"""The PDF of a page, whose size is that of its own @page. Raises RuntimeError with what Chromium said.

	Characters that nobody sees are left out: texts that were stored before these were refused hold some.
	"""
	with tempfile.TemporaryDirectory(prefix="esaylov-") as folder:
		page, drawn = Path(folder, "page.html"), Path(folder, "page.pdf")
		page.write_text(seen(html).replace("<head>", f"<head>{POLICY}", 1), encoding="utf-8")
		# the sandbox needs a user of its own kind; as root, in a container, Chromium starts without it only
		unsafe = ["--no-sandbox"] if os.geteuid() == 0 else []
		command = [found(), *OPTIONS, *unsafe, f"--user-data-dir={folder}/profile"]
		done = subprocess.run(  # noqa: S603 # the program of the site's configuration with fixed words
			[*command, f"--print-to-pdf={drawn}", page.as_uri()],
			capture_output=True,
			timeout=TIMEOUT,
			check=False,
		)
		if done.returncode or not drawn.exists():
			raise RuntimeError(f"Chromium drew nothing: {done.stderr.decode(errors='replace')[-500:]}")
		return drawn.read_bytes()
