"""Moments of the site: naive `datetime` in Asia/Tashkent, UTC+5 the year round (no summer time since 1991)."""

from datetime import UTC, datetime, timedelta, timezone

TASHKENT = timezone(timedelta(hours=5), "Asia/Tashkent")


def to_utc(moment: datetime) -> datetime:
	"""Aware UTC time of a moment; a naive one is site time."""
	aware = moment if moment.tzinfo else moment.replace(tzinfo=TASHKENT)
	return aware.astimezone(UTC)


def to_site(moment: datetime) -> datetime:
	"""Naive site time of a moment; a naive one is taken to be site time already."""
	if moment.tzinfo is None:
		return moment
	return moment.astimezone(TASHKENT).replace(tzinfo=None)
