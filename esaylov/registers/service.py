"""The public door of the registers: facts that only the effect of a signed decision writes."""

from esaylov.registers.annulment_claims import put_out_by
from esaylov.registers.claims import Contest, claims_anything, contests
from esaylov.registers.compositions import check_joined, doubled, has_members
from esaylov.registers.effects import (
	EFFECTS,
	apply_effects,
	ended_by,
	entries_of,
	is_alone,
	lock_named,
	lock_people,
	refusal_of,
	written_by,
)
from esaylov.registers.entries import OF_PEOPLE, REGISTERS, WRITER, refuse_removal
from esaylov.registers.entries import check as check_entry
from esaylov.registers.entry_classification import contest_of
from esaylov.registers.entry_phones import move_phone
from esaylov.registers.ex_officio_acts import OWN_MATTERS, certificate_kind_of
from esaylov.registers.formed_commissions import PLACES as FORMED_PLACES
from esaylov.registers.formed_commissions import Formed as FormedCommission
from esaylov.registers.formed_commissions import findings as forming_findings
from esaylov.registers.formed_commissions import read as formed_commission
from esaylov.registers.formed_commissions import read_existing_commission, read_forming_appeals
from esaylov.registers.grants import Grant, definition_of
from esaylov.registers.history import refuse as refuse_event
from esaylov.registers.imported_outcomes import findings_of_imported
from esaylov.registers.imports import Act, import_entries, import_members, import_places, not_as_imported
from esaylov.registers.imports import check_act as check_imported_act
from esaylov.registers.keys import EFFECT_KEYS
from esaylov.registers.named_entries import entries_named, entries_of_matter, persons_of_entries
from esaylov.registers.outcome_checks import (
	EXCLUDING,
	commission_formed,
	findings_of_filing,
	law_of_effect,
	law_of_matter,
	refuse_matter,
)
from esaylov.registers.parties import is_admitted
from esaylov.registers.people import differing as differing_people
from esaylov.registers.people import entered_otherwise, with_passports_of_others
from esaylov.registers.places import stations_taken
from esaylov.registers.recorded import is_as_recorded, is_event_as_written
from esaylov.registers.remaining_lists import LEAVING, findings_of_remaining
from esaylov.registers.replacing import names_successor
from esaylov.registers.reversal import Undone
from esaylov.registers.reversal import undo as undo_effect
from esaylov.registers.rival_claims import rivals

__all__ = [
	"EFFECTS",
	"EFFECT_KEYS",
	"EXCLUDING",
	"FORMED_PLACES",
	"LEAVING",
	"OF_PEOPLE",
	"OWN_MATTERS",
	"REGISTERS",
	"WRITER",
	"Act",
	"Contest",
	"FormedCommission",
	"Grant",
	"Undone",
	"apply_effects",
	"certificate_kind_of",
	"check_entry",
	"check_imported_act",
	"check_joined",
	"claims_anything",
	"commission_formed",
	"contest_of",
	"contests",
	"definition_of",
	"differing_people",
	"doubled",
	"ended_by",
	"entered_otherwise",
	"entries_named",
	"entries_of",
	"entries_of_matter",
	"findings_of_filing",
	"findings_of_imported",
	"findings_of_remaining",
	"formed_commission",
	"forming_findings",
	"has_members",
	"import_entries",
	"import_members",
	"import_places",
	"is_admitted",
	"is_alone",
	"is_as_recorded",
	"is_event_as_written",
	"law_of_effect",
	"law_of_matter",
	"lock_named",
	"lock_people",
	"move_phone",
	"names_successor",
	"not_as_imported",
	"persons_of_entries",
	"put_out_by",
	"read_existing_commission",
	"read_forming_appeals",
	"refusal_of",
	"refuse_event",
	"refuse_matter",
	"refuse_removal",
	"rivals",
	"stations_taken",
	"undo_effect",
	"with_passports_of_others",
	"written_by",
]
