"""The processes of a cluster, in the order in which they start, and their configuration files."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

from standalone import supervisor
from standalone.backing import database_user
from standalone.cluster import texts
from standalone.cluster.layout import (
	COORDINATORS,
	DATABASES,
	REALTIME,
	REDIS,
	SENTINELS,
	SITE,
	WEBS,
	WORKERS,
	Layout,
)
from standalone.packages import program
from standalone.supervisor import Process


def configure(layout: Layout) -> None:
	"""Write every configuration file anew; what etcd, Redis and the Sentinels remember of the last time is forgotten."""
	for name in (*COORDINATORS, *REDIS, *SENTINELS):
		shutil.rmtree(layout.data(name), ignore_errors=True)
		layout.data(name).mkdir(parents=True)
	for name in DATABASES:
		text = texts.mariadb(name, layout.ports, layout.data(name), _temporary(layout, name))
		layout.config(name).write_text(text)
	for name in REDIS:
		first = f"{name[:-1]}1"
		source = "" if name == first else first
		layout.config(name).write_text(texts.redis(name, layout.ports, layout.data(name), source))
	for name in SENTINELS:
		layout.config(name).write_text(texts.sentinel(name, layout.ports, layout.data(name)))
	page = layout.config("unavailable")
	# the line ends of HTTP as they are
	page.write_bytes(texts.refusal().encode())
	states = layout.config("server-states")
	states.write_text(texts.server_states(layout.ports))
	layout.config("haproxy").write_text(texts.haproxy(layout.ports, SITE, page, states))


def _temporary(layout: Layout, name: str) -> Path:
	folder = layout.data(f"{name}-temporary")
	folder.mkdir(mode=0o700, exist_ok=True)
	if os.geteuid() == 0:
		shutil.chown(folder, database_user(layout.bench))
	return folder


def processes(layout: Layout) -> list[Process]:
	"""All of them."""
	bench, redis_server = layout.bench, program("redis-server")
	return [
		*of_databases(layout),
		*(Process(name, _module(layout, "redis_node", name)) for name in REDIS),
		*(Process(name, [redis_server, str(layout.config(name)), "--sentinel"]) for name in SENTINELS),
		*(replace(supervisor.web(bench, SITE, layout.ports[name], workers=1), name=name) for name in WEBS),
		*(replace(supervisor.worker(bench), name=name) for name in WORKERS),
		*(replace(supervisor.realtime(bench, layout.ports[name]), name=name) for name in REALTIME),
		supervisor.scheduler(bench),
	]


def of_databases(layout: Layout) -> list[Process]:
	"""Those that a write hangs on: the quorum, the databases with their agents, HAProxy."""
	etcd, haproxy = program("etcd"), program("haproxy")
	return [
		*(Process(name, [etcd, *texts.etcd(name, layout.ports, layout.data(name))]) for name in COORDINATORS),
		*(Process(name, _module(layout, "agent", name)) for name in DATABASES),
		Process("haproxy", [haproxy, "-db", "-f", str(layout.config("haproxy"))]),
	]


def _module(layout: Layout, name: str, node: str) -> list[str]:
	words = [str(layout.bench.python), "-m", f"standalone.cluster.{name}"]
	return [*words, "--bench", str(layout.bench.root), "--node", node]
