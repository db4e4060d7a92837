"""What an annulment would do to the registers, said as appeals say it: so that decisions that wait for a signature are told."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import frappe

from esaylov.core.rules.conflicts import Act, Mode, Use, put_out
from esaylov.registers.claims import claims
from esaylov.registers.effects import proxies
from esaylov.registers.effects.effects import entries_of
from esaylov.registers.entries import entries, history, said_now

SIGNED = "Signed"


def put_out_by(annulled: str, commission: str, asked: Mapping[str, Collection[str]]) -> list[str]:
	"""Numbers of the appeals whose rows could be granted now, and could not any more once a decision were annulled.

	asked: as `claims.contests`. What the decision wrote ends, what it had ended takes its place again. Writes and locks nothing.
	"""
	acts = claims.acts_of(asked)
	own = [*entries_of(annulled), *((said_now.CONSTITUENCY, name) for name in _new_places(annulled))]
	written = said_now.in_force([f"{register}|{name}" for register, name in own])
	back = _coming_back(annulled)
	uses = [Use("", Mode.ENDS, key) for key in sorted(written)]
	taken = said_now.of([Act("", "", list(_taken_again(back)))]).taken
	uses += [
		Use("", use.mode, use.key, taken[use.key] if taken.get(use.key) in written else "")
		for use in _taken_again(back)
	]
	last = Act("", "", [*uses, *_filled_again(back, written, acts)], commission)
	return [act.number for act in put_out(acts, last, said_now.of([*acts, last]))]


def _new_places(annulled: str) -> list[str]:
	"""Constituencies of a decision that would not be there without it; what was defined anew stays, as it was before."""
	before = history.values_before(annulled, said_now.CONSTITUENCY)
	return [name for name, was in before.items() if not was or was.get("is_annulled")]


def _coming_back(annulled: str) -> dict[str, list[frappe._dict]]:
	"""By register, the entries that a decision ended and whose own decision stands."""
	found = {
		register: frappe.get_all(
			register,
			{"end_decision": annulled},
			sorted({"name", "decision", *entries.columns_of_keys(register)}),
			order_by="name asc",
			limit=0,
		)
		for register in entries.ONCE
	}
	named = sorted({row.decision for rows in found.values() for row in rows if row.decision})
	is_signed = {"name": ["in", named], "status": SIGNED}
	signed = (
		set(frappe.get_all("Decision", is_signed, pluck="name", order_by="name asc", limit=0))
		if named
		else set()
	)
	return {register: [row for row in rows if row.decision in signed] for register, rows in found.items()}


def _taken_again(back: Mapping[str, Sequence[frappe._dict]]) -> Iterator[Use]:
	for register, rows in back.items():
		for row in rows:
			for key, value in entries.keys_of(register, row).items():
				if value is not None:
					yield Use("", Mode.TAKES, f"{register}|{key}|{value}")


def _filled_again(
	back: Mapping[str, Sequence[frappe._dict]], written: Collection[str], acts: Sequence[Act]
) -> Iterator[Use]:
	"""Places of a candidate that proxies take again, beyond those that their successors leave; by the limits that the acts name."""
	own = [key.partition("|")[2] for key in written if key.startswith(f"{proxies.PROXY}|")]
	left = Counter(
		frappe.get_all(proxies.PROXY, {"name": ["in", own]}, pluck="candidate", order_by="name asc", limit=0)
		if own
		else ()
	)
	limits = defaultdict(set)
	for use in (use for act in acts for use in act.uses if use.mode is Mode.FILLS):
		limits[use.key.partition("|")[2]].add(use.key)
	for candidate, number in (Counter(row.candidate for row in back[proxies.PROXY]) - left).items():
		yield from (Use("", Mode.FILLS, key) for key in sorted(limits[candidate]) for _ in range(number))
