"""Appeals that exclude another one, each by itself: for those who look at it before anything is decided."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from esaylov.core.rules.conflicts import Mode, Registers, conflicts
from esaylov.registers.claims import claims
from esaylov.registers.entries import said_now


def rivals(
	appeal: str, others: Mapping[str, Collection[str] | None], untold: Collection[str] = ()
) -> list[tuple[str, str]]:
	"""Rows of an appeal, with the number of each of the others that claims the same, or ends what the row rests on.

	others: as `claims.contests`. untold: Persons, and numbers that no Person has, whose claims are left out. Whether the registers would take either is not asked here.
	"""
	acts = claims.acts_of({**others, appeal: None})
	if not acts or acts[-1].name != appeal:
		return []
	own = replace(acts[-1], uses=[use for use in acts[-1].uses if use.key.rpartition("|")[2] not in untold])
	standing = frozenset(use.key for act in acts for use in act.uses if use.mode in (Mode.ENDS, Mode.NEEDS))
	stand = Registers(in_force=standing, room=said_now.of([own]).room)
	pairs = (conflicts([other, own], stand).get(appeal, ()) for other in acts[:-1])
	return list(dict.fromkeys((one.path, one.number) for pair in pairs for one in pair if one.number))
