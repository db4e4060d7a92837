"""Whose signatures make a count protocol whole. Art. 58: the commission signs it; which of its members must is [ours]."""

from collections.abc import Collection, Mapping

CHAIRS, SECRETARY = ("Chair", "Deputy Chair"), "Secretary"


def is_whole(signed: Collection[str], members: Mapping[str, str], share: int) -> bool:
	"""Whether those who signed are enough: a chair or deputy, the secretary, and more than so many percent of all members.

	signed: persons; members: person to position, of those with a vote today. share: Statute `count_signatures_share`. Where a
	commission has no secretary (or no chair and deputy) today, the others sign for it.
	"""
	counted = [person for person in members if person in signed]
	positions, has = {members[person] for person in counted}, set(members.values())
	chaired = bool(positions & set(CHAIRS)) or not has & set(CHAIRS)
	recorded = SECRETARY in positions or SECRETARY not in has
	return chaired and recorded and len(counted) * 100 > len(members) * share
