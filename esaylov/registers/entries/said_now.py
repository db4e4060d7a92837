"""What the registers say now of all that acts take, end, rest on and fill: one query for each register and key, no locks."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import frappe

from esaylov.core.rules.conflicts import Act, Mode, Registers
from esaylov.framework.persistence import reads
from esaylov.registers.entries import entries

CANDIDATE, CONSTITUENCY = "Candidate", "Constituency"


def of(acts: Sequence[Act]) -> Registers:
	"""What the registers say of all that these acts use."""
	uses = [use for act in acts for use in act.uses]
	limited = {use.key for use in uses if use.mode is Mode.FILLS}
	return Registers(
		_taken([use.key for use in uses if use.mode is Mode.TAKES]),
		in_force([use.key for use in uses if use.mode in (Mode.ENDS, Mode.NEEDS)]),
		_room(limited),
	)


def _taken(keys: Sequence[str]) -> dict[str, str]:
	"""What entries in force say already, to the entry that says it."""
	wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
	for whole in keys:
		register, key, value = whole.split("|", 2)
		wanted[register, key].add(value)
	found: dict[str, str] = {}
	for (register, key), values in wanted.items():
		said = {key: sorted(values), "status": entries.REGISTERED}
		rows = reads.rows(register, said, ["name", key])
		found |= {f"{register}|{key}|{row[key]}": f"{register}|{row.name}" for row in rows}
	return found


def in_force(keys: Sequence[str]) -> frozenset[str]:
	"""Of keys `DocType|name` those whose entry is in force; a constituency is, unless it was annulled."""
	found = set(written_by(keys))
	named = [key.partition("|")[2] for key in keys if key.startswith(f"{CONSTITUENCY}|")]
	if named:
		stand = {"name": ["in", sorted(set(named))], "is_annulled": 0}
		rows = frappe.get_all(CONSTITUENCY, stand, pluck="name", order_by="name asc", limit=0)
		found |= {f"{CONSTITUENCY}|{name}" for name in rows}
	return frozenset(found)


def written_by(keys: Sequence[str]) -> dict[str, str]:
	"""Of keys `DocType|name` the entries of registers in force, to the commission that wrote each."""
	named: dict[str, set[str]] = defaultdict(set)
	for whole in keys:
		register, _, name = whole.partition("|")
		named[register].add(name)
	return {
		f"{register}|{row.name}": row.commission
		for register, names in named.items()
		if register in entries.REGISTERS
		for row in reads.rows(
			register, {"name": sorted(names), "status": entries.REGISTERED}, ["name", "commission"]
		)
	}


def _room(keys: Collection[str]) -> dict[str, int]:
	"""Places that are left of a limited number, by `limit|candidate`."""
	limits = dict((key.partition("|")[2], int(key.partition("|")[0])) for key in keys)
	rows = reads.rows(CANDIDATE, {"name": list(limits)}, ["name", "proxies_count"])
	return {f"{limits[row.name]}|{row.name}": limits[row.name] - (row.proxies_count or 0) for row in rows}
