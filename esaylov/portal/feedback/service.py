"""The public door of feedback: a reader's message comes in, an officer's answer goes out, the reader finds it again."""

from esaylov.portal.feedback.receiving import LIMIT, LONGEST, SECONDS, Receipt, check, found, send

__all__ = [
	"LIMIT",
	"LONGEST",
	"SECONDS",
	"Receipt",
	"check",
	"found",
	"send",
]
