"""Faults of six kinds in a cluster while filings, decisions and votes go on; then the recorded history is checked against the database.

	.bench/env/bin/python benchmarks/cluster.py [--faults 100] [--seconds 1800] [--writers 3] [--pace 2] [--kinds primary,web,…]

The cluster runs already (`script/cluster up`). Each fault waits until the cluster is whole again after the one before. Prints
how long it took from each fault to the first acknowledgement of a write that was asked after it, and until
everything was as before; ends with 1 where the checker finds anything. The history lies in `logs/history.jsonl` of the cluster's bench.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ["FRAPPE_SITE"] = "esaylov.localhost"  # the cluster's; before the factories read it
os.environ.pop("SITES_PATH", None)  # of a run of tests beside

import frappe  # noqa: E402 # the path is set above
from cluster_clients import COMMISSION, MEMBERS, Clients, Record  # noqa: E402
from factories import steps  # noqa: E402

from esaylov.framework.requests import limits  # noqa: E402
from esaylov.identity import persons  # noqa: E402
from esaylov.trust.chains import chain  # noqa: E402
from standalone import paths  # noqa: E402
from standalone.cluster import control, history  # noqa: E402
from standalone.cluster import layout as layouts  # noqa: E402
from standalone.cluster.faults import KINDS, Fault, Faults, mend_all  # noqa: E402
from standalone.cluster.history import DECIDE, FILE, VOTE, Row  # noqa: E402
from standalone.steps import Failure  # noqa: E402

PARTY = "party@esaylov.example"
WHOLE_SECONDS = 240


@dataclass(frozen=True)
class Told:
	"""A fault, and after how many seconds the cluster was whole again."""

	fault: Fault
	whole: float


def disturb(asked: argparse.Namespace, layout: layouts.Layout) -> list[Told]:
	"""All faults, each kind as often as the others, in an order by chance; it takes the seconds that were asked for, or longer."""
	chance = random.Random(asked.seed)
	faults, told = Faults(layout, chance), []
	kinds: list[str] = []
	begun = time.monotonic()
	for number in range(asked.faults):
		if not kinds:
			kinds = asked.kinds.split(",")
			chance.shuffle(kinds)
		time.sleep(max(0.0, begun + (number + 0.5) * asked.seconds / asked.faults - time.monotonic()))
		_forget_limits()
		fault, mend = faults.do(kinds.pop())
		mend()
		control.wait(layout, WHOLE_SECONDS)
		told.append(Told(fault, time.monotonic() - fault.moment))
		print(f"{number + 1:4} {fault.kind:8} {fault.what}: whole after {told[-1].whole:.1f} s", flush=True)
	time.sleep(max(0.0, begun + asked.seconds - time.monotonic()))
	print(f"{len(told)} faults in {(time.monotonic() - begun) / 60:.1f} min", flush=True)
	return told


def _forget_limits() -> None:
	"""One login stands for those of many parties."""
	with suppress(Exception):  # the cache may be away: the next time then
		limits.clear("rate|esaylov.api.appeals.submit", PARTY)


def rows(key: str) -> list[Row]:
	"""What stands in the database of the filings whose keys begin so, of their decisions, and of all votes."""
	filed = frappe.get_all(
		"Appeal",
		{"idempotency_key": ["like", f"{key}%"], "status": ["!=", "Draft"]},
		["name", "number", "recipient", "idempotency_key"],
		order_by="name asc",
		limit=0,
	)
	names = [row.name for row in filed]
	events = _events(names)
	return [
		*(_filing(row, event) for row in filed for event in events[row.name]),
		*_decisions(names),
		*_votes(),
	]


def _events(names: list[str]) -> dict[str, list[dict[str, Any]]]:
	"""Appeal -> the events of its filing; one without hash where there is none."""
	found: dict[str, list[dict[str, Any]]] = defaultdict(list)
	for event in frappe.get_all(
		"Chain Event",
		{"kind": "appeal.filed"},
		["hash", "sequence", "body"],
		order_by="sequence asc",
		limit=0,
	):
		found[frappe.parse_json(event.body)["appeal"]].append(event)
	return {name: found[name] or [{"hash": "", "sequence": 0}] for name in names}


def _filing(row: Any, event: dict[str, Any]) -> Row:
	said = {"appeal": row.name, "number": row.number, "event": event["hash"]}
	return Row(FILE, row.idempotency_key, said, row.recipient, event["sequence"])


def _decisions(appeals: list[str]) -> list[Row]:
	found = frappe.get_all(
		"Decision",
		{"appeal": ["in", [*appeals, ""]], "status": "Signed"},
		["appeal", "number"],
		order_by="number asc",
		limit=0,
	)
	# an empty word finds those without an appeal too
	return [Row(DECIDE, row.appeal, {"number": row.number}) for row in found if row.appeal]


def _votes() -> list[Row]:
	whose = {persons.person_of(f"{local}@esaylov.example"): local for local in MEMBERS}
	found = frappe.get_all(
		"Commission Vote",
		{"commission": COMMISSION},
		["member", "item", "choice"],
		order_by="name asc",
		limit=0,
	)
	return [Row(VOTE, f"{whose[row.member]}|{row.item}", {"choice": row.choice}) for row in found]


def verified() -> list[str]:
	"""Commissions whose chain does not verify, in words."""
	found = []
	for commission in frappe.get_all(
		"Chain Event", distinct=True, pluck="commission", order_by="commission asc"
	):
		try:
			is_right = bool(chain.verify_chain(commission))
		except Exception as broken:
			is_right = False
			print(f"{commission}: {broken!r}")
		if not is_right:
			found.append(f"the chain of {commission} does not verify")
	return found


def report(told: list[Told], clients: Clients) -> None:
	"""Print the times of each kind, and how much was asked."""
	print(f"{'':10}{'faults':>7}{'write p50':>11}{'worst':>8}{'whole p50':>11}{'worst':>8}")
	for kind in (*dict.fromkeys(one.fault.kind for one in told), "all"):
		same = [one for one in told if kind in (one.fault.kind, "all")]
		writes = [history.recovery(clients.record.tries, one.fault.moment) for one in same]
		if same:
			known, whole = sorted(one for one in writes if one is not None), sorted(one.whole for one in same)
			figures = "".join(f"{value:{width}.1f}" for value, width in _middle_and_worst(known, whole))
			print(f"{kind:10}{len(same):7}{figures}")
	counted = Counter((one.kind, one.status) for one in clients.record.tries)
	print(", ".join(f"{kind} {status}: {count}" for (kind, status), count in sorted(counted.items())))


def _middle_and_worst(*series: list[float]) -> list[tuple[float, int]]:
	found = []
	for values in series:
		known = values or [float("nan")]
		found += [(known[len(known) // 2], 11), (known[-1], 8)]
	return found


def checked(clients: Clients) -> list[str]:
	"""What the checker finds, on a connection that begins after the last fault."""
	frappe.connect()
	try:
		return [*history.faults(clients.record.tries, rows(clients.key)), *verified()]
	finally:
		frappe.db.close()


def rehearse(asked: argparse.Namespace, layout: layouts.Layout) -> list[str]:
	"""The whole round; what is wrong."""
	mend_all(layout)
	control.wait(layout)
	clients = Clients(layout.address, layout.bench.sites, Record(layout.bench.logs / "history.jsonl"))
	votable = steps.site_step(layout.bench.sites, "votable", str(asked.items), module="sessions")
	clients.open_session(json.loads(votable))
	with ThreadPoolExecutor(asked.writers) as pool:
		writing: list[Future[None]] = [pool.submit(clients.write, asked.pace) for _ in range(asked.writers)]
		try:
			told = disturb(asked, layout)
			time.sleep(2 * asked.pace)
		finally:
			mend_all(layout)
			clients.ended.set()
	wrong = [f"a client ended: {one.exception()!r}" for one in writing if one.exception()]
	report(told, clients)
	return wrong + checked(clients)


def main() -> int:
	"""A round; how the program ends."""
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	options = (("faults", 100), ("seconds", 1800), ("writers", 3), ("items", 20), ("seed", 21))
	for name, number in options:
		parser.add_argument(f"--{name}", type=int, default=number)
	parser.add_argument("--pace", type=float, default=2.0, help="seconds between two writes of a writer")
	parser.add_argument("--kinds", default=",".join(KINDS))
	asked = parser.parse_args()
	layout = layouts.read(paths.Bench(paths.Bench().root / layouts.FOLDER))
	os.chdir(layout.bench.sites)
	frappe.init(layouts.SITE, sites_path=".")
	try:
		wrong = rehearse(asked, layout)
	except Failure as failure:
		wrong = [str(failure)]
	finally:
		frappe.destroy()
	for line in wrong:
		print("WRONG", line)
	print("THE HISTORY DOES NOT HOLD" if wrong else "the history holds")
	return int(bool(wrong))


if __name__ == "__main__":
	sys.exit(main())
