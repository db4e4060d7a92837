"""A backup that runs into a full disk fails in one line and leaves nothing that could be taken for a backup."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from standalone import backups
from standalone.paths import Bench
from standalone.steps import Failure

ROOT = Path(__file__).resolve().parents[2]
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
NAMESPACE = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
ON_A_SMALL_DISK = """
mount -t tmpfs -o size=64k tmpfs "$1" || exit 77
"$3" "$4" --site "$5" --to "$1" --secrets "$2/secrets.json"
code=$?
ls -A "$1" > "$2/left"
exit $code
"""
NOT_MOUNTED = 77


@pytest.mark.full
def test_a_backup_without_room_fails_and_leaves_nothing(built: Bench, tmp_path: Path):
	if not (built.sites / SITE / "site_config.json").exists():
		pytest.skip(f"no site {SITE} on the bench: run script/test")
	disk = tmp_path / "disk"
	disk.mkdir()
	command = ["sh", "-c", ON_A_SMALL_DISK, "backup", str(disk), str(tmp_path), sys.executable]
	answer = subprocess.run(
		[*NAMESPACE, *command, str(ROOT / "script" / "backup"), SITE],
		env=os.environ | {"ESAYLOV_BENCH": str(built.root)},
		capture_output=True,
		text=True,
		timeout=600,
	)
	if answer.returncode == NOT_MOUNTED or answer.stderr.startswith("unshare"):
		pytest.skip("nothing may be mounted here")
	assert answer.returncode == 1, answer.stdout + answer.stderr
	line = answer.stderr.strip().splitlines()[-1]
	assert line.startswith(f"✗ save of {SITE} failed: ")
	assert line.endswith("No backup was made")
	assert (tmp_path / "left").read_text() == ""
	assert not (tmp_path / "secrets.json").exists()


def test_a_manifest_that_has_no_room_makes_no_backup_whole(tmp_path: Path):
	folder, secrets = tmp_path / "backup", tmp_path / "secrets.json"
	folder.mkdir()
	(folder / "database.sql.gz").write_bytes(b"dump")
	(folder / "manifest.json.part").symlink_to("/dev/full")
	secrets.write_text("{}")
	with pytest.raises(OSError, match="No space left"):
		backups.seal(folder, secrets, {}, {})
	with pytest.raises(Failure, match="this is no backup, or an unfinished one"):
		backups.checked(folder)
