"""The public door of logins. Each verb that lets somebody in gives the user, in a new session of the browser."""

from esaylov.identity.logins.devices import check_device
from esaylov.identity.logins.eds import SECONDS as CHALLENGE_SECONDS
from esaylov.identity.logins.eds import challenge as eds_challenge
from esaylov.identity.logins.eds import confirm as eds_confirm
from esaylov.identity.logins.oneid import Arrival
from esaylov.identity.logins.oneid import callback as oneid_callback
from esaylov.identity.logins.oneid import check_settings as check_oneid_settings
from esaylov.identity.logins.oneid import is_enabled as oneid_enabled
from esaylov.identity.logins.oneid import start as oneid_start
from esaylov.identity.logins.own_sessions import OwnSession
from esaylov.identity.logins.own_sessions import end as end_own_session
from esaylov.identity.logins.own_sessions import end_others as end_other_sessions
from esaylov.identity.logins.own_sessions import of_user as own_sessions
from esaylov.identity.logins.phones import Asked
from esaylov.identity.logins.phones import check_change as check_phone_change
from esaylov.identity.logins.phones import confirm as phone_confirm
from esaylov.identity.logins.phones import on_record as phone_on_record
from esaylov.identity.logins.phones import request as phone_request
from esaylov.identity.logins.session import CABINET, home_of, within_cabinet
from esaylov.identity.logins.sms import confirm as sms_confirm
from esaylov.identity.logins.sms import request as sms_request
from esaylov.identity.service import code_minutes

__all__ = [
	"CABINET",
	"CHALLENGE_SECONDS",
	"Arrival",
	"Asked",
	"OwnSession",
	"check_device",
	"check_oneid_settings",
	"check_phone_change",
	"code_minutes",
	"eds_challenge",
	"eds_confirm",
	"end_other_sessions",
	"end_own_session",
	"home_of",
	"oneid_callback",
	"oneid_enabled",
	"oneid_start",
	"own_sessions",
	"phone_confirm",
	"phone_on_record",
	"phone_request",
	"sms_confirm",
	"sms_request",
	"within_cabinet",
]
