"""The public door of people: the registers asked about them, and every access to their data on record."""

from esaylov.appeals.state_registers.access_log import COLUMNS as SEEN_COLUMNS
from esaylov.appeals.state_registers.access_log import at_person as accesses_of
from esaylov.appeals.state_registers.access_log import check_access, note_own
from esaylov.appeals.state_registers.access_log import for_auditor as accesses_for_auditor
from esaylov.appeals.state_registers.doubts import Answer, answers
from esaylov.appeals.state_registers.doubts import of as doubts
from esaylov.appeals.state_registers.filling import Filled, dispute, lookup, marks, progress
from esaylov.appeals.state_registers.filling import start as lookup_all
from esaylov.appeals.state_registers.prefills import Mark, Status, check_prefill, forget
from esaylov.appeals.state_registers.revealing import reads_as_staff, registers_of, reveal
from esaylov.appeals.state_registers.typed_numbers import refuse_known_number

__all__ = [
	"SEEN_COLUMNS",
	"Answer",
	"Filled",
	"Mark",
	"Status",
	"accesses_for_auditor",
	"accesses_of",
	"answers",
	"check_access",
	"check_prefill",
	"dispute",
	"doubts",
	"forget",
	"lookup",
	"lookup_all",
	"marks",
	"note_own",
	"progress",
	"reads_as_staff",
	"refuse_known_number",
	"registers_of",
	"reveal",
]
