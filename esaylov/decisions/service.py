"""The public door of decisions: what would be signed (`draft`), and the signed steps (`decide`, `acknowledge`)."""

from esaylov.decisions.annulments_ahead import refusal as annulment_refusal
from esaylov.decisions.as_signed import in_words as signed_in_words
from esaylov.decisions.bulk_completion import Progress, progress, retry
from esaylov.decisions.bulk_completion import check as check_run
from esaylov.decisions.bulk_completion import resume as resume_runs
from esaylov.decisions.chair import (
	acknowledge,
	annul,
	annulment_draft,
	decide,
	decide_matter,
	draft,
	matter_draft,
	matters_for,
)
from esaylov.decisions.collective import Signing, adopt, has_signed, payload_to_sign, sign, unsigned
from esaylov.decisions.conflicts import ENDED_COUNTS, Recusal, concerned_by_matter, concerned_text, concerns
from esaylov.decisions.conflicts import of_members as recused_members
from esaylov.decisions.contested import check_result, contests, refusal_of, refusal_of_contest
from esaylov.decisions.deciders import is_left_to_vote
from esaylov.decisions.decision_subject import ACKNOWLEDGING_POSITIONS, CHAIR_POSITIONS, Prepared
from esaylov.decisions.doubted import rows as rows_in_doubt
from esaylov.decisions.ex_officio import Matter, check_matter, propose_matter
from esaylov.decisions.ex_officio import completed as completed_data
from esaylov.decisions.filings import side_by_side as filings_side_by_side
from esaylov.decisions.grounds import check as check_ground
from esaylov.decisions.grounds import said as reason_said
from esaylov.decisions.invariants import check, check_removal, is_as_signed, not_as_decided
from esaylov.decisions.matters_ahead import refusals as matter_refusals
from esaylov.decisions.matters_ahead import refused_drafts as refused_matters
from esaylov.decisions.notifications import resume as resume_telling
from esaylov.decisions.paper import pdf, printed, printed_extract
from esaylov.decisions.reading import decides_alone, matter_for
from esaylov.decisions.reading_many import subjects_of_many
from esaylov.decisions.rehearsal import tried
from esaylov.decisions.signing import Result, refuse_in_conflict
from esaylov.decisions.status import status_of
from esaylov.decisions.verification import verify
from esaylov.decisions.voted import SIGNER_NAMED, named_successors, propose
from esaylov.decisions.waiting import annulled_otherwise, put_out_by_adopted
from esaylov.decisions.waiting import granted as adopted_elsewhere
from esaylov.decisions.waiting import paths as granted_paths
from esaylov.decisions.wording import Texts, sample_text
from esaylov.decisions.wording import check as check_text
from esaylov.registers.service import Contest

__all__ = [
	"ACKNOWLEDGING_POSITIONS",
	"CHAIR_POSITIONS",
	"ENDED_COUNTS",
	"SIGNER_NAMED",
	"Contest",
	"Matter",
	"Prepared",
	"Progress",
	"Recusal",
	"Result",
	"Signing",
	"Texts",
	"acknowledge",
	"adopt",
	"adopted_elsewhere",
	"annul",
	"annulled_otherwise",
	"annulment_draft",
	"annulment_refusal",
	"check",
	"check_ground",
	"check_matter",
	"check_removal",
	"check_result",
	"check_run",
	"check_text",
	"completed_data",
	"concerned_by_matter",
	"concerned_text",
	"concerns",
	"contests",
	"decide",
	"decide_matter",
	"decides_alone",
	"draft",
	"filings_side_by_side",
	"granted_paths",
	"has_signed",
	"is_as_signed",
	"is_left_to_vote",
	"matter_draft",
	"matter_for",
	"matter_refusals",
	"matters_for",
	"named_successors",
	"not_as_decided",
	"payload_to_sign",
	"pdf",
	"printed",
	"printed_extract",
	"progress",
	"propose",
	"propose_matter",
	"put_out_by_adopted",
	"reason_said",
	"recused_members",
	"refusal_of",
	"refusal_of_contest",
	"refuse_in_conflict",
	"refused_matters",
	"resume_runs",
	"resume_telling",
	"retry",
	"rows_in_doubt",
	"sample_text",
	"sign",
	"signed_in_words",
	"status_of",
	"subjects_of_many",
	"tried",
	"unsigned",
	"verify",
]
