"""Forms of appeal types: a definition in JSON, its JSON Schema 2020-12, and the check of answers against it.

Answers are plain JSON: text, whole numbers, booleans, ISO dates as text; a Group is a list of objects; a File answer is
the SHA-256 of the attachment in hex; a Link answer is the name of the record.
"""

from esaylov.core.forms.answers import Use, field_at, files_in, fill, links_in, normalise, put, shown
from esaylov.core.forms.checking import Attached, Context, check
from esaylov.core.forms.conditions import holds
from esaylov.core.forms.definition import (
	Choice,
	Field,
	FileLimit,
	FormDefinition,
	Kind,
	LinkTo,
	label,
	scope,
)
from esaylov.core.forms.person import is_typed
from esaylov.core.forms.places import place
from esaylov.core.forms.reading import DefinitionInvalid, read_definition
from esaylov.core.forms.schema import to_json_schema
from esaylov.core.forms.tables import TableRows, TableUnreadable
from esaylov.core.rules.usage import RuleUse

__all__ = [
	"Attached",
	"Choice",
	"Context",
	"DefinitionInvalid",
	"Field",
	"FileLimit",
	"FormDefinition",
	"Kind",
	"LinkTo",
	"RuleUse",
	"TableRows",
	"TableUnreadable",
	"Use",
	"check",
	"field_at",
	"files_in",
	"fill",
	"holds",
	"is_typed",
	"label",
	"links_in",
	"normalise",
	"place",
	"put",
	"read_definition",
	"scope",
	"shown",
	"to_json_schema",
]
