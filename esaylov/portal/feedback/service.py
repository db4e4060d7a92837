"""The public door of feedback: a reader's message or a user's question comes in, an answer goes out, the asker finds it again."""

from esaylov.portal.feedback.asking import ask, give_back, mark_read, own, take, unread
from esaylov.portal.feedback.receiving import LIMIT, LONGEST, SECONDS, Receipt, check, found, send

__all__ = [
	"LIMIT",
	"LONGEST",
	"SECONDS",
	"Receipt",
	"ask",
	"check",
	"found",
	"give_back",
	"mark_read",
	"own",
	"send",
	"take",
	"unread",
]
