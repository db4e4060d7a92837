"""The public door of preparing: a new election after an earlier one, and what it still lacks."""

from esaylov.elections.preparation.checklist import Item
from esaylov.elections.preparation.checklist import of as checklist
from esaylov.elections.preparation.copying import (
	Progress,
	check,
	check_removal,
	progress,
	start,
)
from esaylov.elections.preparation.copying import resume as resume_preparations
from esaylov.elections.preparation.outline import Kind, kinds, lacking
from esaylov.elections.preparation.steps import (
	Step,
	TimelineEntry,
	assign,
	check_opening,
	confirm,
	reopen,
	timeline,
	undo,
)
from esaylov.elections.preparation.steps import of as steps

__all__ = [
	"Item",
	"Kind",
	"Progress",
	"Step",
	"TimelineEntry",
	"assign",
	"check",
	"check_opening",
	"check_removal",
	"checklist",
	"confirm",
	"kinds",
	"lacking",
	"progress",
	"reopen",
	"resume_preparations",
	"start",
	"steps",
	"timeline",
	"undo",
]
