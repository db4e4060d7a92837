"""Benches of their own for the tests of the set-up: links to what the repository's bench has built, nothing running."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

pytest.importorskip("standalone.paths")

from encrypted_road import FROM, SITE, Road  # noqa: E402

from standalone import backing, backups, ports  # noqa: E402
from standalone.paths import Bench  # noqa: E402

BUILT_STEPS = ("Python-packages", "Frappe", "npm-packages", "assets-of-frappe", "assets-of-esaylov")


@pytest.fixture(scope="session")
def built() -> Bench:
	"""The repository's own bench."""
	built = Bench(ROOT / ".bench")
	if not (built.stamps / "assets-of-esaylov").exists():
		pytest.skip("no bench of the repository's own: run script/test")
	return built


@pytest.fixture
def bench(tmp_path: Path, built: Bench) -> Bench:
	"""A bench whose slow steps are done and whose servers never ran."""
	return linked(built, tmp_path / "bench")


@pytest.fixture(scope="module")
def shared_bench(tmp_path_factory: pytest.TempPathFactory, built: Bench) -> Bench:
	"""The same for all tests of a file."""
	return linked(built, tmp_path_factory.mktemp("shared") / "bench")


def linked(built: Bench, folder: Path) -> Bench:
	"""A bench in a folder, with links to what another has built."""
	bench = Bench(folder)
	bench.make_folders()
	bench.apps.rmdir()
	for name in ("apps", "env", "node"):
		(bench.root / name).symlink_to(built.root / name)
	(bench.sites / "assets").symlink_to(built.sites / "assets")
	for name in ("apps.txt", "apps.json"):
		shutil.copy(built.sites / name, bench.sites)
	for name in BUILT_STEPS:
		shutil.copy(built.stamps / name, bench.stamps)
	return bench


@pytest.fixture(scope="module")
def road(shared_bench: Bench, built: Bench, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
	"""A copy of the tests' site on a MariaDB of its own, which runs, in the clear."""
	if not (built.sites / FROM / "site_config.json").exists():
		pytest.skip(f"no site {FROM} on the bench: run script/test")
	ports.configure(shared_bench)
	road = Road(shared_bench, tmp_path_factory.mktemp("road"))
	road.prepare()
	try:
		road.start()
		with backing.running(built), backups.copies(built, FROM, into=shared_bench) as copy:
			copy(SITE)
		yield road
	finally:
		road.stop()


@pytest.fixture
def script(bench: Bench) -> Callable[..., subprocess.CompletedProcess[str]]:
	"""Run one of the scripts on that bench. A run of tests names its own bench and site, which a script must not take over."""
	inherited = {
		name: value for name, value in os.environ.items() if name not in ("SITES_PATH", "FRAPPE_SITE")
	}

	def run(name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
		return subprocess.run(
			[sys.executable, str(ROOT / "script" / name), *arguments],
			env=inherited | {"ESAYLOV_BENCH": str(bench.root)} | environment,
			capture_output=True,
			text=True,
			timeout=600,
		)

	return run


@pytest.fixture
def taken_port() -> Iterator[int]:
	"""A port on which another program listens."""
	with socket.socket() as other:
		other.bind(("127.0.0.1", 0))
		other.listen()
		yield other.getsockname()[1]


@pytest.fixture
def unused_port() -> int:
	"""A port on which nobody listens."""
	return free_port()
