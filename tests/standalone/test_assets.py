"""The asset builder, on a bench with one small app: names, right-to-left, templates, and what it says of mistakes."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.full
ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / ".bench" / "node"
FILES = {
	"js/greeting/greeting.bundle.ts": 'import "./page.html";\nexport const hello: string = "salom";\nconsole.log(hello);\n',
	"js/greeting/page.html": '<b title="o\'z">{{ __("Hello") }}</b>\n',
	"scss/_tokens.scss": "$gap: 4px;\n",
	"scss/portal.bundle.scss": '@import "tokens";\n.a { margin-left: $gap; user-select: none; }\n',
}


@pytest.fixture
def bench(tmp_path: Path) -> Path:
	"""A bench with the app `little`, whose npm packages are those of the development bench."""
	if shutil.which("node") is None or not PACKAGES.is_dir():
		pytest.skip("no development bench: run script/test")
	for name, text in FILES.items():
		write(tmp_path, name, text)
	(tmp_path / "node").symlink_to(PACKAGES)
	return tmp_path


def write(bench: Path, name: str, text: str) -> None:
	file = bench / "apps" / "little" / "little" / "public" / name
	file.parent.mkdir(parents=True, exist_ok=True)
	file.write_text(text)


def build(bench: Path, *options: str) -> subprocess.CompletedProcess[str]:
	command = ["node", str(ROOT / "standalone" / "assets" / "build.mjs"), "--bench", str(bench), *options]
	return subprocess.run(command, capture_output=True, text=True)


def manifest(bench: Path, name: str = "assets.json") -> dict[str, str]:
	return json.loads((bench / "sites" / "assets" / name).read_text())


def text(bench: Path, url: str) -> str:
	return (bench / "sites" / url.lstrip("/")).read_text()


def test_each_bundle_is_found_by_its_plain_name(bench: Path) -> None:
	assert build(bench).returncode == 0
	assert set(manifest(bench)) == {"greeting.bundle.js", "portal.bundle.css"}
	script = text(bench, manifest(bench)["greeting.bundle.js"])
	assert "salom" in script
	assert "frappe.templates.page=" in script


def test_styles_are_prefixed_and_mirrored(bench: Path) -> None:
	build(bench)
	assert "-webkit-user-select" in text(bench, manifest(bench)["portal.bundle.css"])
	assert "margin-right:4px" in text(bench, manifest(bench, "assets-rtl.json")["rtl_portal.bundle.css"])


def test_a_changed_bundle_gets_another_name_and_the_old_file_goes(bench: Path) -> None:
	build(bench)
	old = manifest(bench)["portal.bundle.css"]
	write(bench, "scss/_tokens.scss", "$gap: 5px;\n")
	build(bench, "--apps", "little")
	assert manifest(bench)["portal.bundle.css"] != old
	assert not (bench / "sites" / old.lstrip("/")).exists()


def test_another_apps_names_stay_in_the_manifest(bench: Path) -> None:
	(bench / "sites" / "assets").mkdir(parents=True)
	(bench / "sites" / "assets" / "assets.json").write_text(
		'{"desk.bundle.js": "/assets/frappe/dist/js/desk.js"}'
	)
	build(bench, "--apps", "little")
	assert {"desk.bundle.js", "portal.bundle.css"} < set(manifest(bench))


@pytest.mark.parametrize(
	("name", "content", "said"),
	[
		("js/bad.bundle.js", 'import "nowhere";\n', 'bad.bundle.js:1: Could not resolve "nowhere"'),
		("js/bad.bundle.js", "let a = ;\n", 'bad.bundle.js:1: Unexpected ";"'),
		("scss/bad.bundle.scss", "\n.a { color: $missing; }\n", "bad.bundle.scss:2: Undefined variable."),
	],
)
def test_a_mistake_is_one_line_with_its_place(bench: Path, name: str, content: str, said: str) -> None:
	write(bench, name, content)
	done = build(bench)
	assert done.returncode == 1
	assert done.stderr.splitlines() == [f"assets: apps/little/little/public/{name.rpartition('/')[0]}/{said}"]


@pytest.mark.parametrize(
	("options", "said"),
	[
		(("--apps", "absent"), "assets: absent has no folder apps/absent/absent/public"),
		(("--watch",), "assets: Unknown option '--watch'"),
	],
)
def test_a_wrong_call_is_one_line(bench: Path, options: tuple[str, ...], said: str) -> None:
	done = build(bench, *options)
	assert (done.returncode, done.stderr.splitlines()[0].startswith(said)) == (1, True)
