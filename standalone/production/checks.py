"""What makes an installation impossible or unsafe, found before anything is done. Each says what is wrong, and what to do."""

import re
import shutil
import ssl
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

from standalone.packages import search_path
from standalone.paths import APP, ROOT
from standalone.steps import Failure

DEBIAN = (12, 13)
LOWEST_PYTHON = (3, 11)
"""Of the app, whatever Frappe says."""
LOWEST_MEMORY = 3500
"""MB: a site with everything on one machine, and a build of the Desk's bundles beside it [ours]."""
LOWEST_PROGRAMS = {"mariadbd": (10, 11), "redis-server": (7, 0), "nginx": (1, 22)}
"""Program -> what Debian 12 has: an older one, of another source, was never tried with our files, and lacks options of theirs."""
SOON = 7 * 24 * 3600
"""Seconds: a certificate that ends sooner is renewed before it is taken."""
SHUT_AWAY = ("/home", "/root", "/run/user", "/tmp", "/var/tmp")  # noqa: S108
"""Folders that units do not see (`ProtectHome`, `PrivateTmp`)."""
Asks = Callable[[list[str]], subprocess.CompletedProcess[str]]


def asked(words: list[str]) -> subprocess.CompletedProcess[str]:
	"""What a program answers; Failure where it is not there."""
	try:
		return subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL)
	except FileNotFoundError:
		raise Failure(f"the program {words[0]} is missing: apt-get install {Path(words[0]).name}") from None


def debian(release: Path = Path("/etc/os-release")) -> int:
	"""The release of Debian that this is. Raises Failure for another system."""
	text = release.read_text() if release.exists() else ""
	found = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', text, re.MULTILINE))
	number = found.get("VERSION_ID", "")
	if found.get("ID") != "debian" or number not in map(str, DEBIAN):
		named = found.get("PRETTY_NAME", "an unknown system")
		raise Failure(f"this is {named}: the command is for Debian 12 and 13 alone")
	return int(number)


def memory(table: Path = Path("/proc/meminfo")) -> int:
	"""MB of the machine's memory. Raises Failure for too little."""
	found = int(re.search(r"^MemTotal:\s+(\d+) kB$", table.read_text(), re.MULTILINE)[1]) // 1024  # type: ignore[index]
	if found < LOWEST_MEMORY:
		raise Failure(
			f"{found} MB of memory: {LOWEST_MEMORY} MB at least (docs/operators/running.md, Sizing)"
		)
	return found


def place(root: Path = ROOT) -> None:
	"""Failure where the program would lie where units do not see it, or where somebody else than root can change it."""
	if any(root.is_relative_to(folder) for folder in SHUT_AWAY):
		raise Failure(f"{root} is seen by no unit: clone the app to /opt/esaylov, as root, and run it there")
	for folder in (root, *root.parents):
		status = folder.stat()
		if status.st_uid != 0 or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
			raise Failure(
				f"{folder} can be changed by others than root, and timers run {root}/script as root: "
				"clone the app to /opt/esaylov, as root, and run it there"
			)


def certificate(chain: Path, key: Path, site: str, ask: Asks = asked) -> None:
	"""Failure for a certificate that nginx could not serve the site with, or a key that others can read."""
	for path in (chain, key):
		if not path.is_file():
			raise Failure(
				f"{path} is missing: --certificate is the whole chain in PEM, --key its private key"
			)
	status = key.stat()
	if status.st_mode & 0o077 or status.st_uid != 0:
		raise Failure(f"{key} can be read by others than root: chown root {key} && chmod 600 {key}")
	_pair(chain, key)
	base = ["openssl", "x509", "-noout", "-in", str(chain)]
	if ask([*base, "-checkend", str(SOON)]).returncode:
		raise Failure(f"{chain} ends within a week, or has ended: renew it first")
	if "does match" not in ask([*base, "-checkhost", site]).stdout:
		raise Failure(f"{chain} is not for {site}")


def _pair(chain: Path, key: Path) -> None:
	def no_password() -> str:
		raise Failure(f"{key} has a password, and nobody is there to type it when nginx starts: take it off")

	try:
		ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(chain, key, no_password)
	except ssl.SSLError as problem:
		raise Failure(
			f"{key} is not the key of {chain}, or one of them is no PEM: {problem.reason}"
		) from None


def recipient(path: Path) -> None:
	"""Failure where what backups are to be sealed for is no public key, or is the private one."""
	if not path.is_file():
		raise Failure(
			f"{path} is missing: the public key of who restores, gpg --armor --export (docs/operators/encryption.md)"
		)
	if b"PRIVATE KEY" in path.read_bytes():
		raise Failure(f"{path} holds a private key: it is to be on no server. Export the public one")


def program_of(name: str) -> None:
	"""Failure where systemd is not there to run anything."""
	if not any((Path(folder) / name).exists() for folder in search_path().split(":")):
		raise Failure(
			f"{name} is missing: this machine has no systemd, and nothing would start again after a fault"
		)


def programs(ask: Asks = asked) -> str:
	"""The servers of the machine, as far as they are installed; Failure for one that is older than Debian 12's."""
	found = []
	for name, lowest in LOWEST_PROGRAMS.items():
		if not (program := shutil.which(name, path=search_path())):
			continue
		done = ask([program, "-v" if name == "nginx" else "--version"])
		version = numbers(done.stdout + done.stderr)  # nginx says it where others say what is wrong
		said = ".".join(map(str, version))
		if version < lowest:
			raise Failure(
				f"{name} is {said}, older than that of Debian 12: where does apt take it from? (apt-cache policy; "
				"docs/operators/production.md, Debian 12 and 13)"
			)
		found.append(f"{name} {said}")
	return ", ".join(found) or "no server is installed yet"


# --- the release of Frappe ---


def allows(limits: str, version: tuple[int, ...]) -> bool:
	"""Whether a version lies within limits as pyproject.toml or package.json has them (`>=3.10,<3.14`, `>= 24`)."""
	for part in filter(None, (part.strip() for part in limits.split(","))):
		found = re.fullmatch(r"(>=|<=|<|>|==|~=)?\s*v?([\d.]+?)(?:\.[*x])*", part)
		if not found:
			raise Failure(f"the limit {part!r} of Frappe is none that is understood here")
		bound = tuple(int(number) for number in found[2].strip(".").split("."))
		if not _holds(found[1] or "==", version[: len(bound)], bound, version):
			return False
	return True


def _holds(sign: str, cut: tuple[int, ...], bound: tuple[int, ...], whole: tuple[int, ...]) -> bool:
	if sign == "~=":
		return cut >= bound and whole[: len(bound) - 1] == bound[:-1]
	return {
		">=": cut >= bound,
		"<=": cut <= bound,
		"==": cut == bound,
		"<": cut < bound,
		">": whole > bound and cut != bound,
	}[sign]


def numbers(text: str) -> tuple[int, ...]:
	"""The numbers of what a program says of its version."""
	found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
	if not found:
		raise Failure(f"{text.strip()!r} names no version")
	return tuple(int(part) for part in found.groups() if part is not None)


def python(program: str, limits: str, ask: Asks = asked) -> str:
	"""What the Python of the bench is; Failure where Frappe or the app runs on another alone."""
	said = ask([program, "-c", "import platform; print(platform.python_version())"]).stdout
	version = numbers(said)
	if version < LOWEST_PYTHON or not allows(limits, version):
		raise Failure(
			f"{program} is Python {said.strip()}; this Frappe wants {limits or 'any'} and {APP} >=3.11: "
			"install another and name it, --python PATH (docs/operators/production.md)"
		)
	return f"Python {said.strip()}"


def node(program: Path, limits: str, ask: Asks = asked) -> str:
	"""What the Node of the bench is; Failure where Frappe wants another."""
	said = ask([str(program), "--version"]).stdout
	if not allows(limits, numbers(said)):
		raise Failure(
			f"{program} is Node {said.strip()}; this Frappe wants {limits}: "
			"install another and name its folder, --node FOLDER (docs/operators/production.md)"
		)
	return f"Node {said.strip()}"
