"""Where everything of a cluster on one machine lies and listens: a bench of its own inside the repository's, and a port for each process.

The ports that the bench's common configuration names (database, queue, cache, web, realtime) are HAProxy's; behind each stand the
nodes. While the data are made, the bench's own single MariaDB and Redis listen there, so that the configuration is the same.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from standalone import ports
from standalone.paths import Bench
from standalone.steps import Failure

FOLDER = "cluster"
"""In the folder of the bench whose packages it shares."""
SITE = "esaylov.localhost"
DATABASES = ("db-1", "db-2", "db-3")
COORDINATORS = ("etcd-1", "etcd-2", "etcd-3")
STORES = ("cache", "queue")
REDIS = tuple(f"redis-{store}-{number}" for store in STORES for number in (1, 2))
SENTINELS = ("sentinel-1", "sentinel-2", "sentinel-3")
WEBS = ("web-1", "web-2")
WORKERS = ("worker-1", "worker-2")
REALTIME = ("realtime-1", "realtime-2")
REPLICATION = "replica"
"""The login by which nodes follow each other."""
TERMS = "esaylov_cluster.terms"
"""Table of the databases: the first write of each primary."""
BASE = 8300
"""The first port, unless another is asked for; the others follow it."""
BUILT = ("Python-packages", "Frappe", "npm-packages", "assets-of-frappe", "assets-of-esaylov")
"""Steps of the repository's bench that this one shares."""


def health(name: str) -> str:
	"""The name of the port at which the agent of a database answers HAProxy."""
	return f"{name}-agent"


def link(name: str) -> str:
	"""The name of the port at which replicas reach a database: HAProxy's, so that a test can cut the line."""
	return f"{name}-link"


def peer(name: str) -> str:
	"""The name of the port at which members of etcd talk to each other."""
	return f"{name}-peer"


OWN = (
	*(port for name in DATABASES for port in (name, health(name), link(name))),
	*(port for name in COORDINATORS for port in (name, peer(name))),
	*REDIS,
	*SENTINELS,
	*WEBS,
	*REALTIME,
	"haproxy",
)
"""What listens besides the five ports of the common configuration; `haproxy` is its commands' own."""


@dataclass(frozen=True)
class Layout:
	"""A cluster: its bench, and name of a port -> its number, those of the common configuration under their names there."""

	bench: Bench
	ports: dict[str, int]

	def data(self, name: str) -> Path:
		"""The folder in which a process keeps its data."""
		return self.bench.data / name

	def config(self, name: str) -> Path:
		"""The configuration file of a process."""
		return self.bench.config / f"{name}.conf"

	@property
	def coordinators(self) -> list[str]:
		"""Where the members of etcd answer."""
		return [f"http://{ports.LOOPBACK}:{self.ports[name]}" for name in COORDINATORS]

	@property
	def address(self) -> str:
		"""Where browsers and programs ask."""
		return f"http://{ports.LOOPBACK}:{self.ports['webserver_port']}"

	@property
	def password(self) -> str:
		"""Of the databases' root."""
		return str(ports.read(self.bench)["root_password"])


def _file(bench: Bench) -> Path:
	return bench.config / "cluster.json"


def read(bench: Bench) -> Layout:
	"""The cluster of a folder; Failure where none was made."""
	if not _file(bench).exists():
		raise Failure("there is no cluster here: script/cluster up")
	common = ports.read(bench)
	return Layout(bench, json.loads(_file(bench).read_text()) | {name: common[name] for name in ports.NAMES})


def make(built: Bench, base: int | None = None) -> Layout:
	"""The bench of a cluster inside another one, whose packages and bundles it shares; ports are chosen once, or from another base."""
	bench = Bench(built.root / FOLDER)
	bench.make_folders()
	_share(built, bench)
	known = json.loads(_file(bench).read_text()) if _file(bench).exists() else {}
	first = base or ports.read(bench).get("webserver_port") or BASE
	ports.configure(bench, first)
	if known.keys() != set(OWN) or base:
		after = first + len(ports.NAMES)
		chosen = {name: ports.free_port(after + number) for number, name in enumerate(OWN)}
		_file(bench).write_text(json.dumps(chosen, indent=1))
	return read(bench)


def _share(built: Bench, bench: Bench) -> None:
	"""Links to what the other bench has built, with the stamps that say so."""
	for name in ("apps", "env", "node"):
		_link(bench.root / name, built.root / name)
	_link(bench.sites / "assets", built.sites / "assets")
	shutil.copy(built.sites / "apps.txt", bench.sites)
	shutil.copy(built.sites / "apps.json", bench.sites)
	for name in BUILT:
		shutil.copy(built.stamps / name, bench.stamps)


def _link(link: Path, target: Path) -> None:
	if link.is_dir() and not link.is_symlink():
		link.rmdir()  # an empty one, as `make_folders` makes it
	link.unlink(missing_ok=True)
	link.symlink_to(target)
