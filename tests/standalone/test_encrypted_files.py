"""The file store of a site, in the clear and then in a sealed folder: what a byte search finds of papers, and that people go on working.

gocryptfs, as a machine of tests has no device to give (`docs/operators/encryption.md`); LUKS is asked in its refusals alone.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from encrypted_road import SITE, Road

from standalone import byte_search, volumes
from standalone.packages import program
from standalone.steps import Failure

pytestmark = pytest.mark.long


class Store:
	"""The private files of the site and the folder in which they are sealed."""

	def __init__(self, road: Road) -> None:
		self.road = road
		self.read_at = road.bench.sites / SITE / "private"
		self.sealed, self.key = road.folder / "sealed", road.folder / "medium" / "files.key"

	def open(self, *words: str, fails: bool = False) -> str:
		place = ["--sealed", self.sealed, "--at", self.read_at, "--key", self.key]
		return self.road.at_rest("folder", *map(str, place), *words, fails=fails)

	def close(self) -> None:
		subprocess.run([program("fusermount3"), "-u", str(self.read_at)], check=True)

	def move(self) -> None:
		"""As an operator moves it: stop, copy with its rights, open."""
		aside = self.road.folder / "aside"
		shutil.move(self.read_at, aside)
		self.open()
		shutil.copytree(aside, self.read_at, dirs_exist_ok=True, symlinks=True)
		shutil.rmtree(aside)

	def found(self, numbers: list[str], folder: Path) -> set[str]:
		return set().union(*byte_search.search([folder], numbers).values(), set())


@pytest.fixture(scope="module")
def seen(road: Road) -> Iterator[dict[str, Any]]:
	"""What was seen on the way."""
	store = Store(road)
	try:
		first = road.inside("filed")
		plain = store.found(first["numbers"], store.read_at)
		rehearsed = store.open("--dry-run", fails=True)
		before = volumes.is_encrypted(store.read_at)
		store.move()
		second = road.inside("filed")
		numbers = [*first["numbers"], *second["numbers"]]
		yield {
			"store": store,
			"numbers": numbers,
			"first": first["numbers"],
			"plain": plain,
			"rehearsed": rehearsed,
			"before": before,
			"after": volumes.is_encrypted(store.read_at),
			"told": road.at_rest("check", *road.asked, "--files", str(store.read_at), fails=True),
			"papers": road.inside("papers", first["appeal"], second["appeal"]),
			"written": [first["paper"], second["paper"]],
		}
	finally:
		with suppress(subprocess.CalledProcessError):
			store.close()


def test_without_it_the_search_finds_the_papers(seen):
	assert seen["plain"] == {*seen["first"]}
	assert "is not empty" in seen["rehearsed"]
	assert not seen["before"]


def test_with_it_nothing_is_found_in_the_bytes_that_lie_on_the_disk(seen):
	store = seen["store"]
	assert store.found(seen["numbers"], store.sealed) == set()
	assert store.found(seen["numbers"], store.read_at) == {*seen["numbers"]}
	names = {path.name for path in store.read_at.rglob("*")} & {path.name for path in store.sealed.rglob("*")}
	assert names == set(), "names of files are sealed as well"


def test_people_go_on_filing_and_read_what_was_filed_before(seen):
	assert seen["papers"] == seen["written"]


def test_the_check_sees_that_the_store_is_encrypted_and_the_database_is_not(seen):
	assert seen["after"]
	assert "on no encrypted file system" not in seen["told"]
	assert "nothing is encrypted" in seen["told"]


def test_closed_it_is_empty_and_opens_with_its_own_key_alone(seen):
	store = seen["store"]
	store.close()
	assert [*store.read_at.iterdir()] == []
	own, other = store.key, store.road.folder / "other" / "files.key"
	volumes.make_key(other, is_text=True)
	with pytest.raises(Failure, match="gocryptfs"):
		volumes.set_up_folder(volumes.SealedFolder(store.sealed, store.read_at, other), is_dry=False)
	with pytest.raises(Failure, match="is missing"):
		volumes.set_up_folder(
			volumes.SealedFolder(store.sealed, store.read_at, own.with_name("none")), is_dry=False
		)
	store.open()
	assert store.found(seen["numbers"], store.read_at) == {*seen["numbers"]}
