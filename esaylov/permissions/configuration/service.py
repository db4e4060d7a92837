"""The public door of guarded configuration: confirm, decline, and what the log tells."""

from esaylov.permissions.configuration.changes import check as check_change
from esaylov.permissions.configuration.changes import (
	confirm,
	confirm_by_bench,
	decline,
	published,
	record_due,
)

__all__ = ["check_change", "confirm", "confirm_by_bench", "decline", "published", "record_due"]
