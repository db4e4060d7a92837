"""The public door of certificates: number and form them, draw the PDF, verify one by its code."""

from esaylov.registers.certificates.access import pdf
from esaylov.registers.certificates.batches import Progress
from esaylov.registers.certificates.batches import check as check_batch
from esaylov.registers.certificates.batches import order as print_many
from esaylov.registers.certificates.batches import progress as batch_progress
from esaylov.registers.certificates.batches import resume as resume_batches
from esaylov.registers.certificates.chained import not_as_chained
from esaylov.registers.certificates.drawing import show_source
from esaylov.registers.certificates.ending import end_for, expire
from esaylov.registers.certificates.ending import take_back as take_back_announcement
from esaylov.registers.certificates.ending import with_announcement as end_with_announcement
from esaylov.registers.certificates.forming import check_entry, complete, is_as_signed, refuse_removal
from esaylov.registers.certificates.issuing import issue_anew, number_for
from esaylov.registers.certificates.kinds import check as check_kind
from esaylov.registers.certificates.paper import printed
from esaylov.registers.certificates.reissuing import payload as reissue_payload
from esaylov.registers.certificates.reissuing import reissue
from esaylov.registers.certificates.specimens import pdf as specimen
from esaylov.registers.certificates.stored_papers import changed as papers_changed
from esaylov.registers.certificates.verifying import Verification, signed_endings, verify

__all__ = [
	"Progress",
	"Verification",
	"batch_progress",
	"check_batch",
	"check_entry",
	"check_kind",
	"complete",
	"end_for",
	"end_with_announcement",
	"expire",
	"is_as_signed",
	"issue_anew",
	"not_as_chained",
	"number_for",
	"papers_changed",
	"pdf",
	"print_many",
	"printed",
	"refuse_removal",
	"reissue",
	"reissue_payload",
	"resume_batches",
	"show_source",
	"signed_endings",
	"specimen",
	"take_back_announcement",
	"verify",
]
