"""How many observers of a party a polling station would have, where a number of the law limits them.

No source of the domain files names the number, so none is shipped. Without the Statute nothing is counted.
"""

from collections import Counter
from collections.abc import Sequence

import frappe

from esaylov.core.rules.result_rules.outcome_values import StationObservers, Value
from esaylov.elections import statutes
from esaylov.registers.entries.entries import REGISTERED
from esaylov.registers.outcome_rules.asked_rows import AskedRows

LIMIT, ACCREDITING = "observers_per_station", "accredit_observer"
OBSERVER = "Observer"
Place = tuple[str, str, str]
"""Election, polling station, party."""


def observers_after(asked: Sequence[AskedRows]) -> list[tuple[str, list[Value]]]:
	"""By appeal, the observers of its party at its station after it and those before it are granted."""
	held = [(one, statutes.read_day(one.day)) for one in asked if one.definition["effect"] == ACCREDITING]
	limited = [(one, numbers) for one, numbers in held if LIMIT in numbers.values]
	places = [(one, place, numbers) for one, numbers in limited if (place := _place(one))]
	counted = _registered({place for _, place, _ in places})
	found: list[tuple[str, list[Value]]] = []
	for one, place, numbers in places:
		counted[place] += len(one.rows)
		limit, first_day = numbers.values[LIMIT], numbers.first_days.get(LIMIT, "")
		value = StationObservers(one.rows[-1][0], counted[place], limit, first_day)
		found.append((str(one.appeal.name), [value]))
	return found


def _place(one: AskedRows) -> Place | None:
	if not one.rows or not one.party:
		return None
	station = str(one.mapped("polling_station", one.rows[0][1]) or "")
	return (str(one.appeal.election), station, one.party) if station else None


def _registered(places: set[Place]) -> Counter[Place]:
	where = {"polling_station": ["in", sorted({place[1] for place in places}) or [""]], "status": REGISTERED}
	fields = ["election", "polling_station", "party"]
	rows = frappe.get_all(OBSERVER, where, fields, order_by="name asc", limit=0) if places else []
	return Counter((row.election, row.polling_station, row.party or "") for row in rows)
