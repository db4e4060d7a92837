"""The public door of logins. Each verb that lets somebody in gives the user, in a new session of the browser."""

from esaylov.identity.logins.addresses import (
	CABINET,
	DESK,
	HOMES,
	after_login,
	home_of,
	is_of_desk,
	within_site,
)
from esaylov.identity.logins.alerts import tell as alert
from esaylov.identity.logins.devices import check_device
from esaylov.identity.logins.eds import SECONDS as CHALLENGE_SECONDS
from esaylov.identity.logins.eds import challenge as eds_challenge
from esaylov.identity.logins.eds import confirm as eds_confirm
from esaylov.identity.logins.failed_passwords import admit_try
from esaylov.identity.logins.first_login import finish as finish_tour
from esaylov.identity.logins.first_login import is_due as is_tour_due
from esaylov.identity.logins.invitations import INVITED, invite, user_of_phone
from esaylov.identity.logins.invitations import again as invite_again
from esaylov.identity.logins.invitations import check as check_invitation
from esaylov.identity.logins.invitations import opened as opened_invitation
from esaylov.identity.logins.invitations import refused as invitation_refused
from esaylov.identity.logins.invitations import rest as invite_rest
from esaylov.identity.logins.invitations import settle as settle_invitations
from esaylov.identity.logins.invitations import use as use_invitation
from esaylov.identity.logins.language import choose as choose_language
from esaylov.identity.logins.language import chosen as chosen_language
from esaylov.identity.logins.oneid import Arrival
from esaylov.identity.logins.oneid import callback as oneid_callback
from esaylov.identity.logins.oneid import check_settings as check_oneid_settings
from esaylov.identity.logins.oneid import is_enabled as oneid_enabled
from esaylov.identity.logins.oneid import start as oneid_start
from esaylov.identity.logins.own_sessions import OwnSession
from esaylov.identity.logins.own_sessions import end as end_own_session
from esaylov.identity.logins.own_sessions import end_others as end_other_sessions
from esaylov.identity.logins.own_sessions import of_user as own_sessions
from esaylov.identity.logins.passkeys import OwnPasskey, check_passkey, forget_factors
from esaylov.identity.logins.passkeys import add as add_passkey
from esaylov.identity.logins.passkeys import add_options as passkey_add_options
from esaylov.identity.logins.passkeys import confirm as passkey_confirm
from esaylov.identity.logins.passkeys import confirm_options as passkey_confirm_options
from esaylov.identity.logins.passkeys import login as passkey_login
from esaylov.identity.logins.passkeys import login_options as passkey_login_options
from esaylov.identity.logins.passkeys import of_user as passkeys_of
from esaylov.identity.logins.passkeys import remove as remove_passkey
from esaylov.identity.logins.passwords import SHORTEST as SHORTEST_PASSWORD
from esaylov.identity.logins.passwords import STOLEN as STOLEN_PASSWORDS
from esaylov.identity.logins.passwords import check as check_password
from esaylov.identity.logins.passwords import count_stolen
from esaylov.identity.logins.passwords import stolen as stolen_passwords
from esaylov.identity.logins.phones import Asked, Moved
from esaylov.identity.logins.phones import check_change as check_phone_change
from esaylov.identity.logins.phones import confirm as phone_confirm
from esaylov.identity.logins.phones import notify_moved as notify_moved_phone
from esaylov.identity.logins.phones import on_record as phone_on_record
from esaylov.identity.logins.phones import request as phone_request
from esaylov.identity.logins.recovery import RECOVERED
from esaylov.identity.logins.recovery import begin as begin_recovery
from esaylov.identity.logins.recovery import end as end_recovery
from esaylov.identity.logins.recovery import use as use_recovery
from esaylov.identity.logins.recovery import waits as recovery_waits
from esaylov.identity.logins.sms import confirm as sms_confirm
from esaylov.identity.logins.sms import request as sms_request
from esaylov.identity.logins.step_up import confirm_code as confirm_factor_code
from esaylov.identity.logins.step_up import has_app
from esaylov.identity.logins.step_up import is_asked as is_factor_asked
from esaylov.identity.logins.step_up import minutes as factor_minutes
from esaylov.identity.logins.step_up import require as require_factor
from esaylov.identity.service import code_minutes

__all__ = [
	"CABINET",
	"CHALLENGE_SECONDS",
	"DESK",
	"HOMES",
	"INVITED",
	"RECOVERED",
	"SHORTEST_PASSWORD",
	"STOLEN_PASSWORDS",
	"Arrival",
	"Asked",
	"Moved",
	"OwnPasskey",
	"OwnSession",
	"add_passkey",
	"admit_try",
	"after_login",
	"alert",
	"begin_recovery",
	"check_device",
	"check_invitation",
	"check_oneid_settings",
	"check_passkey",
	"check_password",
	"check_phone_change",
	"choose_language",
	"chosen_language",
	"code_minutes",
	"confirm_factor_code",
	"count_stolen",
	"eds_challenge",
	"eds_confirm",
	"end_other_sessions",
	"end_own_session",
	"end_recovery",
	"factor_minutes",
	"finish_tour",
	"forget_factors",
	"has_app",
	"home_of",
	"invitation_refused",
	"invite",
	"invite_again",
	"invite_rest",
	"is_factor_asked",
	"is_of_desk",
	"is_tour_due",
	"notify_moved_phone",
	"oneid_callback",
	"oneid_enabled",
	"oneid_start",
	"opened_invitation",
	"own_sessions",
	"passkey_add_options",
	"passkey_confirm",
	"passkey_confirm_options",
	"passkey_login",
	"passkey_login_options",
	"passkeys_of",
	"phone_confirm",
	"phone_on_record",
	"phone_request",
	"recovery_waits",
	"remove_passkey",
	"require_factor",
	"settle_invitations",
	"sms_confirm",
	"sms_request",
	"stolen_passwords",
	"use_invitation",
	"use_recovery",
	"user_of_phone",
	"within_site",
]
