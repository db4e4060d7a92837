"""Configuration files of a cluster's programs, as text: MariaDB, Redis, Sentinel, HAProxy, and the arguments of etcd. Nothing here asks or writes."""

import json
from collections.abc import Mapping
from pathlib import Path

from standalone.cluster.layout import (
	COORDINATORS,
	DATABASES,
	REALTIME,
	SENTINELS,
	STORES,
	WEBS,
	health,
	link,
	peer,
)
from standalone.ports import LOOPBACK

Ports = Mapping[str, int]
NEVER_MILLISECONDS = 100_000_000_000
"""Three years: semi-synchronous replication never goes on without a replica."""
OF_STORE = {
	"queue": ("maxmemory-policy noeviction", "appendonly yes", "appendfsync everysec"),
	"cache": ("maxmemory 256mb", "maxmemory-policy allkeys-lru", "appendonly no"),
}
REFUSAL = (
	"Xizmat hozir javob bera olmaydi, ayb bizda. / Сервис сейчас не может ответить, причина на нашей стороне. / "
	"The service cannot answer at the moment; the fault is on our side."
)
RETRY_SECONDS = 5
REFUSED_PATHS = (
	r"^([/\\]|\.[/\\])*backups",
	r"(^|[/\\])\.\.([/\\]|$)",
)
"""Addresses of backups, and those that climb out of a folder; both refused by the application too
(esaylov/request_filter/closed_paths.py)."""


def mariadb(node: str, ports: Ports, folder: Path, temporary: Path, is_on_one_machine: bool = True) -> str:
	"""my.cnf of a node. is_on_one_machine: nothing waits for the disk, since only processes are killed here, never the machine."""
	number = DATABASES.index(node) + 1
	quick = (
		"loose-debug-no-sync\nloose-innodb-flush-method = nosync\ninnodb-buffer-pool-size = 256M\ninnodb-log-file-size = 128M\n"
		if is_on_one_machine
		else ""
	)
	return (
		"[mariadbd]\n"
		f"server-id = {number}\nport = {ports[node]}\nbind-address = {LOOPBACK}\n"
		f"datadir = {folder}\ntmpdir = {temporary}\nsocket = mariadb.sock\npid-file = mariadb.pid\n"
		"character-set-server = utf8mb4\ncollation-server = utf8mb4_unicode_ci\n"
		"loose-innodb-snapshot-isolation = OFF\n"
		"table-definition-cache = 2000\ntable-open-cache = 2000\nmax-connections = 200\n"
		# what is committed is on the disk, in the log of the engine and in that of the replicas
		"innodb-flush-log-at-trx-commit = 1\nsync-binlog = 1\n"
		"log-bin = binlog\nbinlog-format = ROW\nlog-slave-updates = ON\n"
		"gtid-domain-id = 0\ngtid-strict-mode = ON\n"
		# each begins as a replica that follows nobody; the agent says what it is
		"read-only = ON\nskip-slave-start = ON\ninit-rpl-role = SLAVE\n"
		"relay-log = relay\nsync-relay-log = 1\nsync-relay-log-info = 1\nsync-master-info = 1\nslave-net-timeout = 4\n"
		"rpl-semi-sync-slave-enabled = ON\nrpl-semi-sync-slave-kill-conn-timeout = 1\n"
		"rpl-semi-sync-master-enabled = OFF\nrpl-semi-sync-master-wait-no-slave = ON\n"
		# a replica has it before anybody else sees it, and before it is answered
		"rpl-semi-sync-master-wait-point = AFTER_SYNC\n"
		f"rpl-semi-sync-master-timeout = {NEVER_MILLISECONDS}\n" + quick
	)


def redis(name: str, ports: Ports, folder: Path, source: str = "") -> str:
	"""The first configuration of a Redis, which Sentinel rewrites afterwards. source: whose replica it is."""
	store = name.split("-")[1]
	lines = [
		f"bind {LOOPBACK}",
		f"port {ports[name]}",
		f'dir "{folder}"',
		'save ""',
		*OF_STORE[store],
		"repl-diskless-sync-delay 0",
		"repl-timeout 10",
		"repl-ping-replica-period 2",
	]
	if source:
		lines.append(f"replicaof {LOOPBACK} {ports[source]}")
	return "\n".join(lines) + "\n"


def sentinel(name: str, ports: Ports, folder: Path) -> str:
	"""The first configuration of a Sentinel, which it rewrites itself."""
	lines = [f"bind {LOOPBACK}", f"port {ports[name]}", f'dir "{folder}"']
	for store in STORES:
		lines += [
			f"sentinel monitor {store} {LOOPBACK} {ports[f'redis-{store}-1']} {len(SENTINELS) // 2 + 1}",
			f"sentinel down-after-milliseconds {store} 3000",
			f"sentinel failover-timeout {store} 10000",
			f"sentinel parallel-syncs {store} 1",
		]
	return "\n".join(lines) + "\n"


def etcd(name: str, ports: Ports, folder: Path) -> list[str]:
	"""The arguments of a member of etcd; on one machine it does not wait for the disk either."""
	members = ",".join(f"{one}=http://{LOOPBACK}:{ports[peer(one)]}" for one in COORDINATORS)
	client, other = f"http://{LOOPBACK}:{ports[name]}", f"http://{LOOPBACK}:{ports[peer(name)]}"
	return [
		f"--name={name}",
		f"--data-dir={folder}",
		f"--listen-client-urls={client}",
		f"--advertise-client-urls={client}",
		f"--listen-peer-urls={other}",
		f"--initial-advertise-peer-urls={other}",
		f"--initial-cluster={members}",
		"--initial-cluster-token=esaylov",
		"--heartbeat-interval=200",
		"--election-timeout=2000",
		"--unsafe-no-fsync",
		"--log-level=error",
	]


def refusal() -> str:
	"""What HAProxy answers where no web process did: 503 with Retry-After, in the envelope of all our refusals."""
	error = {
		"code": "unavailable",
		"message": REFUSAL,
		"field": "",
		"pointer": "",
		"article": "",
		"findings": [],
	}
	body = json.dumps({"error": error}, ensure_ascii=False)
	head = (
		"HTTP/1.1 503 Service Unavailable",
		f"Retry-After: {RETRY_SECONDS}",
		"Cache-Control: no-store",
		"Content-Type: application/json; charset=utf-8",
		f"Content-Length: {len(body.encode())}",
		"Connection: close",
	)
	return "\r\n".join(head) + "\r\n\r\n" + body


STATE_COLUMNS = (
	"be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change "
	"srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn "
	"srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port"
)
CHECKED = {
	"database": DATABASES,
	**{store: (f"redis-{store}-1", f"redis-{store}-2") for store in STORES},
	"webs": WEBS,
}
"""The servers of each proxy that get nothing before their first check has succeeded."""


def server_states(ports: Ports) -> str:
	"""The file of server states that HAProxy reads as it starts: each server of CHECKED is down.

	HAProxy takes a server for up until its first check has failed: for 0.2 s the port of the database led to replicas. 3.1 has
	`init-state fully-down` for this; Debian 13 has 3.0.
	"""
	rows = (
		f"1 {proxy} 1 {name} {LOOPBACK} 0 0 1 1 0 1 0 0 6 0 0 0 - {ports[name]} - 0 0 - - 0"
		for proxy, names in CHECKED.items()
		for name in names
	)
	return "\n".join(("1", f"# {STATE_COLUMNS}", *rows)) + "\n"


def haproxy(ports: Ports, site: str, page: Path, states: Path) -> str:
	"""The whole of haproxy.cfg. page: a file with `refusal`; states: one with `server_states`."""
	parts = [
		_head(ports, states),
		_database(ports),
		*(_store(store, ports) for store in STORES),
		*(_line(name, ports) for name in DATABASES),
		_web(ports, site, page),
		_realtime(ports),
	]
	return "\n".join(parts)


def _head(ports: Ports, states: Path) -> str:
	return (
		"global\n"
		f"\tserver-state-file {states}\n"
		f"\tstats socket ipv4@{LOOPBACK}:{ports['haproxy']} level admin\n"
		"\tmaxconn 2000\n\tnbthread 1\n"
		"defaults\n"
		"\tmode tcp\n"
		"\tload-server-state-from-file global\n"
		"\ttimeout connect 2s\n"
		# connections that are kept, and wait for a job for minutes
		"\ttimeout client 2h\n\ttimeout server 2h\n\ttimeout check 1s\n"
		"\toption clitcpka\n\toption srvtcpka\n"
	)


def _database(ports: Ports) -> str:
	"""Only the node whose agent says that it is the primary; the sessions of one that was are ended."""
	return _tcp(
		"database", ports["db_port"], ("option httpchk GET /primary", "http-check expect status 200")
	) + "".join(
		f"\tserver {name} {LOOPBACK}:{ports[name]} check port {ports[health(name)]}\n" for name in DATABASES
	)


def _store(store: str, ports: Ports) -> str:
	"""Only the Redis that is master by its own word; Sentinel sees to it that one is."""
	checks = (
		"option tcp-check",
		"tcp-check connect",
		"tcp-check send PING\\r\\n",
		"tcp-check expect string +PONG",
		"tcp-check send info\\ replication\\r\\n",
		"tcp-check expect string role:master",
		"tcp-check send QUIT\\r\\n",
		"tcp-check expect string +OK",
	)
	servers = "".join(f"\tserver {name} {LOOPBACK}:{ports[name]} check\n" for name in CHECKED[store])
	return _tcp(store, ports[f"{store}_port"], checks) + servers


def _tcp(name: str, port: int, checks: tuple[str, ...]) -> str:
	lines = "".join(f"\t{line}\n" for line in checks)
	return (
		f"listen {name}\n\tbind {LOOPBACK}:{port}\n{lines}"
		# HAProxy 3.0.11 forgets a session that is ended while it waits for a second try: the client waits for ever, and Frappe's
		# client of the queue has no time-out of its own
		"\tretries 0\n"
		"\tdefault-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions\n"
	)


def _line(name: str, ports: Ports) -> str:
	"""The line by which the others replicate from a node; a test cuts it."""
	return f"listen {link(name)}\n\tbind {LOOPBACK}:{ports[link(name)]}\n\tserver {name} {LOOPBACK}:{ports[name]}\n"


def _web(ports: Ports, site: str, page: Path) -> str:
	"""Web processes that reach the database; where none does, any that lives: it says so, and has the built pages."""
	http = (
		"\tmode http\n\tbalance roundrobin\n\toption redispatch\n\tretries 2\n\ttimeout server 60s\n\ttimeout queue 10s\n"
		+ "".join(f"\terrorfile {status} {page}\n" for status in (502, 503, 504))
	)
	servers = "".join(f"\tserver {name} {LOOPBACK}:{ports[name]} check\n" for name in WEBS)
	return (
		f"frontend web\n\tmode http\n\tbind {LOOPBACK}:{ports['webserver_port']}\n"
		"\toption forwardfor\n\ttimeout client 75s\n\ttimeout http-request 10s\n"
		# the application has few threads: it sees a request when its head, and a small body, are complete
		"\toption http-buffer-request\n"
		+ "".join(
			f"\thttp-request deny deny_status 404 if {{ path,url_dec,url_dec -m reg -i '{pattern}' }}\n"
			for pattern in REFUSED_PATHS
		)
		+ f"\terrorfile 503 {page}\n"
		"\tuse_backend any if { nbsrv(webs) eq 0 }\n\tdefault_backend webs\n"
		f"backend webs\n{http}\toption httpchk\n\thttp-check send meth GET uri /health hdr Host {site}\n"
		f"\thttp-check expect status 200\n\tdefault-server inter 1s fall 2 rise 1\n{servers}"
		f"backend any\n{http}\tdefault-server inter 1s fall 2 rise 1\n{servers}"
	)


def _realtime(ports: Ports) -> str:
	"""A browser stays with one process: a line of socket.io begins with several requests."""
	servers = "".join(f"\tserver {name} {LOOPBACK}:{ports[name]} check\n" for name in REALTIME)
	return (
		f"listen realtime\n\tmode http\n\tbind {LOOPBACK}:{ports['socketio_port']}\n\tbalance source\n"
		f"\ttimeout tunnel 2h\n\tdefault-server inter 1s fall 2 rise 1\n{servers}"
	)
