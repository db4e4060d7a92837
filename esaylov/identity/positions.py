"""Positions in commissions: which memberships hold on a day."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

import frappe
from pypika.queries import QueryBuilder

from esaylov.elections import in_office
from esaylov.framework import clock
from esaylov.framework.errors import NotPermitted, WrongState
from esaylov.framework.persistence import reads


@dataclass(frozen=True, slots=True)
class Position:
	"""A membership in force: this position at this commission. `lft` and `rgt` span the commissions below."""

	user: str
	person: str
	commission: str
	level: str
	position: str
	lft: int
	rgt: int


def active(users: Iterable[str], on: date) -> list[Position]:
	"""The memberships of the users that hold on a day, by the user that stands on the Person now."""
	names = sorted(users)
	if not names:
		return []
	rows = reads.run(_held(len(names)), [*names, on, on, on])
	return [Position(**row) for row in rows]


@reads.statement
def _held(count: int) -> QueryBuilder:
	"""The memberships of so many users on a day, which is given three times."""
	membership = frappe.qb.DocType("Commission Membership")
	person = frappe.qb.DocType("Person")
	commission = frappe.qb.DocType("Election Commission")
	return (
		frappe.qb.from_(membership)
		.join(person)
		.on(person.name == membership.person)
		.join(commission)
		.on(commission.name == membership.commission)
		.select(
			person.user,
			membership.person,
			membership.commission,
			commission.level,
			membership.position,
			commission.lft,
			commission.rgt,
		)
		.where(person.user.isin(reads.many(count)))
		.where(in_office.is_in_office(membership, reads.one()))
		.orderby(commission.lft)
	)


def positions_of(user: str, on: date | None = None) -> list[Position]:
	"""The positions that a user holds on a day (today), from the CEC downwards."""
	return active([user] if user else [], on or clock.today())


def refuse_beside_chair(held: Position, may_not_decide: Callable[[str], bool] | None = None) -> None:
	"""Raise WrongState (`chair_acts`) for a deputy whose chair is in office and not absent today: then the chair signs.

	may_not_decide: says of a chair, by Person, whether the matter is not theirs to decide; the deputy then signs.
	"""
	if held.position != "Deputy Chair":
		return
	for person in present_holders(held.commission, ("Chair",)):
		if not (may_not_decide and may_not_decide(person)):
			raise WrongState(code="chair_acts")


def present_holders(commission: str, positions: Collection[str]) -> list[str]:
	"""The Persons who hold one of the positions at a commission today and are not marked as absent."""
	today = clock.today()
	fields = [*in_office.DAYS, "absent_from", "absent_until", "person"]
	held = {"commission": commission, "position": ["in", sorted(positions)], "starts_on": ["<=", today]}
	rows = frappe.get_all("Commission Membership", held, fields, order_by="starts_on asc")
	return [row.person for row in rows if in_office.holds(row, today) and not _is_away(row, today)]


def is_absent(membership: str) -> bool:
	"""Whether the holder of a membership is marked as absent today."""
	fields = ["absent_from", "absent_until"]
	row = frappe.db.get_value("Commission Membership", membership, fields, as_dict=True)
	return row is not None and _is_away(row, clock.today())


def _is_away(row: frappe._dict, today: date) -> bool:
	return bool(row.absent_from and row.absent_from <= today <= (row.absent_until or today))


def require_position(
	user: str, commission: str, allowed: Collection[str] = (), on: date | None = None
) -> Position:
	"""The position of a user at exactly this commission, one of `allowed` (any without); raises NotPermitted."""
	for held in positions_of(user, on):
		if held.commission == commission and (not allowed or held.position in allowed):
			return held
	raise NotPermitted()
