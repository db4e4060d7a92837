"""Sphinx's settings of the site of the documents: `script/docs` builds it, and every run of the tests checks it.

The source is the repository itself, so that a link from a page to a README is one link, here and where the repository is read.
A page of another language has it in its name: `README.uz.md`.
"""

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ru", "uz")
PAGES = (
	"docs/**",
	"*.md",
	*(f"{room}/**README.md" for room in ("esaylov", "standalone", "benchmarks", "typings")),
	"benchmarks/results/*.md",
)
OTHERS = (".*", "**/node_modules", "node_modules", "esaylov/public/dist", "tests")
"""What is not even walked through: a bench lies among it."""

project = "E-saylov"
copyright = "E-saylov contributors, GPL-3.0-or-later"
release = re.findall(r'^__version__ = "(.+)"$', (ROOT / "esaylov" / "__init__.py").read_text(), re.MULTILINE)[
	0
]
root_doc = "docs/site/index"
include_patterns = list(PAGES)
exclude_patterns = list(OTHERS)

extensions = ["myst_parser"]
# a link to a heading is `page.md#its-words`, as GitHub and GitLab have it
myst_heading_anchors = 4
# quotation marks and dashes stay as they were written
smartquotes = False
# blocks say their language, or have none
highlight_language = "none"

html_theme = "furo"
html_title = f"E-saylov {release}"
html_favicon = html_logo = "../../esaylov/public/images/mark.svg"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_use_index = False
# what the portal has (esaylov/public/scss/_tokens.scss)
html_theme_options = {
	"light_css_variables": {"color-brand-primary": "#00697f", "color-brand-content": "#00697f"},
	"dark_css_variables": {"color-brand-primary": "#58b7cb", "color-brand-content": "#58b7cb"},
}


def setup(app: Sphinx) -> None:
	"""What Sphinx has no setting for."""
	app.connect("html-page-context", _say_language)


def _say_language(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
	"""The language of a page whose name says one: screen readers and browsers ask for it."""
	suffix = page.rpartition(".")[2]
	if suffix in LANGUAGES:
		context["language"] = suffix
