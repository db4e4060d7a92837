"""Where everything of the development bench lies: a real bench's folders, plus our own data and stamps."""

import os
from dataclasses import dataclass, field
from pathlib import Path

# where another bench shall lie: tests of the set-up make their own
BENCH = "ESAYLOV_BENCH"
ROOT = Path(__file__).resolve().parent.parent
STANDALONE = ROOT / "standalone"
APP = "esaylov"


@dataclass(frozen=True)
class Bench:
	"""The folders of one bench: the repository's `.bench`, unless ESAYLOV_BENCH names another."""

	root: Path = field(default_factory=lambda: Path(os.environ.get(BENCH) or ROOT / ".bench"))

	@property
	def apps(self) -> Path:
		return self.root / "apps"

	@property
	def env(self) -> Path:
		return self.root / "env"

	@property
	def python(self) -> Path:
		return self.env / "bin" / "python"

	@property
	def sites(self) -> Path:
		return self.root / "sites"

	@property
	def config(self) -> Path:
		return self.root / "config"

	@property
	def logs(self) -> Path:
		return self.root / "logs"

	@property
	def data(self) -> Path:
		return self.root / "data"

	@property
	def node(self) -> Path:
		return self.root / "node"

	@property
	def stamps(self) -> Path:
		return self.root / "stamps"

	@property
	def downloads(self) -> Path:
		return self.root / "downloads"

	def make_folders(self) -> None:
		"""Make the folders that a bench always has."""
		# by `config/pids` the program bench knows one
		pids = self.config / "pids"
		for folder in (
			self.apps,
			self.sites,
			self.config,
			pids,
			self.logs,
			self.data,
			self.stamps,
			self.downloads,
		):
			folder.mkdir(parents=True, exist_ok=True)


def shown(path: Path) -> str:
	"""The path as a person would type it: relative to the repository where it lies inside."""
	return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
