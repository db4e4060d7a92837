"""Who a user is, for whom they act and where they hold a position: the only door of this package.

A role opens screens and nothing more. Authority is the row, with its dates, read on each request: nothing here is cached.
"""

from esaylov.identity.answers import (
	AGAINST,
	ANSWERED,
	Check,
	NewAnswer,
	RegisterAnswers,
	Result,
	check_answer,
	is_against,
	is_in_favour,
	person_key,
)
from esaylov.identity.answers import keep as keep_answers
from esaylov.identity.answers import of as register_answers
from esaylov.identity.bodies import (
	ANY,
	OF_PERSON,
	Body,
	bodies_held,
	bodies_of,
	bodies_of_all,
	caller_of,
	past_bodies,
	signing_person,
)
from esaylov.identity.bodies import held as holding
from esaylov.identity.bodies import load as body
from esaylov.identity.checks import check_membership, check_person, check_representative
from esaylov.identity.codes import Asker as CodeAsker
from esaylov.identity.codes import CodeNotDue, check_code, code_minutes, phone_key
from esaylov.identity.codes import Purpose as CodePurpose
from esaylov.identity.codes import confirm as confirm_code
from esaylov.identity.codes import count_request as count_code_request
from esaylov.identity.codes import deliver as deliver_code
from esaylov.identity.codes import issue as issue_code
from esaylov.identity.codes import number as code_number
from esaylov.identity.codes import open_row as open_code
from esaylov.identity.codes import owed as codes_owed
from esaylov.identity.codes import purge as purge_codes
from esaylov.identity.codes import take_owed as take_owed_code
from esaylov.identity.colleagues import names as colleagues
from esaylov.identity.colleagues import staff
from esaylov.identity.delegation import Acting, delegate
from esaylov.identity.delegation import acting as people_of
from esaylov.identity.delegation import end as end_delegation
from esaylov.identity.delegation import headed as headed_by
from esaylov.identity.entry_logins import (
	ENDING,
	Entry,
	entries_of_keys,
	entries_of_logins,
	entries_of_phone,
	entries_opened,
	has_proved_phone,
	is_entry_login,
	login_name,
	phone_of_entry,
	user_for_entries,
)
from esaylov.identity.memberships import annul as annul_membership
from esaylov.identity.memberships import appoint, appoint_all, refuse_removal, release
from esaylov.identity.memberships import restore as restore_membership
from esaylov.identity.persons import add as add_person
from esaylov.identity.persons import (
	add_head,
	body_of_tin,
	confirm_name,
	has_right,
	may_enter,
	person_of,
	user_for,
)
from esaylov.identity.persons import of_pinfl as person_of_pinfl
from esaylov.identity.positions import (
	Position,
	is_absent,
	positions_of,
	present_holders,
	refuse_beside_chair,
	require_position,
)
from esaylov.identity.roles import carry_user, sync_person_roles, sync_roles
from esaylov.identity.roles import sync_all as sync_all_roles
from esaylov.identity.service_accounts import bind as bind_service_account
from esaylov.identity.service_accounts import end as end_service_account
from esaylov.identity.service_accounts import keys as service_accounts
from esaylov.identity.users import holding as holding_role

__all__ = [
	"AGAINST",
	"ANSWERED",
	"ANY",
	"ENDING",
	"OF_PERSON",
	"Acting",
	"Body",
	"Check",
	"CodeAsker",
	"CodeNotDue",
	"CodePurpose",
	"Entry",
	"NewAnswer",
	"Position",
	"RegisterAnswers",
	"Result",
	"add_head",
	"add_person",
	"annul_membership",
	"appoint",
	"appoint_all",
	"bind_service_account",
	"bodies_held",
	"bodies_of",
	"bodies_of_all",
	"body",
	"body_of_tin",
	"caller_of",
	"carry_user",
	"check_answer",
	"check_code",
	"check_membership",
	"check_person",
	"check_representative",
	"code_minutes",
	"code_number",
	"codes_owed",
	"colleagues",
	"confirm_code",
	"confirm_name",
	"count_code_request",
	"delegate",
	"deliver_code",
	"end_delegation",
	"end_service_account",
	"entries_of_keys",
	"entries_of_logins",
	"entries_of_phone",
	"entries_opened",
	"has_proved_phone",
	"has_right",
	"headed_by",
	"holding",
	"holding_role",
	"is_absent",
	"is_against",
	"is_entry_login",
	"is_in_favour",
	"issue_code",
	"keep_answers",
	"login_name",
	"may_enter",
	"open_code",
	"past_bodies",
	"people_of",
	"person_key",
	"person_of",
	"person_of_pinfl",
	"phone_key",
	"phone_of_entry",
	"positions_of",
	"present_holders",
	"purge_codes",
	"refuse_beside_chair",
	"refuse_removal",
	"register_answers",
	"release",
	"require_position",
	"restore_membership",
	"service_accounts",
	"signing_person",
	"staff",
	"sync_all_roles",
	"sync_person_roles",
	"sync_roles",
	"take_owed_code",
	"user_for",
	"user_for_entries",
]
