"""What granting appeals would do to the registers, and what of it could not take effect; values in, conflicts out.

Decisions are adopted in one order and signed in another. So an appeal may be granted beside those adopted before it only where
it takes effect as the registers stand, and where neither of any two changes what the other one rests on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

EXISTS, ENDED, CLAIMED, FULL = "entry_exists", "entry_gone", "entry_claimed", "no_room_left"


class Mode(StrEnum):
	"""What a row does to something of the registers."""

	TAKES = "takes"
	"""Says what one entry in force alone may say: a person in a contest, a party's seat."""
	ENDS = "ends"
	"""Ends an entry in force."""
	NEEDS = "needs"
	"""Rests on an entry that is in force and stays so."""
	FILLS = "fills"
	"""Takes one place of a limited number: a proxy of a candidate."""


@dataclass(frozen=True, slots=True)
class Use:
	"""One thing that granting a row does. frees: the entry that the same decision ends before it takes the key."""

	path: str
	mode: Mode
	key: str
	frees: str = ""


@dataclass(frozen=True, slots=True)
class Act:
	"""An appeal whose rows would be granted. number: by which others are told of it. commission: which decides it."""

	name: str
	number: str
	uses: Sequence[Use]
	commission: str = ""


@dataclass(frozen=True, slots=True)
class Registers:
	"""What stands: keys that entries in force say to the entry, entries in force, places left of what is limited."""

	taken: Mapping[str, str] = field(default_factory=dict)
	in_force: frozenset[str] = frozenset()
	room: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
	"""Why a row could not be granted. number: of the appeal that stands against it, where one does."""

	path: str
	code: str
	number: str = ""


def conflicts(acts: Iterable[Act], registers: Registers) -> dict[str, list[Conflict]]:
	"""By the name of an act, what stands against it; acts that can be signed, in whichever order, are left out.

	In the order given an earlier act has the right of way; one that is itself in conflict stands in nobody's way.
	"""
	found: dict[str, list[Conflict]] = {}
	earlier = _Earlier()
	for act in acts:
		against = [conflict for use in act.uses if (conflict := _against(use, act, registers, earlier))]
		against += _over(act, registers, earlier)
		if against:
			found[act.name] = against
		else:
			earlier.add(act)
	return found


class _Earlier:
	"""Acts that would be granted before: who takes, ends and needs what, by mode and key."""

	def __init__(self) -> None:
		self.by: dict[tuple[Mode, str], list[Act]] = defaultdict(list)
		self.filled: Counter[str] = Counter()

	def add(self, act: Act) -> None:
		for use in act.uses:
			self.by[use.mode, use.key].append(act)
			self.filled[use.key] += use.mode is Mode.FILLS

	def first(self, key: str, modes: Iterable[Mode], commission: str | None = None) -> str | None:
		"""Number of the first act that does this; of one commission, where it is named."""
		acts = (act for mode in modes for act in self.by.get((mode, key), ()))
		return next((act.number for act in acts if commission in (None, act.commission)), None)


_AGAINST = {
	Mode.TAKES: (Mode.TAKES,),
	Mode.ENDS: (Mode.ENDS,),
	Mode.NEEDS: (Mode.ENDS,),
	Mode.FILLS: (),
}
"""What an earlier act must not do with the same key, for the two to be signed in either order."""
_AGAINST_OWN = {Mode.ENDS: (Mode.NEEDS,)}
"""The same of acts of the same commission. Another one might never sign what rests on the entry, and nobody stays a candidate
for that: what it adopted takes effect no longer, and is set aside."""


def _against(use: Use, act: Act, registers: Registers, earlier: _Earlier) -> Conflict | None:
	if use.mode is Mode.TAKES and registers.taken.get(use.key, use.frees) != use.frees:
		return Conflict(use.path, EXISTS)
	if use.mode in (Mode.ENDS, Mode.NEEDS) and use.key not in registers.in_force:
		return Conflict(use.path, ENDED)
	number = earlier.first(use.key, _AGAINST[use.mode])
	if number is None:
		number = earlier.first(use.key, _AGAINST_OWN.get(use.mode, ()), act.commission)
	return None if number is None else Conflict(use.path, CLAIMED, number)


def _over(act: Act, registers: Registers, earlier: _Earlier) -> list[Conflict]:
	asked = Counter(use.key for use in act.uses if use.mode is Mode.FILLS)
	paths = {use.key: use.path for use in act.uses}
	return [
		Conflict(paths[key], FULL, earlier.first(key, [Mode.FILLS]) or "")
		for key, number in asked.items()
		if key in registers.room and earlier.filled[key] + number > registers.room[key]
	]


def put_out(acts: Sequence[Act], last: Act, registers: Registers) -> list[Act]:
	"""Acts that can be signed now, and could not any more once `last` took effect."""
	stuck, after = conflicts(acts, registers), conflicts([last, *acts], registers)
	return [act for act in acts if act.name in after and act.name not in stuck]
