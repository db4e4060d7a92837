"""For tools that still look for setup.py; everything is said in pyproject.toml, the version in esaylov/__init__.py."""

import re
from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).parent
VERSION = re.search(
	r'__version__ = "([^"]+)"', (ROOT / "esaylov" / "__init__.py").read_text(encoding="utf-8")
)

setup(
	name="esaylov",
	version=VERSION[1],
	packages=find_packages(include=["esaylov", "esaylov.*"]),
	include_package_data=True,
	zip_safe=False,
)
