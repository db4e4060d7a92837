"""What a campaign's state means for its messages: a paused one holds them back, a stopped one sends no more.

Read with a lock where a message goes back into the queue: a pause and a stop move what waits, and a message that was on its
way to a gateway at that moment comes back after them.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

import frappe

CAMPAIGN: Final = "SMS Campaign"
HELD: Final = "2999-12-31 00:00:00"
"""A message of a paused campaign waits for this day."""


class State(StrEnum):
	"""Equal to the options of SMS Campaign.status; Stopped is final."""

	DRAFT = "Draft"
	PREPARING = "Preparing"
	PREPARED = "Prepared"
	PAUSED = "Paused"
	STOPPED = "Stopped"


def states_of(campaigns: Collection[str]) -> dict[str, State]:
	"""The states of campaigns, locked until the transaction ends: before their messages, as the steps lock them."""
	if not campaigns:
		return {}
	table = frappe.qb.DocType(CAMPAIGN)
	query = frappe.qb.from_(table).select(table.name, table.status).where(table.name.isin(sorted(campaigns)))
	return {name: State(status) for name, status in query.orderby(table.name).for_update().run()}
