"""Operations of the contract that are to go: marked in `/openapi.json`, and told by each of their answers (own design).

`Deprecation` (RFC 9745) says since when, `Sunset` (RFC 8594) until when, `Link` where it is written what to call instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

PREFIX = "/api/method/esaylov.api."
SHORTEST = timedelta(days=180)
"""An integrator has at least so long to change (own design)."""
GUIDE = "/openapi"


@dataclass(frozen=True, slots=True)
class Ending:
	"""An operation that goes: since when it is marked and until when it answers, both in UTC; what takes its place."""

	since: datetime
	until: datetime
	instead: str

	def __post_init__(self) -> None:
		if self.until - self.since < SHORTEST:
			raise ValueError(f"{self.since} to {self.until} is shorter than {SHORTEST.days} days")

	def headers(self) -> dict[str, str]:
		"""What each answer of the operation says besides."""
		return {
			"Deprecation": f"@{int(self.since.timestamp())}",
			"Sunset": format_datetime(self.until.astimezone(UTC), usegmt=True),
			"Link": f'<{GUIDE}#{self.instead}>; rel="deprecation"; type="text/html"',
		}


ENDING: Mapping[str, Ending] = {}
"""`appeals.create` to its end. Nothing goes now."""


def of(path: str, ending: Mapping[str, Ending] = ENDING) -> dict[str, str]:
	"""The headers of an answer of this address; none for what stays."""
	found = ending.get(path.removeprefix(PREFIX)) if path.startswith(PREFIX) else None
	return found.headers() if found else {}
