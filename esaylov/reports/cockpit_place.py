"""Whose cockpit it is: the commission that a user sees the figures of, and the place of it in the tree."""

from dataclasses import dataclass
from typing import Any

import frappe

from esaylov.framework.errors import NotFound, NotPermitted
from esaylov.identity import positions
from esaylov.permissions.reach import reach

COMMISSION = "Election Commission"
LEVELS = ("CEC", "REG")
Filters = list[list[Any]]
"""`[field, operator, value]`, as lists of the framework take them; a field may stand twice."""


@dataclass(frozen=True, slots=True)
class Place:
	"""A commission whose figures are shown, with the span of the tree at and below it. is_whole: nothing lies beside it."""

	name: str
	level: str
	territory: str | None
	parent: str | None
	lft: int
	rgt: int

	@property
	def is_whole(self) -> bool:
		return self.level == LEVELS[0]

	def below(self, field: str) -> Filters:
		"""The filters of a list that leave the rows at and below this commission.

		By its place, which `<field>_lft` copies: the Desk takes "at or below" for "equal" where no hook names the trees.
		"""
		if self.is_whole:
			return []
		if self.rgt == self.lft + 1:
			return [[field, "=", self.name]]
		return [[f"{field}_lft", ">=", self.lft], [f"{field}_lft", "<=", self.rgt]]


def place_of(user: str, commission: str = "") -> Place:
	"""The commission that a user may see the cockpit of: the named one, else their highest.

	Raises NotPermitted for whoever holds no position in the central or a regional commission and is no auditor, NotFound for a
	commission beside or above theirs.
	"""
	spans = _spans(user)
	if not commission:
		commission = frappe.db.get_value(COMMISSION, {"lft": min(spans)[0]}) or ""
	fields = ["name", "level", "territory", "parent_election_commission", "lft", "rgt"]
	row = frappe.db.get_value(COMMISSION, commission, fields) if commission else None
	if not row or not any(lft <= row[4] and row[5] <= rgt for lft, rgt in spans):
		raise NotFound({"doctype": COMMISSION})
	place = Place(*row)
	has_above = any(lft < place.lft and place.rgt < rgt for lft, rgt in spans)
	return place if has_above else Place(place.name, place.level, place.territory, None, place.lft, place.rgt)


def _spans(user: str) -> set[tuple[int, int]]:
	found = reach(user)
	if found.is_auditor or found.is_system:
		root = frappe.db.get_value(COMMISSION, {"level": LEVELS[0]}, ["lft", "rgt"], order_by="lft asc")
		spans = {tuple(root)} if root else set()
	else:
		spans = {(held.lft, held.rgt) for held in positions.positions_of(user) if held.level in LEVELS}
	if not spans:
		raise NotPermitted()
	return spans
