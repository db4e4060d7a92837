"""The public door of sessions (*majlis*): agenda, attendance, quorum, votes, closing; see README.md for states and rights.

Steps act for the user of the session. Each locks the session's row first, so steps of one session never cross.
"""

from esaylov.decisions.sessions.agenda import add_material, add_subject, redraft, split
from esaylov.decisions.sessions.agenda import put as put_on_agenda
from esaylov.decisions.sessions.agenda import remove as remove_item
from esaylov.decisions.sessions.attending import attend, is_as_attended, leave
from esaylov.decisions.sessions.attending import payload as attendance_payload
from esaylov.decisions.sessions.ballots import Cast
from esaylov.decisions.sessions.ballots import cast as vote
from esaylov.decisions.sessions.ballots import payload as ballot
from esaylov.decisions.sessions.cast_votes import is_as_cast
from esaylov.decisions.sessions.chained import not_as_chained
from esaylov.decisions.sessions.counting import close_item, open_item
from esaylov.decisions.sessions.counting import postpone as postpone_item
from esaylov.decisions.sessions.display import hide as hide_display
from esaylov.decisions.sessions.display import is_over as display_is_over
from esaylov.decisions.sessions.display import session_of as displayed_session
from esaylov.decisions.sessions.display import show as show_display
from esaylov.decisions.sessions.display import token_of as display_token
from esaylov.decisions.sessions.holding import close as close_session
from esaylov.decisions.sessions.holding import (
	elect_presiding,
	name_secretary,
	open_session,
	recess,
	resume,
	take_chair,
)
from esaylov.decisions.sessions.interests import declare as declare_interest
from esaylov.decisions.sessions.interests import withdraw as withdraw_interest
from esaylov.decisions.sessions.jobs import resume as resume_drafts
from esaylov.decisions.sessions.paper import printed_protocol, printed_sheet, protocol_pdf, sheet_pdf
from esaylov.decisions.sessions.people import ARRANGING, CHAIRS, VOTING
from esaylov.decisions.sessions.people import arranged as arranged_commissions
from esaylov.decisions.sessions.planning import call_off, has_open, invite
from esaylov.decisions.sessions.planning import change as change_session
from esaylov.decisions.sessions.planning import plan as plan_session
from esaylov.decisions.sessions.protocol import is_as_signed
from esaylov.decisions.sessions.protocol import payload as protocol_payload
from esaylov.decisions.sessions.protocol import sign as sign_protocol
from esaylov.decisions.sessions.returning import set_aside
from esaylov.decisions.sessions.rules import check_rule
from esaylov.decisions.sessions.screen_cache import keep, look_up, read_by_key, read_once
from esaylov.decisions.sessions.signers import name_signer
from esaylov.decisions.sessions.speaking import ask as ask_to_speak
from esaylov.decisions.sessions.speaking import begin as begin_speech
from esaylov.decisions.sessions.speaking import conducts, speaking, waiting
from esaylov.decisions.sessions.speaking import end as end_speech
from esaylov.decisions.sessions.speaking import enter as enter_minute
from esaylov.decisions.sessions.speaking import withdraw as withdraw_request
from esaylov.decisions.sessions.state import of as session_state
from esaylov.decisions.sessions.state import of_session as state_of
from esaylov.decisions.sessions.state import quorum_of
from esaylov.decisions.sessions.state import readable as readable_session
from esaylov.decisions.sessions.verification import verify
from esaylov.decisions.sessions.writing import check_entry, check_vote_entry, refuse_removal

__all__ = [
	"ARRANGING",
	"CHAIRS",
	"VOTING",
	"Cast",
	"add_material",
	"add_subject",
	"arranged_commissions",
	"ask_to_speak",
	"attend",
	"attendance_payload",
	"ballot",
	"begin_speech",
	"call_off",
	"change_session",
	"check_entry",
	"check_rule",
	"check_vote_entry",
	"close_item",
	"close_session",
	"conducts",
	"declare_interest",
	"display_is_over",
	"display_token",
	"displayed_session",
	"elect_presiding",
	"end_speech",
	"enter_minute",
	"has_open",
	"hide_display",
	"invite",
	"is_as_attended",
	"is_as_cast",
	"is_as_signed",
	"keep",
	"leave",
	"look_up",
	"name_secretary",
	"name_signer",
	"not_as_chained",
	"open_item",
	"open_session",
	"plan_session",
	"postpone_item",
	"printed_protocol",
	"printed_sheet",
	"protocol_payload",
	"protocol_pdf",
	"put_on_agenda",
	"quorum_of",
	"read_by_key",
	"read_once",
	"readable_session",
	"recess",
	"redraft",
	"refuse_removal",
	"remove_item",
	"resume",
	"resume_drafts",
	"session_state",
	"set_aside",
	"sheet_pdf",
	"show_display",
	"sign_protocol",
	"speaking",
	"split",
	"state_of",
	"take_chair",
	"verify",
	"vote",
	"waiting",
	"withdraw_interest",
	"withdraw_request",
]
