"""The count of votes, as values: protocols of precincts, their sums, who is elected, seats of the lists."""

from esaylov.core.results.elected import Outcome, Verdict, constituency
from esaylov.core.results.list_seats import SeatsTied, list_seats
from esaylov.core.results.protocol import FIELDS, Limits, Protocol, check, check_total, is_held, read, total

__all__ = [
	"FIELDS",
	"Limits",
	"Outcome",
	"Protocol",
	"SeatsTied",
	"Verdict",
	"check",
	"check_total",
	"constituency",
	"is_held",
	"list_seats",
	"read",
	"total",
]
