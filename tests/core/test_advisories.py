"""Known advisories: which versions a record affects, locks, and a snapshot that somebody changed."""

import base64
import json
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from esaylov.core.advisories import (
	NPM,
	PYPI,
	SnapshotInvalid,
	is_affected,
	order_npm,
	read_npm_lock,
	read_python_lock,
	read_snapshot,
	sign_snapshot,
)

KEY = Ed25519PrivateKey.from_private_bytes(b"\x05" * 32)
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()


def record(*events: dict[str, str], ecosystem: str = PYPI, name: str = "a-b", **more) -> dict:
	ranges = [{"type": "ECOSYSTEM", "events": list(events)}]
	affected = [{"package": {"ecosystem": ecosystem, "name": name}, "ranges": ranges}]
	return {"id": "X-1", "modified": "2026-01-01T00:00:00Z", "affected": affected, **more}


FIXED = ({"introduced": "0"}, {"fixed": "2.10.1"})
TWICE = ({"introduced": "1.0"}, {"fixed": "1.4"}, {"introduced": "2.0"}, {"fixed": "2.1"})


@pytest.mark.parametrize(
	("events", "version", "is_in"),
	[
		(FIXED, "2.9", True),
		(FIXED, "2.10", True),
		(FIXED, "2.10.1rc1", True),
		(FIXED, "2.10.1", False),
		(FIXED, "0.0.1.dev1", True),
		(TWICE, "0.9", False),
		(TWICE, "1.3.post1", True),
		(TWICE, "1.4", False),
		(TWICE, "2.0", True),
		(TWICE, "2.1", False),
		(tuple(reversed(TWICE)), "2.0.5", True),
		(({"introduced": "0"}, {"last_affected": "1.3.7"}), "1.3.7", True),
		(({"introduced": "0"}, {"last_affected": "1.3.7"}), "1.3.8", False),
		(({"introduced": "1"},), "99", True),
		(FIXED, "not a version", True),
	],
)
def test_python_versions_are_compared_by_ranges(events, version, is_in):
	assert is_affected(record(*events), PYPI, "A_B", version) is is_in
	assert not is_affected(record(*events), NPM, "a-b", version)
	assert not is_affected(record(*events), PYPI, "a-c", version)
	assert not is_affected(record(*events, withdrawn="2026-01-02T00:00:00Z"), PYPI, "a-b", version)


@pytest.mark.parametrize(
	("version", "is_in"),
	[("7.9.9", False), ("8.0.0", True), ("8.17.1-rc.1", True), ("8.17.1", False), ("8.100.0", False)],
)
def test_npm_versions_are_compared_by_semver(version, is_in):
	events = ({"introduced": "8.0.0"}, {"fixed": "8.17.1"})
	assert is_affected(record(*events, ecosystem=NPM, name="ws"), NPM, "ws", version) is is_in


def test_the_order_of_semver_is_that_of_its_text():
	in_order = [
		*("0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2"),
		*("1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0"),
	]
	assert sorted(reversed(in_order), key=order_npm) == in_order


def test_a_version_of_the_list_is_affected_without_a_range():
	listed = record(name="x")
	listed["affected"][0] |= {"ranges": [], "versions": ["1.0"]}
	assert is_affected(listed, PYPI, "x", "1.0")
	assert not is_affected(listed, PYPI, "x", "1.1")


def test_packages_are_read_from_locks():
	assert list(
		read_python_lock("Jinja2==2.10 \\\n    --hash=sha256:0\nx.y==1 ; python_version < '4'\n")
	) == [
		(PYPI, "jinja2", "2.10"),
		(PYPI, "x-y", "1"),
	]
	rows = {
		"": {"version": "1"},
		"node_modules/ws": {"version": "8.0.0"},
		"node_modules/a/node_modules/@b/c": {"version": "1.0.0"},
	}
	assert list(read_npm_lock(json.dumps({"packages": rows}))) == [
		(NPM, "ws", "8.0.0"),
		(NPM, "@b/c", "1.0.0"),
	]


def test_a_signed_snapshot_is_read_and_a_changed_one_refused():
	heading = {"taken_on": "2026-11-30", "ecosystems": [PYPI], "sources": ["x"]}
	content, signature = sign_snapshot(heading, [record(*FIXED)], KEY)
	snapshot = read_snapshot(content, signature, PUBLIC)
	assert snapshot.age_days(date(2026, 12, 8)) == 8
	assert snapshot.find_advisories([(PYPI, "a-b", "2.9"), (PYPI, "a-b", "3")]) == {
		(PYPI, "a-b", "2.9"): ("X-1",)
	}
	other = base64.b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()
	for changed in (
		(content.replace(b"2026-11-30", b"2026-12-07"), signature, PUBLIC),
		(content.splitlines(True)[0], signature, PUBLIC),
		(content, signature, other),
		(content, "", PUBLIC),
		(b"", signature, PUBLIC),
	):
		with pytest.raises(SnapshotInvalid):
			read_snapshot(*changed)
