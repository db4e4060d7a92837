"""What the public Semgrep rules of Frappe find in the app: each finding has a reason, and none comes beside them unseen."""

import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "security" / "semgrep" / "frappe"
RULES = json.loads((FOLDER / "reasons.json").read_text())["rules"]
"""Rule -> its reason, and the number of its findings in each file; null where the reason holds for every file."""
SECONDS = 60
"""A rule may take so long for a file; after the five seconds of Semgrep findings of large files would be missing."""


def test_each_rule_has_a_reason_and_each_file_exists():
	assert [rule for rule, one in RULES.items() if len(one["reason"]) < 40] == []
	files = {path for one in RULES.values() for path in one["files"] or ()}
	assert [path for path in files if not (ROOT / path).is_file()] == []
	published = "".join(path.read_text() for path in FOLDER.glob("*.yml"))
	assert [rule for rule in RULES if f"id: {rule}\n" not in published] == []


@pytest.mark.full
def test_each_finding_has_a_reason(built):
	semgrep = built.root / "tools" / "bin" / "semgrep"
	configs = [word for path in sorted(FOLDER.glob("*.yml")) for word in ("--config", str(path))]
	quiet = ("--metrics", "off", "--disable-version-check", "--quiet", "--json", "--timeout", str(SECONDS))
	done = subprocess.run(
		[str(semgrep), "scan", *quiet, *configs, "esaylov"], cwd=ROOT, capture_output=True, text=True
	)
	assert done.returncode == 0, done.stderr[-2000:]
	found: dict[str, Counter[str]] = {}
	for one in json.loads(done.stdout)["results"]:
		found.setdefault(one["check_id"].rpartition(".")[2], Counter())[one["path"]] += 1
	assert found.keys() == RULES.keys()
	assert {rule: dict(files) for rule, files in found.items() if RULES[rule]["files"] is not None} == {
		rule: one["files"] for rule, one in RULES.items() if one["files"] is not None
	}
