"""The words of an access to personal data, for the two pages of the cabinet that tell of it."""

from typing import Final

from esaylov.appeals.state_registers import access_log
from esaylov.portal.web import PortalRequest

KINDS: Final = {
	"Look-up": "looks.look_up",
	"Check": "looks.check",
	"Reveal": "looks.reveal",
	"Export": "looks.export",
}
EXPLAINED: Final = frozenset({"Reveal"})
"""The reasons of the others are the same each time."""


def labels(request: PortalRequest) -> dict[str, str]:
	"""Names of columns in the reader's language."""
	return {name: request.t(f"looks.{name}") for name in access_log.COLUMNS}
