"""The public door of archives of elections: made by a job when two have signed, sealed, verified, handed out."""

from esaylov.setup.retention.archive.commands import propose, rehearse, verify
from esaylov.setup.retention.archive.orders import (
	check,
	follow,
	make,
	note_download,
	progress,
	refuse_removal,
	retry,
	verified,
)
from esaylov.setup.retention.archive.orders import resume as resume_making
from esaylov.setup.retention.archive.removal import Removal, agrees, take_out
from esaylov.setup.retention.archive.removal import due as removals
from esaylov.setup.retention.archive.seals import hold, hold_file

__all__ = [
	"Removal",
	"agrees",
	"check",
	"follow",
	"hold",
	"hold_file",
	"make",
	"note_download",
	"progress",
	"propose",
	"refuse_removal",
	"rehearse",
	"removals",
	"resume_making",
	"retry",
	"take_out",
	"verified",
	"verify",
]
