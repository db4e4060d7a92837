"""The public door of the hall of a session (*majlis zali*): what its screen shows, and what the display without a login shows."""

from esaylov.decisions.hall.changes import since as hall_changes
from esaylov.decisions.hall.shown import address, shown
from esaylov.decisions.hall.state import of as hall_state

__all__ = ["address", "hall_changes", "hall_state", "shown"]
