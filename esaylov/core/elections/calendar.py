"""The calendar of an election: D-n rules of the stages, windows, limits in days, dates in words; moments of the site.

D is the election day; days are calendar days of Asia/Tashkent. Grammar of a rule: `D-35..D-2` a period, `D-10` one
day, `by D-40` not later than, `D-11 18:00` with an hour, `start+5` counted from an event, `after start` from an event
on. Events are given as `anchors`; a rule whose event is not known yet has no dates. `40 days` is the number of the law,
"40 days before the election", counted as the election counts days; `D-40` is the same day whatever it counts.

Moments of the site are naive `datetime` in Asia/Tashkent, UTC+5 the year round (no summer time since 1991).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum

TASHKENT = timezone(timedelta(hours=5), "Asia/Tashkent")
_POINT = re.compile(
	r"(?:(?P<before>[0-9]{1,4}) days|(?P<from>D|(?!(?:by|after)\b)[a-z][a-z ]*?)(?P<days>[+-][0-9]{1,4})?)"
	r"(?: (?P<at>[0-2][0-9]:[0-5][0-9]))?"
)

_MONTHS = {
	"uz": [
		"yanvar",
		"fevral",
		"mart",
		"aprel",
		"may",
		"iyun",
		"iyul",
		"avgust",
		"sentabr",
		"oktabr",
		"noyabr",
		"dekabr",
	],
	"uz-Cyrl": [
		"январь",
		"февраль",
		"март",
		"апрель",
		"май",
		"июнь",
		"июль",
		"август",
		"сентябрь",
		"октябрь",
		"ноябрь",
		"декабрь",
	],
	"ru": [
		"января",
		"февраля",
		"марта",
		"апреля",
		"мая",
		"июня",
		"июля",
		"августа",
		"сентября",
		"октября",
		"ноября",
		"декабря",
	],
	"en": [
		"January",
		"February",
		"March",
		"April",
		"May",
		"June",
		"July",
		"August",
		"September",
		"October",
		"November",
		"December",
	],
}


class DayCounting(StrEnum):
	"""How an election counts "N days before"; equal to the options of Election.day_counting.

	FULL_DAYS: N whole days lie between, so D-(N+1), as the CEC counted in 2024 (media "at least 10 days" = 16.10 [law:
	saylov.uz 26.09.2024]). CALENDAR: D-N, as in 2019 and 2021 [law: elections.uz/969; kun.uz 14.10.2021].
	"""

	FULL_DAYS = "Full Days"
	CALENDAR = "Calendar Days"


def days_before(election_day: date, days: int, counting: DayCounting) -> date:
	"""The day that lies so many days of the law before the election; the day itself is still in time."""
	return election_day - timedelta(days=days + (counting is DayCounting.FULL_DAYS))


class RuleUnreadable(ValueError):
	"""A calendar rule outside the grammar above."""


@dataclass(frozen=True, slots=True)
class Window:
	"""First and last day, both inside; None is open. `ends_at` is the hour of the last day when it closes."""

	starts_on: date | None = None
	ends_on: date | None = None
	ends_at: time | None = None

	def holds(self, day: date, at: time = time.min) -> bool:
		"""True when the moment is inside; at `ends_at` itself the window is closed."""
		return not self.before(day) and not self.after(day, at)

	def before(self, day: date) -> bool:
		"""True when the window has not opened yet on that day."""
		return self.starts_on is not None and day < self.starts_on

	def after(self, day: date, at: time = time.min) -> bool:
		"""True when the window has closed."""
		if self.ends_on is None or day < self.ends_on:
			return False
		return day > self.ends_on or (self.ends_at is not None and at >= self.ends_at)


def stage_dates(
	rule: str, election_day: date, counting: DayCounting, anchors: Mapping[str, date] | None = None
) -> Window:
	"""Dates of a stage by its rule; raises RuleUnreadable.

	`by X` has no first day, `after X` no last one, `X` alone is one day. anchors: `{"start": date(…)}`.
	"""
	text = rule.strip()
	known = {"D": election_day, **(anchors or {})}
	if not text:
		return Window()
	if ".." in text:
		first, last = text.split("..", 1)
		ends_on, ends_at = _point(last, known, counting)
		return Window(_point(first, known, counting)[0], ends_on, ends_at)
	if text.startswith("by "):
		ends_on, ends_at = _point(text.removeprefix("by "), known, counting)
		return Window(None, ends_on, ends_at)
	if text.startswith("after "):
		return Window(_point(text.removeprefix("after "), known, counting)[0])
	day, at = _point(text, known, counting)
	return Window(day, day, at)


def counts_days(rule: str) -> bool:
	"""Whether a rule depends on how the election counts days; False for one that cannot be read."""
	try:
		one, other = (stage_dates(rule, date(2000, 1, 1), counting) for counting in DayCounting)
	except RuleUnreadable:
		return False
	return one != other


def _point(text: str, known: Mapping[str, date], counting: DayCounting) -> tuple[date | None, time | None]:
	found = _POINT.fullmatch(text.strip())
	if not found:
		raise RuleUnreadable(text)
	at = time.fromisoformat(found["at"]) if found["at"] else None
	if found["before"]:
		return days_before(known["D"], int(found["before"]), counting), at
	base = known.get(found["from"])
	return (base + timedelta(days=int(found["days"] or 0)) if base else None), at


def due_on(received_on: date, days: int) -> date:
	"""Last day of a limit of so many days; the day of receipt is not counted (own reading)."""
	return received_on + timedelta(days=days)


def due_at_once(
	received_on: date, days: int, election_day: date, at_once_days: int, counting: DayCounting
) -> date:
	"""Last day of a limit that turns into "at once", the same day, when so many days or fewer are left, or on D.

	Art. 101, edition of 2023. From the day after the election on it is the ordinary limit again (own reading).
	"""
	is_near = days_before(election_day, at_once_days, counting) <= received_on <= election_day
	return received_on if is_near else due_on(received_on, days)


def days_left(limit: date, today: date) -> int:
	"""Days of a limit that are left on a day, the last day being 0 (it is whole); 0 also when it is over."""
	return max((limit - today).days, 0)


def short_date(day: date) -> str:
	"""dd.mm.yyyy, the form of messages and pages in every language."""
	return day.strftime("%d.%m.%Y")


def in_words(day: date, lang: str = "uz") -> str:
	"""`2024-yil 27-oktabr`, `2024 йил 27 октябрь`, `27 октября 2024 года`, `27 October 2024`; kaa shows uz."""
	months = _MONTHS.get(lang, _MONTHS["uz"])
	month = months[day.month - 1]
	if lang == "uz-Cyrl":
		return f"{day.year} йил {day.day} {month}"
	if lang == "ru":
		return f"{day.day} {month} {day.year} года"
	if lang == "en":
		return f"{day.day} {month} {day.year}"
	return f"{day.year}-yil {day.day}-{month}"


def short_date_of(text: str) -> str:
	"""An ISO date as dd.mm.yyyy; every other text as it is."""
	if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
		return text
	year, month, day = text.split("-")
	return f"{day}.{month}.{year}"


def to_utc(moment: datetime) -> datetime:
	"""Aware UTC time of a moment; a naive one is site time."""
	aware = moment if moment.tzinfo else moment.replace(tzinfo=TASHKENT)
	return aware.astimezone(UTC)


def to_site(moment: datetime) -> datetime:
	"""Naive site time of a moment; a naive one is taken to be site time already."""
	if moment.tzinfo is None:
		return moment
	return moment.astimezone(TASHKENT).replace(tzinfo=None)
