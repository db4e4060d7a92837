"""What docs/trial/compose.yml says of the images, beside the images as they were read (tests/data/frappe_images.json). Nothing is pulled."""

import ast
import json
import os
import re
import shlex
import shutil
import string
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from factories.documents import options_of_app

from esaylov.setup.thread_shares import THREADS

ROOT = Path(__file__).resolve().parents[1]
TRIAL = yaml.safe_load((ROOT / "docs" / "trial" / "compose.yml").read_text(encoding="utf-8"))
IMAGES = json.loads((ROOT / "tests" / "data" / "frappe_images.json").read_text(encoding="utf-8"))
COMMANDS = json.loads((ROOT / "tests" / "data" / "bench_commands.json").read_text(encoding="utf-8"))
LAYERED, NGINX = IMAGES["layered image"], "nginx-entrypoint.sh"
SERVICES: Mapping[str, Mapping[str, Any]] = TRIAL["services"]
BENCHES = {name: one for name, one in SERVICES.items() if "build" in one}
SITE = "esaylov.localhost"
OF_IMAGE = {"frontend": NGINX, "backend": "start.sh"}
"""Service -> the program of the image that reads its environment."""


def script() -> list[str]:
	"""The commands with which the site is made, a line each, `if`, `then` and `||` aside."""
	text = SERVICES["create-site"]["command"][-1].replace("\\\n", " ")
	lines = [line.strip() for line in text.splitlines() if not line.strip().startswith("#")]
	return [
		part.strip() for line in lines for part in re.split(r"\|\||\bif |; then|^else$|^fi$", line) if part
	]


def bench_commands() -> Iterator[list[str]]:
	"""What is typed to bench, site left out."""
	for line in script():
		if line.startswith("bench "):
			words = shlex.split(line.partition(" | ")[0])[1:]
			yield words[2:] if words[0] == "--site" else words


def test_the_image_is_built_as_its_file_takes_it():
	assert len(BENCHES) == 6
	for name, one in BENCHES.items():
		build = one["build"]
		assert build["dockerfile"] == LAYERED["dockerfile"], name
		assert {*build["args"]} <= {*LAYERED["arguments"]}, name
		assert build["secrets"] == LAYERED["secrets"] == [*TRIAL["secrets"]], name
		assert one["image"] == "esaylov-trial"
	branch = BENCHES["backend"]["build"]["args"]["FRAPPE_BRANCH"]
	assert re.fullmatch(r"\$\{FRAPPE_BRANCH:-(.+)\}", branch)[1] in IMAGES["versions"]


def test_the_python_of_each_image_is_one_of_ours():
	project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
	lowest = [int(part) for part in re.search(r'requires-python = ">=([\d.]+)"', project)[1].split(".")]
	for branch, has in IMAGES["versions"].items():
		assert [int(part) for part in has["python"].split(".")][:2] >= lowest, branch


def test_each_container_stands_on_both_volumes_and_begins_by_the_images_entry_point():
	for name, one in BENCHES.items():
		volumes = dict(volume.split(":") for volume in one["volumes"])
		assert {*volumes.values()} == {*LAYERED["volumes"]}, name
		assert {*volumes} <= {*TRIAL["volumes"]}, name
		assert "entrypoint" not in one, f"{name}: the pages that are built ahead would find no bundles"


@pytest.mark.parametrize("name", sorted(BENCHES))
def test_what_a_container_runs_is_in_the_image(name):
	words = BENCHES[name].get("command", [LAYERED["command"]])
	assert words[0] in IMAGES["programs"]
	program = OF_IMAGE.get(name, "")
	known = [
		*IMAGES["environment"].get(program, []),
		*(IMAGES["environment"]["gunicorn"] if name == "backend" else []),
	]
	assert {*BENCHES[name].get("environment", {})} <= {*known}


def test_the_web_server_has_threads_for_each_class_of_requests(tmp_path):
	"""gunicorn itself reads the image's command line and our setting; the image's own number would override that of our file."""
	(tmp_path / "app.py").write_text("application = print\n")
	told = SERVICES["backend"]["environment"]
	given = IMAGES["start.sh"]["defaults"] | {name: str(value) for name, value in told.items()}
	words = [string.Template(word).substitute(given) for word in IMAGES["start.sh"]["options"]]
	answer = subprocess.run(
		[sys.executable, "-m", "gunicorn", "--print-config", *words, "app:application"],
		cwd=tmp_path,
		env={**os.environ, "PYTHONPATH": str(ROOT), **given},
		capture_output=True,
		text=True,
	)
	assert answer.returncode == 0, answer.stderr
	said = dict(re.findall(r"^(\w+) += (.*)$", answer.stdout, re.MULTILINE))
	assert (int(said["threads"]), said["worker_class"]) == (THREADS, "gthread")
	assert "post_worker_init" in said["post_worker_init"]


def test_realtime_is_the_frameworks():
	assert SERVICES["websocket"]["command"] == IMAGES["socketio"]


def test_nginx_finds_those_behind_it():
	front = SERVICES["frontend"]
	for variable, program in (("BACKEND", "start.sh"), ("SOCKETIO", "socketio.js")):
		service, _, port = front["environment"][variable].partition(":")
		assert int(port) == IMAGES["ports"][program]
		assert service in front["depends_on"], f"nginx ends where {service} is not known"
	assert SERVICES["backend"].get("command") is None
	assert front["ports"] == [f"127.0.0.1:8080:{IMAGES['ports'][NGINX]}"]
	assert f"127.0.0.1:{IMAGES['ports'][NGINX]}/health" in front["healthcheck"]["test"][-1]


def test_realtime_reaches_the_site_by_the_name_that_people_type():
	"""The framework refuses a page of another host than its site's, and asks at the site's name, without a port, who it is."""
	front = SERVICES["frontend"]
	told = (ROOT / "docs" / "trial" / "compose.yml").read_text(encoding="utf-8")
	assert f"then http://{SITE}:{IMAGES['ports'][NGINX]} " in told
	assert front["environment"]["FRAPPE_SITE_NAME_HEADER"] == SITE
	assert front["networks"]["default"]["aliases"] == [SITE]
	(given,) = front["configs"]
	assert Path(given["target"]).parent == Path(IMAGES["nginx"]["folder"])
	server = TRIAL["configs"][given["source"]]["content"]
	assert "listen 80;" in server
	assert "proxy_pass http://backend-server;" in server
	assert "backend-server" in IMAGES["nginx"]["upstreams"]
	assert front["sysctls"]["net.ipv4.ip_unprivileged_port_start"] <= 80, "the image's nginx is nobody's root"
	assert not re.search(r"(?<!\$)\$(?!\$)", server), "a single $ is a variable of compose"


def test_database_and_redis_are_those_that_the_images_are_tried_with():
	database, told = SERVICES["db"], IMAGES["database"]
	assert database["image"] == told["image"]
	assert {*told["command"]} <= {*database["command"]}
	assert {*database["environment"]} <= {*told["environment"]}
	assert database["healthcheck"]["test"] == told["health"]
	assert [volume.split(":")[1] for volume in database["volumes"]] == told["volumes"]
	for name in ("redis-cache", "redis-queue"):
		assert SERVICES[name]["image"] == IMAGES["redis"]["image"]
	assert [volume.split(":")[1] for volume in SERVICES["redis-queue"]["volumes"]] == IMAGES["redis"][
		"volumes"
	]


def test_mariadb_takes_the_options():
	program = shutil.which("mariadbd", path="/usr/sbin:/usr/bin")
	if not program:
		pytest.skip("no mariadbd: apt-get install mariadb-server, or script/test")

	def tried(*options: str) -> int:
		words = [program, "--no-defaults", *options, "--help", "--verbose"]
		return subprocess.run(words, capture_output=True, cwd="/").returncode

	assert tried(*SERVICES["db"]["command"]) == 0
	assert tried("--no-option-of-mariadb=1") != 0


def test_each_setting_is_one_that_somebody_reads():
	written = {words[-2] for words in bench_commands() if words[0] == "set-config"}
	assert {*IMAGES["settings"]} <= written
	ours = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "esaylov").rglob("*.py"))
	for name in written - {*IMAGES["settings"]}:
		assert f'"{name}"' in ours, name


def test_each_address_in_the_settings_is_a_services():
	values = {words[-2]: words[-1] for words in bench_commands() if words[0] == "set-config"}
	assert values["db_host"] in SERVICES
	assert int(values["socketio_port"]) == IMAGES["ports"]["socketio.js"]
	for name in ("redis_cache", "redis_queue", "redis_socketio"):
		assert re.fullmatch(r"redis://([a-z-]+):6379", values[name])[1] in SERVICES


def test_each_command_of_bench_is_one():
	typed = [words for words in bench_commands() if words[0] != "set-config"]
	assert {words[0] for words in typed} == {
		"list-apps",
		"migrate",
		"new-site",
		"install-app",
		"enable-scheduler",
		"esaylov-load-demonstration",
	}
	for words in typed:
		options = {word.partition("=")[0] for word in words if word.startswith("--")}
		known = {*COMMANDS["site"].get(words[0], options_of_app().get(words[0], []))}
		assert options <= known, words
	(made,) = [words for words in typed if words[0] == "new-site"]
	assert made[1] == SITE


def test_the_scheduler_is_on_and_each_queue_has_a_worker():
	"""A site is made with its scheduler off."""
	assert ["enable-scheduler"] in [*bench_commands()]
	assert SERVICES["scheduler"]["command"] == ["bench", "schedule"]
	listed = {
		queue
		for one in BENCHES.values()
		if one.get("command", [])[:2] == ["bench", "worker"]
		for queue in one["command"][-1].split(",")
	}
	tree = ast.parse((ROOT / "esaylov" / "framework" / "queues.py").read_text(encoding="utf-8"))
	ours = {
		node.value.value
		for node in tree.body
		if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant)
		if ast.unparse(node.annotation) == "Final"
	}
	assert ours == {"default", "short", "long"}
	assert listed == ours


def test_nobody_begins_before_the_site_is_there():
	assert {*SERVICES["create-site"]["depends_on"]} == {"db", "redis-cache", "redis-queue"}
	assert SERVICES["create-site"]["depends_on"]["db"]["condition"] == "service_healthy"
	for name in {*BENCHES} - {"create-site", "frontend"}:
		(waits,) = BENCHES[name]["depends_on"].items()
		assert waits == ("create-site", {"condition": "service_completed_successfully"}), name
