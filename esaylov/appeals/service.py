"""The public door of appeals (*murojaat*). Steps act for the user of the session; see README.md for states and rights."""

from esaylov.appeals import (
	building,
)
from esaylov.appeals.agenda import bring_back
from esaylov.appeals.agenda import gone as gone_from_agenda
from esaylov.appeals.agenda import put as put_on_agenda
from esaylov.appeals.agenda import take as take_for_agenda
from esaylov.appeals.applicants import is_past_case
from esaylov.appeals.attachments import Attachment, GivenFile, attach, detach
from esaylov.appeals.attachments import keep as keep_file
from esaylov.appeals.before_filing import (
	CheckedDraft,
	authentication,
	begin,
	check,
	checked,
	lacks_proved_phone,
	payload,
)
from esaylov.appeals.chained import not_as_chained
from esaylov.appeals.choosing import link_choices, link_found, link_search
from esaylov.appeals.confirming import SentCode
from esaylov.appeals.confirming import send_code as confirmation_code
from esaylov.appeals.contested import complaints
from esaylov.appeals.contested import of_appeal as contested_decision
from esaylov.appeals.contracts import form, published_schemas, published_versions, schema
from esaylov.appeals.corrections import check_entry as validate_correction
from esaylov.appeals.corrections import refuse_removal
from esaylov.appeals.definitions import freeze_version, guard_version
from esaylov.appeals.drafting import create, discard, update
from esaylov.appeals.experts import ask as ask_experts
from esaylov.appeals.experts import conclude
from esaylov.appeals.experts import guard_conclusion as validate_conclusion
from esaylov.appeals.filed_files import HOLDERS as FILE_HOLDERS
from esaylov.appeals.filed_files import holder_of as file_holder
from esaylov.appeals.filed_files import is_changed as is_file_changed
from esaylov.appeals.filed_files import require_unchanged
from esaylov.appeals.filed_files import tell as tell_file_changed
from esaylov.appeals.law import delete_file, guard_removal, validate_appeal
from esaylov.appeals.lawful import may_become, may_remark
from esaylov.appeals.lawful import of as lawful_steps
from esaylov.appeals.offers import ElectionOffer, TypeOffer, catalogue, types_for
from esaylov.appeals.owed import Claim, Owed
from esaylov.appeals.owed import claim as claim_checks
from esaylov.appeals.owed import drop_over as drop_checks_of_ended
from esaylov.appeals.owed import owe_again as owe_checks_again
from esaylov.appeals.owed import owed as owed_checks
from esaylov.appeals.owed import renew as renew_checks
from esaylov.appeals.owed import settle as settle_checks
from esaylov.appeals.owed import swept as checks_swept
from esaylov.appeals.owed import wake as wake_checks
from esaylov.appeals.persons import Named
from esaylov.appeals.persons import of_draft as persons_of_draft
from esaylov.appeals.persons import of_filed as persons_of_filed
from esaylov.appeals.persons import of_many as persons_of_many
from esaylov.appeals.persons import of_own as persons_of_own
from esaylov.appeals.persons import put as put_persons
from esaylov.appeals.practice import close as close_practice
from esaylov.appeals.procedure.changing import change_number, change_roles
from esaylov.appeals.procedure.new_values import find_number_uses, propose_value
from esaylov.appeals.procedure.picture import of as procedure_of
from esaylov.appeals.procedure.picture import steps_of as steps_of_route
from esaylov.appeals.publishing import validate_type
from esaylov.appeals.reading import changed as changed_answers
from esaylov.appeals.reading import differences, filings, remarks, rounds
from esaylov.appeals.receipt_paper import pdf as receipt
from esaylov.appeals.receipts import Receipt, is_as_corrected, is_as_filed
from esaylov.appeals.returning import guard_remark as validate_remark
from esaylov.appeals.returning import guard_remark_removal, remark, return_for_correction, time_to_correct
from esaylov.appeals.returning import resume as resume_review
from esaylov.appeals.rivals import claimed
from esaylov.appeals.rule_findings import findings_by_rule
from esaylov.appeals.scanning import findings as scan_findings
from esaylov.appeals.steps import apply_decisions, assign, assign_for, reopen, withdraw
from esaylov.appeals.submitting import submit
from esaylov.appeals.tables import TakenRows, rows_from_table, table_template
from esaylov.appeals.tracking import track
from esaylov.appeals.windows import law_of_filing
from esaylov.appeals.windows import of_code as window_of_code
from esaylov.core.payload import Authentication

__all__ = [
	"FILE_HOLDERS",
	"Attachment",
	"Authentication",
	"CheckedDraft",
	"Claim",
	"ElectionOffer",
	"GivenFile",
	"Named",
	"Owed",
	"Receipt",
	"SentCode",
	"TakenRows",
	"TypeOffer",
	"apply_decisions",
	"ask_experts",
	"assign",
	"assign_for",
	"attach",
	"authentication",
	"begin",
	"bring_back",
	"building",
	"catalogue",
	"change_number",
	"change_roles",
	"changed_answers",
	"check",
	"checked",
	"checks_swept",
	"claim_checks",
	"claimed",
	"close_practice",
	"complaints",
	"conclude",
	"confirmation_code",
	"contested_decision",
	"create",
	"delete_file",
	"detach",
	"differences",
	"discard",
	"drop_checks_of_ended",
	"file_holder",
	"filings",
	"find_number_uses",
	"findings_by_rule",
	"form",
	"freeze_version",
	"gone_from_agenda",
	"guard_remark_removal",
	"guard_removal",
	"guard_version",
	"is_as_corrected",
	"is_as_filed",
	"is_file_changed",
	"is_past_case",
	"keep_file",
	"lacks_proved_phone",
	"law_of_filing",
	"lawful_steps",
	"link_choices",
	"link_found",
	"link_search",
	"may_become",
	"may_remark",
	"not_as_chained",
	"owe_checks_again",
	"owed_checks",
	"payload",
	"persons_of_draft",
	"persons_of_filed",
	"persons_of_many",
	"persons_of_own",
	"procedure_of",
	"propose_value",
	"published_schemas",
	"published_versions",
	"put_on_agenda",
	"put_persons",
	"receipt",
	"refuse_removal",
	"remark",
	"remarks",
	"renew_checks",
	"reopen",
	"require_unchanged",
	"resume_review",
	"return_for_correction",
	"rounds",
	"rows_from_table",
	"scan_findings",
	"schema",
	"settle_checks",
	"steps_of_route",
	"submit",
	"table_template",
	"take_for_agenda",
	"tell_file_changed",
	"time_to_correct",
	"track",
	"types_for",
	"update",
	"validate_appeal",
	"validate_conclusion",
	"validate_correction",
	"validate_remark",
	"validate_type",
	"wake_checks",
	"window_of_code",
	"withdraw",
]
