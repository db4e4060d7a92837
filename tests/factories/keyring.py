"""A keyring of GnuPG whose private key restores backups, and its public half as a file."""

import subprocess
from pathlib import Path

MADE = (
	*("--pinentry-mode", "loopback", "--passphrase", "", "--quick-generate-key"),
	*("restorer", "default", "default", "never"),
)


def make(home: Path, public: Path) -> None:
	"""Make the key in a folder of its own, and write what the machine that seals would have of it."""
	home.mkdir(mode=0o700, exist_ok=True)
	home.chmod(0o700)
	for words in (MADE, ("--armor", "--output", str(public), "--export")):
		command = ["gpg", "--homedir", str(home), "--batch", "--quiet", *words]
		subprocess.run(command, check=True, capture_output=True)


def close(home: Path) -> None:
	"""End the agent that holds it."""
	subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], capture_output=True)
