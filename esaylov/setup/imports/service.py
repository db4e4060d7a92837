"""The public door of intake: tables that are imported and exported."""

from esaylov.setup.imports.files import Given, export, findings, template
from esaylov.setup.imports.running import (
	Progress,
	check_removal,
	progress,
	run,
	try_out,
)
from esaylov.setup.imports.running import check as check_intake
from esaylov.setup.imports.running import resume as resume_imports

__all__ = [
	"Given",
	"Progress",
	"check_intake",
	"check_removal",
	"export",
	"findings",
	"progress",
	"resume_imports",
	"run",
	"template",
	"try_out",
]
