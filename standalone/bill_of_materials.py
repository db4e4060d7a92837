"""script/bill-of-materials: what the system is made of, as CycloneDX 1.6. Needs Python alone, on a stock bench too.

From the locks: each package that a bench of this repository takes, with the hashes by which it is taken; what only tests and linters use
is marked `excluded`. From the interpreter that runs it (`--installed`): what the bench has, whoever put it there. The same input gives
the same file.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import uuid
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from standalone.fetch import SHA256, WHEEL
from standalone.paths import ROOT
from standalone.steps import Failure

FORMAT = {
	"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
	"bomFormat": "CycloneDX",
	"specVersion": "1.6",
}
LOCKS = {
	"standalone/requirements.lock": "required",
	"standalone/driver.lock": "optional",
	"package-lock.json": "required",
	"standalone/assets/package-lock.json": "excluded",
	"standalone/driver-build.lock": "excluded",
	"standalone/docs.lock": "excluded",
	"standalone/generator.lock": "excluded",
	"standalone/linters/package-lock.json": "excluded",
	"standalone/second-opinions.lock": "excluded",
	"standalone/tools.lock": "excluded",
}
"""Each lock of the repository -> whether what it names is needed to run (required, optional), or to build and test (excluded)."""
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[\w,]+\])?==(\S+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
ALGORITHMS = {"sha1": "SHA-1", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}
NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
Component = dict[str, Any]


def bill_of_materials(arguments: list[str]) -> int:
	"""Write the packages that the system is made of, as CycloneDX."""
	parser = argparse.ArgumentParser(prog="script/bill-of-materials", description=bill_of_materials.__doc__)
	parser.add_argument("--to", type=Path, help="a file; the standard output without one")
	parser.add_argument(
		"--installed",
		action="store_true",
		help="the packages of the Python that runs this, not those of the locks",
	)
	options = parser.parse_args(arguments)
	found = installed() if options.installed else [each for lock in LOCKS for each in of_lock(ROOT / lock)]
	text = json.dumps(document(found), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
	if options.to:
		options.to.write_text(text, encoding="utf-8")
	else:
		sys.stdout.write(text)
	return 0


def document(components: list[Component]) -> dict[str, Any]:
	"""The whole of it; a component that several locks name stands once, as needed as it is anywhere."""
	merged: dict[str, Component] = {}
	for component in components:
		merged[component["bom-ref"]] = _together(merged.get(component["bom-ref"]), component)
	ordered = [merged[ref] for ref in sorted(merged)]
	root = _root()
	content = json.dumps([root, ordered], sort_keys=True)
	return {
		**FORMAT,
		"serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, content)}",
		"version": 1,
		"metadata": {"component": root},
		"components": ordered,
		"dependencies": [{"ref": root["bom-ref"], "dependsOn": [each["bom-ref"] for each in ordered]}],
	}


def _root() -> Component:
	text = (ROOT / "esaylov" / "__init__.py").read_text(encoding="utf-8")
	(version,) = re.findall(r'^__version__ = "(.+)"$', text, re.MULTILINE)
	licence = {"license": {"id": "GPL-3.0-or-later"}}
	known = {"type": "application", "name": "esaylov", "version": version, "licenses": [licence]}
	return {**known, "bom-ref": f"esaylov@{version}"}


def _together(one: Component | None, other: Component) -> Component:
	if one is None:
		return other
	order = ("required", "optional", "excluded")
	scope = min(one["scope"], other["scope"], key=order.index)
	hashes = {each["content"]: each for each in [*one.get("hashes", []), *other.get("hashes", [])]}
	return {**one, "scope": scope, "hashes": [hashes[content] for content in sorted(hashes)]}


def of_lock(path: Path) -> Iterator[Component]:
	"""The packages of a lock. Raises Failure for a lock that is not read: nothing would be said of what it names."""
	scope = LOCKS[str(path.relative_to(ROOT))]
	found = list(_of_npm(path) if path.suffix == ".json" else _of_python(path))
	if not found:
		raise Failure(f"{path} names no package")
	for component in found:
		yield {"scope": scope, **component}
	if path.name == "requirements.lock":
		name, version = WHEEL.split("-")[:2]
		yield {**_python(name, version, [SHA256]), "scope": scope}


def _of_python(path: Path) -> Iterator[Component]:
	for entry in re.split(r"\n(?=\S)", path.read_text(encoding="utf-8")):
		if entry.startswith("#") or not entry.strip():
			continue
		pinned = PINNED.match(entry)
		if not pinned:
			raise Failure(f"{path} has a line that pins nothing: {entry.splitlines()[0]}")
		yield _python(pinned[1], pinned[2], HASH.findall(entry))


def _python(name: str, version: str, hashes: list[str]) -> Component:
	plain = re.sub(r"[-_.]+", "-", name).lower()
	return _component(plain, version, f"pkg:pypi/{plain}@{version}", [("SHA-256", each) for each in hashes])


def _of_npm(path: Path) -> Iterator[Component]:
	for place, package in json.loads(path.read_text(encoding="utf-8"))["packages"].items():
		if not place or package.get("link"):
			continue
		name = str(package.get("name") or place.rpartition("node_modules/")[2])
		algorithm, _, content = str(package.get("integrity", "")).partition("-")
		hashes = [(ALGORITHMS[algorithm], base64.b64decode(content).hex())] if content else []
		purl = f"pkg:npm/{name.replace('@', '%40', 1)}@{package['version']}"
		found = _component(name, str(package["version"]), purl, hashes, str(package.get("license", "")))
		yield {**found, "scope": "excluded"} if package.get("dev") else found


def _component(
	name: str, version: str, purl: str, hashes: list[tuple[str, str]], licence: str = ""
) -> Component:
	known: Component = {"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl}
	if hashes:
		known["hashes"] = [{"alg": algorithm, "content": content} for algorithm, content in sorted(hashes)]
	if licence:
		known["licenses"] = [{"expression": licence}]
	return known


def installed() -> list[Component]:
	"""The packages of the Python that runs this, with the SHA-256 of the list of files that each brought."""
	found = []
	for package in metadata.distributions():
		name, version = package.metadata["Name"], package.version
		if name:
			told = str(package.read_text("RECORD") or "").encode()
			hashes = [hashlib.sha256(told).hexdigest()] if told else []
			component = _python(name, version, [])
			about = [{"name": "esaylov:sha256-of-record", "value": value} for value in hashes]
			found.append({**component, "scope": "required", **({"properties": about} if about else {})})
	return found
