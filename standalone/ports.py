"""Ports, and the bench's common configuration that names them."""

import getpass
import json
import secrets
import socket
from typing import Any

from standalone import driver
from standalone.paths import Bench
from standalone.steps import Failure

LOOPBACK = "127.0.0.1"
WEB = 8000
# realtime, queue, cache, database: as on a stock bench, but for a database that is not the machine's own
BESIDE_DEFAULT = (9000, 11000, 13000, 3307)
_held: list[socket.socket] = []
NAMES = ("webserver_port", "socketio_port", "queue_port", "cache_port", "db_port")


def is_free(port: int) -> bool:
	"""Whether this machine lets us listen on the port."""
	with socket.socket() as probe:
		probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		try:
			probe.bind((LOOPBACK, port))
		except OSError:
			return False
	return True


def free_port(preferred: int) -> int:
	"""The preferred port, or one that the system finds and gives to nobody else; 0 prefers none.

	Between the look and the start of the server lie seconds in which other programs connect and listen. So the found port
	stays bound, without listening, as long as this process lives: the system finds it for nobody, and a server that names
	it may listen there, if it sets SO_REUSEADDR as all of ours do.
	"""
	if preferred and is_free(preferred):
		return preferred
	held = socket.socket()
	held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
	held.bind((LOOPBACK, 0))
	_held.append(held)
	return int(held.getsockname()[1])


def need_free(port: int) -> None:
	"""Failure when another program listens there."""
	if not is_free(port):
		raise Failure(f"port {port} is occupied by another program; stop it, or choose another: --port N")


def read(bench: Bench) -> dict[str, Any]:
	"""The common configuration; empty before the first `write`."""
	path = bench.sites / "common_site_config.json"
	return dict(json.loads(path.read_text())) if path.exists() else {}


def write(bench: Bench, config: dict[str, Any]) -> None:
	"""Write the common configuration in one move."""
	path = bench.sites / "common_site_config.json"
	part = path.with_suffix(".part")
	part.write_text(json.dumps(config, indent=1, sort_keys=True))
	part.chmod(0o600)  # the database's root password stands in it
	part.replace(path)


def configure(bench: Bench, web: int | None = None) -> dict[str, Any]:
	"""The common configuration, made at first and changed when another web port is asked for.

	A number asked for is kept for the next run; the other services get the numbers after it.
	"""
	config = read(bench)
	if config and web in (None, config["webserver_port"]):
		return config
	base = web or WEB
	preferred = tuple(base + offset for offset in range(1, 5)) if base != WEB else BESIDE_DEFAULT
	backing = [
		config[name] if name in config else free_port(port)
		for name, port in zip(NAMES[2:], preferred[1:], strict=True)
	]
	ports = [base, free_port(preferred[0]), *backing]
	return set_ports(bench, config, dict(zip(NAMES, ports, strict=True)))


def set_ports(bench: Bench, config: dict[str, Any], ports: dict[str, int]) -> dict[str, Any]:
	"""Write the ports with everything that follows from them."""
	fixed = {
		"db_host": LOOPBACK,
		"default_site": "esaylov.localhost",
		"root_login": "root",
		"root_password": config.get("root_password") or secrets.token_hex(16),
		"background_workers": 1,
		# two cores for everything: a worker that gets what others leave would keep its tests waiting for minutes
		"background_process_niceness": 0,
		"gunicorn_workers": 2,
		"live_reload": False,
		# in whose name the program bench works, where root calls it
		"frappe_user": getpass.getuser(),
		"scheduler_tick_interval": 60,
		# else PyMySQL, pure Python: no compiler and no headers on the machine
		"use_mysqlclient": int(driver.is_there(bench)),
	}
	addresses = {
		"redis_queue": f"redis://{LOOPBACK}:{ports['queue_port']}",
		"redis_cache": f"redis://{LOOPBACK}:{ports['cache_port']}",
		"redis_socketio": f"redis://{LOOPBACK}:{ports['queue_port']}",
	}
	config = config | fixed | ports | addresses
	write(bench, config)
	return config
