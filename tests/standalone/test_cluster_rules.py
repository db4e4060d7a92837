"""A cluster's rules without a cluster: who may be promoted, what the configuration says, what the checker of a history finds."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from standalone.cluster import history, texts
from standalone.cluster.history import DECIDE, FILE, READ, VOTE, Row, Try
from standalone.cluster.layout import DATABASES, OWN, REDIS, SENTINELS, WEBS, health, link
from standalone.cluster.positions import Position, Vote, chosen, position
from standalone.ports import NAMES

PORTS = {name: 20_000 + place for place, name in enumerate((*NAMES, *OWN))}


# --- who may be promoted


@pytest.mark.parametrize(
	("gtid", "sequence", "server"),
	[("", 0, 0), ("0-1-17", 17, 1), ("0-1-17,0-2-19", 19, 2), (" 0-3-20 ", 20, 3)],
)
def test_a_position_is_its_last_transaction(gtid, sequence, server):
	assert position(gtid) == Position(sequence, server)


def test_two_domains_are_no_position():
	with pytest.raises(ValueError, match="several domains"):
		position("0-1-17,1-1-3")


def votes(*said: str) -> list[Vote]:
	"""`db-1 17` or `db-1 17 unwilling` (unsure, primary), written by server 1 unless it says `17/2`."""
	found = []
	for one in said:
		node, number, *more = one.split()
		sequence, _, server = number.partition("/")
		place = Position(int(sequence), int(server or 1))
		found.append(Vote(node, place, "unsure" not in more, "primary" in more, "unwilling" not in more))
	return found


@pytest.mark.parametrize(
	("said", "is_late", "node"),
	[
		((), True, None),
		(("db-1 17",), True, None),  # one of three is no majority
		(("db-1 17", "db-2 16"), False, None),  # the third may come yet
		(("db-1 17", "db-2 16"), True, "db-1"),
		(("db-1 16", "db-2 17"), True, "db-2"),
		(("db-1 16", "db-2 17", "db-3 18"), False, "db-3"),
		(("db-3 17", "db-2 17", "db-1 16"), False, "db-2"),
		(("db-1 17 unwilling", "db-2 17", "db-3 17"), False, "db-2"),
		(
			("db-1 18 unwilling", "db-2 17", "db-3 17"),
			False,
			"db-1",
		),  # what it alone has counts more than its wish
		(("db-1 0/0", "db-2 0/0", "db-3 0/0"), False, "db-1"),
		(("db-1 17/1", "db-2 17/2", "db-3 16/1"), False, None),  # two histories: a person decides
		(("db-1 17/1", "db-2 17/2", "db-3 18/2"), False, "db-3"),
		# one that was killed may have forgotten what it acknowledged
		(("db-1 17", "db-2 16 unsure"), True, None),
		(("db-1 17 unsure", "db-2 16 unsure"), True, None),
		(("db-1 17 unsure", "db-2 16 unsure", "db-3 15 unsure"), False, "db-1"),
		# what the last primary has kept is everything
		(("db-1 17 primary", "db-2 16 unsure"), True, "db-1"),
		(("db-1 17 primary unsure", "db-2 16"), True, None),
		(("db-1 17 primary",), True, None),  # it alone is no quorum
	],
)
def test_the_highest_of_a_majority_is_promoted(said, is_late, node):
	assert chosen(votes(*said), 3, is_late) == node


# --- what the configuration says


def options(text: str) -> dict[str, str]:
	return dict(line.split(" = ") for line in text.splitlines() if " = " in line)


@pytest.mark.parametrize("node", DATABASES)
def test_a_database_answers_only_for_what_a_replica_has_too(node):
	found = options(texts.mariadb(node, PORTS, Path("/data"), Path("/tmp")))  # noqa: S108
	assert found["rpl-semi-sync-master-wait-point"] == "AFTER_SYNC"
	assert int(found["rpl-semi-sync-master-timeout"]) > 365 * 24 * 3600 * 1000
	assert (found["sync-binlog"], found["innodb-flush-log-at-trx-commit"]) == ("1", "1")
	assert (found["read-only"], found["init-rpl-role"], found["skip-slave-start"]) == ("ON", "SLAVE", "ON")
	assert found["server-id"] == node[-1]


def test_only_on_one_machine_nothing_waits_for_the_disk():
	here, there = (
		texts.mariadb("db-1", PORTS, Path("/data"), Path("/tmp"), is_on_one_machine=is_one)  # noqa: S108
		for is_one in (True, False)
	)
	assert "no-sync" in here
	assert "no-sync" not in there
	assert "nosync" not in there


def test_each_port_is_one_programs():
	assert len({*OWN, *NAMES}) == len(OWN) + len(NAMES)
	text = texts.haproxy(PORTS, "site.localhost", Path("/page"), Path("/states"))
	bound = re.findall(r"bind 127\.0\.0\.1:(\d+)", text)
	lines = [PORTS[link(name)] for name in DATABASES]
	assert sorted(map(int, bound)) == sorted([*(PORTS[name] for name in NAMES), *lines])
	assert [port for port, count in Counter(bound).items() if count > 1] == []


def test_every_checked_server_is_down_in_the_file_of_states():
	text = texts.haproxy(PORTS, "site.localhost", Path("/page"), Path("/states"))
	version, _columns, *rows = texts.server_states(PORTS).splitlines()
	found = {(row.split()[1], row.split()[3]): row.split()[5] for row in rows}
	wanted = {
		(name, server)
		for name in texts.CHECKED
		for server in re.findall(r"server (\S+) \S+ check", section(text, name))
	}
	assert version == "1"
	assert found == dict.fromkeys(wanted, "0")
	assert "\tserver-state-file /states\n" in text


def test_no_session_waits_for_a_second_try():
	"""One that was ended while it did so was forgotten, and its client waited for ever."""
	text = texts.haproxy(PORTS, "site.localhost", Path("/page"), Path("/states"))
	assert [
		name for name in ("database", "cache", "queue") if "\tretries 0\n" not in section(text, name)
	] == []


def section(text: str, name: str) -> str:
	return next(part for part in re.split(r"\n(?=\S)", text) if part.splitlines()[0].endswith(f" {name}"))


def test_writes_go_where_the_agent_says_that_the_primary_is():
	found = section(texts.haproxy(PORTS, "site.localhost", Path("/page"), Path("/states")), "database")
	assert "httpchk GET /primary" in found
	assert "shutdown-sessions" in found
	for name in DATABASES:
		assert f"server {name} 127.0.0.1:{PORTS[name]} check port {PORTS[health(name)]}" in found


def test_a_web_process_is_asked_whether_it_reaches_its_database():
	text = texts.haproxy(PORTS, "site.localhost", Path("/page"), Path("/states"))
	assert "uri /health hdr Host site.localhost" in section(text, "webs")
	assert "httpchk" not in section(text, "any")
	assert [name for name in WEBS if f"server {name} " not in section(text, "any")] == []


def test_where_no_web_process_answers_a_refusal_says_when_to_ask_again():
	head, _, body = texts.refusal().partition("\r\n\r\n")
	assert head.startswith("HTTP/1.1 503 ")
	assert "\r\nRetry-After: 5" in head
	assert f"Content-Length: {len(body.encode())}" in head
	assert '"code": "unavailable"' in body


def test_a_majority_of_sentinels_moves_a_redis():
	found = texts.sentinel("sentinel-1", PORTS, Path("/data"))
	quorum = re.findall(r"^sentinel monitor (\w+) \S+ \d+ (\d)$", found, re.MULTILINE)
	assert quorum == [("cache", "2"), ("queue", "2")]
	assert len(SENTINELS) == 3


def test_what_waits_in_a_queue_is_written_down_and_the_cache_is_not():
	found = {name: texts.redis(name, PORTS, Path("/data")) for name in REDIS}
	assert [name for name in REDIS if "appendonly yes" in found[name]] == ["redis-queue-1", "redis-queue-2"]
	assert [name for name in REDIS if "noeviction" in found[name]] == ["redis-queue-1", "redis-queue-2"]


# --- the checker of a history


def filing(number: int, asked: float, answered: float, status: int = 200) -> Try:
	said = {"appeal": f"A{number}", "number": f"DC-{number}", "event": f"e{number}"} if status == 200 else {}
	return Try(FILE, f"key-{number}", asked, answered, status, said)


def row(number: int, sequence: int = 0, /, **said: str) -> Row:
	own = {"appeal": f"A{number}", "number": f"DC-{number}", "event": f"e{number}"}
	return Row(FILE, f"key-{number}", own | said, "DC", sequence or number)


DECIDED = Try(DECIDE, "A1", 3, 4, 200, {"number": "7"})
VOTED = Try(VOTE, "chair|I1", 3, 4, 200, {"choice": "For"})
DECISION, BALLOT = Row(DECIDE, "A1", {"number": "7"}), Row(VOTE, "chair|I1", {"choice": "For"})


def read(rank: int, asked: float) -> Try:
	return Try(READ, "A1", asked, asked + 0.5, 200, {"rank": str(rank)})


def test_a_history_that_holds():
	tries = [
		filing(1, 0, 1, status=0),
		filing(1, 1.5, 2),
		filing(2, 1, 5),  # beside the first, and behind it
		filing(1, 2.5, 3),  # the same again
		filing(3, 6, 7, status=503),
		read(1, 2.2),
		DECIDED,
		read(2, 4.5),
		VOTED,
	]
	rows = [row(1), row(2), DECISION, BALLOT]
	assert history.faults(tries, rows) == []
	assert history.faults(tries, [*rows, row(3)]) == []  # what was answered by nothing may be there


@pytest.mark.parametrize(
	("tries", "rows", "said"),
	[
		([filing(1, 0, 1)], [], "file key-1 was acknowledged and is lost"),
		([filing(1, 0, 1)], [row(1), row(1)], "file key-1 is there 2 times"),
		([filing(1, 0, 1)], [row(1, event="e9")], "file key-1 is not as it was acknowledged"),
		([filing(1, 0, 1)], [row(1, event="")], "file key-1 is not as it was acknowledged"),
		([], [row(1), row(2, number="DC-1")], "file: 2 have the number DC-1"),
		([filing(1, 0, 1, status=500)], [], "1 answers 500 to file"),
		(
			[filing(1, 0, 1), replace(filing(1, 2, 3), said={})],
			[row(1)],
			"file key-1 was acknowledged in two ways",
		),
		([DECIDED], [], "decide A1 was acknowledged and is lost"),
		([DECIDED], [Row(DECIDE, "A1", {"number": "8"})], "decide A1 is not as it was acknowledged"),
		([VOTED], [], "vote chair|I1 was acknowledged and is lost"),
		([VOTED], [BALLOT, BALLOT], "vote chair|I1 is there 2 times"),
		(
			[VOTED],
			[Row(VOTE, "chair|I1", {"choice": "Against"})],
			"vote chair|I1 is not as it was acknowledged",
		),
		([filing(1, 0, 1), read(0, 2)], [row(1)], "A1 was read as 0 after it was 1"),
		([filing(1, 0, 1), read(2, 2), read(1, 3)], [row(1)], "A1 was read as 1 after it was 2"),
	],
)
def test_what_the_checker_finds(tries, rows, said):
	assert said in history.faults(tries, rows)


def test_what_had_ended_stands_before_what_began_later():
	tries = [filing(2, 0, 1), filing(1, 2, 3)]
	assert history.faults(tries, [row(1), row(2)]) == [
		"DC: key-2 was acknowledged before one was asked that stands before it"
	]
	assert history.faults([filing(2, 0, 2.5), filing(1, 2, 3)], [row(1), row(2)]) == []


def test_numbers_follow_the_chain():
	assert history.faults([], [row(1, 2), row(2, 1)]) == ["DC: DC-1 stands behind a higher number"]


def test_the_time_until_writes_are_taken_again_begins_with_the_fault():
	tries = [filing(1, 0, 9), filing(2, 5, 6, status=503), filing(2, 7, 8)]
	assert history.recovery(tries, 4) == 4
	assert history.recovery(tries, 20) is None
