"""The public door of guarded configuration: confirm, decline, and what the log tells."""

from esaylov.permissions.configuration.approvers import list_approvers, name_approvers, waiting_words
from esaylov.permissions.configuration.bulk import look_at, note_all
from esaylov.permissions.configuration.campaigns import propose as propose_campaign
from esaylov.permissions.configuration.campaigns import stop as stop_campaign
from esaylov.permissions.configuration.chain_faults import (
	has_open_chain_faults,
	list_broken_chains,
	record_chain_faults,
)
from esaylov.permissions.configuration.changes import (
	accept,
	confirm,
	confirm_by_bench,
	decline,
	published,
	record_due,
	to_sign,
	waiting_of,
)
from esaylov.permissions.configuration.changes import check as check_change
from esaylov.permissions.configuration.comparison import compare_before_migrate, differences
from esaylov.permissions.configuration.comparison import find as find_changes
from esaylov.permissions.configuration.comparison import record as record_written
from esaylov.permissions.configuration.difference_words import describe_differences, summarise
from esaylov.permissions.configuration.emergency_login import open_login
from esaylov.permissions.configuration.entries import chain_of as central_chain
from esaylov.permissions.configuration.invitations import accept as accept_invitation
from esaylov.permissions.configuration.notices import tell as tell_auditors
from esaylov.permissions.configuration.persons import (
	author_counts,
	find_obstacle,
	list_administrators,
)
from esaylov.permissions.configuration.persons import note as note_login
from esaylov.permissions.configuration.reading import called, details, finding_called, heading, people, titles
from esaylov.permissions.configuration.reading import fields as fields_of
from esaylov.permissions.configuration.recovery import of_form as recovery_of
from esaylov.permissions.configuration.recovery import open_of as open_recovery
from esaylov.permissions.configuration.recovery import propose as recover
from esaylov.permissions.configuration.recovery import stop as stop_recovery
from esaylov.permissions.configuration.together import together
from esaylov.permissions.configuration.waiting_changes import (
	count_to_confirm,
	count_unconfirmed,
	list_unconfirmed,
	may_confirm,
	rows_proposed_by,
	rows_to_confirm,
	waits_for,
)
from esaylov.permissions.configuration.waiting_titles import find_places, name_documents, name_users
from esaylov.permissions.configuration.watching import are_drafts, guarded_fields

__all__ = [
	"accept",
	"accept_invitation",
	"are_drafts",
	"author_counts",
	"called",
	"central_chain",
	"check_change",
	"compare_before_migrate",
	"confirm",
	"confirm_by_bench",
	"count_to_confirm",
	"count_unconfirmed",
	"decline",
	"describe_differences",
	"details",
	"differences",
	"fields_of",
	"find_changes",
	"find_obstacle",
	"find_places",
	"finding_called",
	"guarded_fields",
	"has_open_chain_faults",
	"heading",
	"list_administrators",
	"list_approvers",
	"list_broken_chains",
	"list_unconfirmed",
	"look_at",
	"may_confirm",
	"name_approvers",
	"name_documents",
	"name_users",
	"note_all",
	"note_login",
	"open_login",
	"open_recovery",
	"people",
	"propose_campaign",
	"published",
	"record_chain_faults",
	"record_due",
	"record_written",
	"recover",
	"recovery_of",
	"rows_proposed_by",
	"rows_to_confirm",
	"stop_campaign",
	"stop_recovery",
	"summarise",
	"tell_auditors",
	"titles",
	"to_sign",
	"together",
	"waiting_of",
	"waiting_words",
	"waits_for",
]
