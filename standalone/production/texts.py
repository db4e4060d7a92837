"""Configuration files of a machine for production, as text: MariaDB, Redis, logrotate, the command `bench`. Nothing here asks or writes."""

from standalone.ports import LOOPBACK
from standalone.production.layout import AS_USER, DATABASE, STORES, USER, Layout

MADE = "# Made by script/install-production (docs/operators/production.md). What you change goes into a file of your own beside it.\n"
BINARY_LOG = "/var/lib/mysql/binlog"
DAYS_OF_LOGS = 7
WITHOUT_UV = "BENCH_DISABLE_UV=1"
"""bench calls `uv pip install --upgrade` for each app, which upgrades the packages that Frappe pins; pip keeps them."""
"""Of binary logs on the machine itself; the backups hold more."""
OF_STORE = {
	"cache": ("maxmemory-policy allkeys-lru", "appendonly no"),
	# a job that waits is refused rather than forgotten, and is there after a restart
	"queue": ("maxmemory-policy noeviction", "appendonly yes", "appendfsync everysec"),
}


def mariadb(layout: Layout) -> str:
	"""What MariaDB reads besides Debian's own files."""
	return (
		f"{MADE}[mariadbd]\n"
		f"bind-address = {LOOPBACK}\nport = {DATABASE}\n"
		"character-set-server = utf8mb4\ncollation-server = utf8mb4_unicode_ci\n"
		"# from 11.6.2 on it is ON, and concurrent writes fail with error 1020; older ones do not know it\n"
		"loose-innodb-snapshot-isolation = OFF\n"
		"# what was confirmed is on the disk, in the engine's log and in the binary one, whatever dies next\n"
		"innodb-flush-log-at-trx-commit = 1\nsync-binlog = 1\ninnodb-doublewrite = ON\n"
		"# a backup and the binary log bring back any moment; rows, for a statement may say another thing the second time\n"
		f"server-id = 1\nlog-bin = {BINARY_LOG}\nbinlog-format = ROW\nbinlog-row-image = FULL\n"
		f"expire-logs-days = {DAYS_OF_LOGS}\nmax-binlog-size = 128M\n"
		"# nobody reads files of the machine through SQL, and no table is a link out of the data folder\n"
		"local-infile = OFF\nsymbolic-links = OFF\n"
		f"innodb-buffer-pool-size = {layout.buffer_pool}M\ninnodb-log-file-size = {layout.redo_log}M\n"
		f"max-connections = {layout.connections}\nmax-allowed-packet = 64M\n"
		"# a site has more than 300 tables\n"
		"table-definition-cache = 2000\ntable-open-cache = 4000\n"
		"# statements hold values of persons as text: no log of them\n"
		"general-log = OFF\nslow-query-log = OFF\n"
	)


def redis(store: str, layout: Layout, password: str) -> str:
	"""redis.conf of one of the two. It holds a password: whoever may write into the queue has code run."""
	size = layout.cache if store == "cache" else max(256, layout.cache)
	lines = (
		f"bind {LOOPBACK}",
		f"port {STORES[store]}",
		"protected-mode yes",
		f"requirepass {password}",
		"enable-debug-command no",
		"enable-module-command no",
		"supervised auto",
		"daemonize no",
		f"dir /var/lib/esaylov-redis-{store}",
		'save ""',
		f"maxmemory {size}mb",
		*OF_STORE[store],
	)
	return MADE + "".join(f"{line}\n" for line in lines)


def settings(layout: Layout, password: str) -> dict[str, object]:
	"""What common_site_config.json says besides what bench wrote."""
	addresses = {f"redis_{store}": f"redis://:{password}@{LOOPBACK}:{port}" for store, port in STORES.items()}
	return {
		**addresses,
		"redis_socketio": addresses["redis_queue"],
		"db_host": LOOPBACK,
		"db_port": DATABASE,
		"default_site": layout.site,
		"gunicorn_workers": layout.web_processes,
		"background_workers": 1,
		"live_reload": False,
		"developer_mode": 0,
		"server_script_enabled": False,
		# systemd starts the processes again, not bench
		"restart_supervisor_on_update": False,
		"restart_systemd_on_update": False,
		# a line for each request, with nothing of anybody: docs/operators/monitoring.md
		"esaylov_request_log": "logs/requests.log",
	}


def logrotate(layout: Layout) -> str:
	"""The bench's own logs; nginx, MariaDB and the journal have Debian's rules."""
	return (
		f"{MADE}{layout.bench}/logs/*.log {layout.sites}/*/logs/*.log {{\n"
		f"\tsu {USER} {USER}\n"
		# the framework holds its files open, and is told of nothing
		"\tcopytruncate\n"
		"\tdaily\n\tmaxsize 100M\n\trotate 30\n\tcompress\n\tdelaycompress\n\tmissingok\n\tnotifempty\n"
		"}\n"
	)


def bench(layout: Layout) -> str:
	"""The command `bench` for root: in the bench's folder, as its user, and as nobody else."""
	return (
		f"#!/bin/sh\n{MADE}set -e\ncd {layout.bench}\n"
		f'exec {" ".join(AS_USER)} env HOME={layout.home} LANG=C.UTF-8 PATH={layout.programs} {WITHOUT_UV} bench "$@"\n'
	)


def firewall() -> str:
	"""Rules of nftables to begin with: an example that nothing loads. ADMINISTRATORS is for the operator to fill in."""
	return (
		"# An example, loaded by nobody: read it, set ADMINISTRATORS, then copy it to /etc/nftables.conf\n"
		"flush ruleset\n"
		"define ADMINISTRATORS = { 192.0.2.0/24 }\n"
		"table inet esaylov {\n"
		"\tchain input {\n"
		"\t\ttype filter hook input priority filter; policy drop;\n"
		"\t\tct state established,related accept\n\t\tct state invalid drop\n\t\tiif lo accept\n"
		"\t\tip protocol icmp accept\n\t\tip6 nexthdr ipv6-icmp accept\n"
		"\t\tip saddr $ADMINISTRATORS tcp dport 22 accept\n"
		"\t\ttcp dport { 80, 443 } accept\n"
		"\t}\n"
		"\tchain forward {\n\t\ttype filter hook forward priority filter; policy drop;\n\t}\n"
		"}\n"
	)
