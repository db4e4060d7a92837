"""Units of systemd for a machine in production, as text: what runs, as whom, and what it may reach."""

from collections.abc import Mapping
from pathlib import Path

from standalone.paths import ROOT
from standalone.ports import LOOPBACK
from standalone.production.layout import BACKUPS, QUEUES, SETTINGS, STORES, USER, WEB, Layout
from standalone.production.store import RESULTS
from standalone.production.texts import MADE

TARGET = "esaylov.target"
REDIS = tuple(f"esaylov-redis-{store}.service" for store in STORES)
FAILED = "esaylov-backup-failed@.service"
TIMERS = ("esaylov-backup.timer", "esaylov-backup-log.timer")
RUNS_FOR = {"default": 1500, "short": 300, "long": 1500}
"""Queue -> seconds that the framework gives a job; a worker is waited for as long when it is told to end."""
HARDENED = {
	"NoNewPrivileges": "yes",
	"CapabilityBoundingSet": "",
	"AmbientCapabilities": "",
	"ProtectSystem": "strict",
	"ProtectHome": "yes",
	"PrivateTmp": "yes",
	"PrivateDevices": "yes",
	"ProtectKernelTunables": "yes",
	"ProtectKernelModules": "yes",
	"ProtectKernelLogs": "yes",
	"ProtectControlGroups": "yes",
	"ProtectClock": "yes",
	"ProtectHostname": "yes",
	"ProtectProc": "invisible",
	"RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6",
	"RestrictNamespaces": "yes",
	"RestrictRealtime": "yes",
	"RestrictSUIDSGID": "yes",
	"LockPersonality": "yes",
	"RemoveIPC": "yes",
	"SystemCallArchitectures": "native",
	"SystemCallFilter": "@system-service",
	"SystemCallErrorNumber": "EPERM",
	"UMask": "0027",
}
"""What none of our processes needs is taken from it. systemd.exec(5) says what each line does."""
DRAWS = {"RestrictNamespaces": "user pid net ipc", "SystemCallFilter": "@system-service chroot"}
"""Chromium, which draws batches of certificates, shuts itself in with these: its own sandbox is worth more than ours without it."""
WRITES_CODE = {"MemoryDenyWriteExecute": "yes"}
"""For what makes no code while it runs: Redis. Node does, and Python's ctypes does."""
Section = Mapping[str, str]


def unit(about: Section, service: Section, install: Section | None = None) -> str:
	"""The text of a service."""
	sections = {"Unit": about, "Service": service, "Install": install or {}}
	return MADE + "\n".join(_section(name, lines) for name, lines in sections.items() if lines)


def _section(name: str, lines: Section) -> str:
	return f"[{name}]\n" + "".join(f"{key}={value}\n" for key, value in lines.items())


def all_units(layout: Layout) -> dict[str, str]:
	"""Name of a file of /etc/systemd/system -> its text."""
	return {
		TARGET: target(layout),
		"esaylov-web.service": web(layout),
		**{f"esaylov-worker-{queue}@.service": worker(layout, queue) for queue in QUEUES},
		"esaylov-schedule.service": schedule(layout),
		"esaylov-realtime.service": realtime(layout),
		**{f"esaylov-redis-{store}.service": redis(store) for store in STORES},
		"esaylov-backup.service": backup(layout, "full"),
		FAILED: backup_failed(layout),
		"esaylov-backup.timer": timer("A backup each night", "*-*-* 02:30:00", "15min"),
		"esaylov-backup-log.service": backup(layout, "log"),
		"esaylov-backup-log.timer": timer("What was written since, every five minutes", "*:0/5", "20s"),
	}


def members(layout: Layout) -> list[str]:
	"""The units that run all the time, each worker by its number."""
	workers = [
		f"esaylov-worker-{queue}@{number}.service"
		for queue, count in layout.workers.items()
		for number in range(1, count + 1)
	]
	return ["esaylov-web.service", *workers, "esaylov-schedule.service", "esaylov-realtime.service"]


def target(layout: Layout) -> str:
	"""All of it: `systemctl restart esaylov.target`."""
	about = {
		"Description": "E-saylov",
		"Wants": " ".join([*REDIS, *members(layout)]),
		"After": "network-online.target",
	}
	return MADE + _section("Unit", about) + "\n" + _section("Install", {"WantedBy": "multi-user.target"})


def web(layout: Layout) -> str:
	"""gunicorn, which says itself when it is ready."""
	words = (
		f"{layout.bench}/env/bin/gunicorn --bind {LOOPBACK}:{WEB} --workers {layout.web_processes}",
		"--timeout 120 --graceful-timeout 30 --keep-alive 75 --max-requests 5000 --max-requests-jitter 500 --preload",
		# what is answered while the database is away, threads and their shares, the log of requests: esaylov/setup/web_server.py
		"--worker-tmp-dir /dev/shm --log-level warning --config python:esaylov.setup.web_server frappe.app:application",
	)
	more = {"Type": "notify", "KillMode": "mixed", "TimeoutStopSec": "45"}
	return unit(_about("web"), {**more, **_of_bench(layout, " ".join(words)), **_writes(layout)})


def worker(layout: Layout, queue: str) -> str:
	"""A worker of a queue; %i counts them. It ends after the job it is at."""
	words = f"{_frappe(layout)} worker --queue {queue}"
	more = {"KillMode": "mixed", "TimeoutStopSec": str(RUNS_FOR[queue] + 60)}
	draws = DRAWS if queue == "default" else {}
	return unit(
		_about(f"worker of the queue {queue}, %i"),
		{**_of_bench(layout, words), **more, **_writes(layout), **draws},
	)


def schedule(layout: Layout) -> str:
	"""What puts due jobs into the queues."""
	return unit(_about("scheduler"), {**_of_bench(layout, f"{_frappe(layout)} schedule"), **_writes(layout)})


def realtime(layout: Layout) -> str:
	"""socket.io; it writes nothing, and asks the site by its own address, over TLS."""
	words = f"{layout.node}/node {layout.bench}/apps/frappe/socketio.js"
	trusted = "NODE_ENV=production NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt"
	return unit(_about("realtime"), _of_bench(layout, words, trusted))


def redis(store: str) -> str:
	"""A Redis of ours; Debian's own is left alone."""
	service = {
		"Type": "notify",
		"User": "redis",
		"Group": "redis",
		"StateDirectory": f"esaylov-redis-{store}",
		"StateDirectoryMode": "0700",
		"ExecStart": f"/usr/bin/redis-server {SETTINGS}/redis-{store}.conf",
		"Restart": "on-failure",
		"RestartSec": "2",
		"LimitNOFILE": "65535",
		**HARDENED,
		**WRITES_CODE,
	}
	# no part of the target: a restore stops what works for the site, and asks both
	about = {"Description": f"E-saylov: Redis, {store}", "After": "network.target"}
	return unit(about, service, {"WantedBy": TARGET})


def backup(layout: Layout, kind: str) -> str:
	"""One backup, by root, whose program no other user can write; it reads the site and writes the backups."""
	command = (
		f"/usr/bin/python3 {ROOT}/script/production-backup {kind} --site {layout.site} --bench {layout.bench}"
	)
	service = {
		"Type": "oneshot",
		"ExecStart": f"{command} --to {BACKUPS} --seal-for {SETTINGS}/restorer.asc",
		"Nice": "10",
		"IOSchedulingClass": "idle",
		# where a binary log lies in the clear until it is sealed: in memory, for root alone
		"RuntimeDirectory": "esaylov-backup",
		"RuntimeDirectoryMode": "0700",
		# the other one may be at work in it
		"RuntimeDirectoryPreserve": "yes",
		**HARDENED,
		# it reads what others own, and asks the site in the name of the bench's user
		"CapabilityBoundingSet": "CAP_DAC_READ_SEARCH CAP_DAC_OVERRIDE CAP_SETUID CAP_SETGID CAP_CHOWN CAP_FOWNER",
		"UMask": "0077",
		"ReadWritePaths": f"{BACKUPS} {layout.sites} {layout.bench}/logs",
	}
	about = {
		"Description": f"E-saylov: backup, {kind}",
		"After": "mariadb.service",
		"Requires": "mariadb.service",
		"OnFailure": FAILED.replace("@", f"@{kind}"),
	}
	return unit(about, service)


def backup_failed(layout: Layout) -> str:
	"""Note that a backup failed, %i its kind: the metrics of the site read the time of this file."""
	folder = layout.sites / layout.site / RESULTS
	service = {
		"Type": "oneshot",
		"User": USER,
		"Group": USER,
		"ExecStartPre": f"/usr/bin/mkdir -p {folder}",
		"ExecStart": f"/usr/bin/touch {folder}/%i.failed",
		**HARDENED,
		"ReadWritePaths": str(layout.sites),
	}
	return unit({"Description": "E-saylov: note that a backup failed, %i"}, service)


def timer(told: str, when: str, spread: str) -> str:
	"""When a backup is made; one that was missed is made as the machine is up again."""
	lines = {"OnCalendar": when, "Persistent": "true", "RandomizedDelaySec": spread}
	return (
		MADE
		+ _section("Unit", {"Description": f"E-saylov: {told}"})
		+ "\n"
		+ _section("Timer", lines)
		+ "\n"
		+ _section("Install", {"WantedBy": "timers.target"})
	)


def _about(what: str) -> Section:
	return {
		"Description": f"E-saylov: {what}",
		"After": " ".join(["network-online.target", "mariadb.service", *REDIS]),
		"Wants": " ".join(["network-online.target", *REDIS]),
		"PartOf": TARGET,
	}


def _frappe(layout: Layout) -> str:
	"""How bench calls the framework, without bench in between: a process less that a signal has to pass."""
	return f"{layout.bench}/env/bin/python -m frappe.utils.bench_helper frappe"


def _of_bench(layout: Layout, command: str, more: str = "") -> Section:
	environment = f"LANG=C.UTF-8 PYTHONUNBUFFERED=1 HOME={layout.home} PATH={layout.programs} {more}"
	return {
		"User": USER,
		"Group": USER,
		"WorkingDirectory": str(layout.sites),
		"Environment": environment.rstrip(),
		"ExecStart": command,
		"Restart": "always",
		"RestartSec": "2",
		"LimitNOFILE": "65535",
		**HARDENED,
		# nginx reads what is public; the folders of all else are shut (`install.py`)
		"UMask": "0022",
	}


def _writes(layout: Layout) -> Section:
	"""Sites and logs: the code of apps and environment is read only, also to whoever got into a process."""
	return {"ReadWritePaths": f"{layout.sites} {layout.bench}/logs"}


def place(name: str) -> Path:
	"""Where systemd finds a unit of the operator's."""
	return Path("/etc/systemd/system") / name
