"""The public door of integrators: keys by which other systems call the contracts, and webhooks that call them."""

from esaylov.integrations.inbound.authentication import Caller, authenticate, present, used_today, write_uses
from esaylov.integrations.inbound.deliveries import purge as purge_deliveries
from esaylov.integrations.inbound.deliveries import refuse as refuse_delivery
from esaylov.integrations.inbound.deliveries import repeat as repeat_delivery
from esaylov.integrations.inbound.deliveries import run as run_webhooks
from esaylov.integrations.inbound.deliveries import stop as stop_delivery
from esaylov.integrations.inbound.keys import issue, revoke, rotate
from esaylov.integrations.inbound.keys import refuse_removal as refuse_key_removal
from esaylov.integrations.inbound.keys import validate as validate_key
from esaylov.integrations.inbound.keys_of_bodies import KeyOfBody
from esaylov.integrations.inbound.keys_of_bodies import bind as bind_key
from esaylov.integrations.inbound.keys_of_bodies import body_of as body_of_key
from esaylov.integrations.inbound.keys_of_bodies import bound as bound_accounts
from esaylov.integrations.inbound.keys_of_bodies import check as check_key_of_body
from esaylov.integrations.inbound.keys_of_bodies import end as end_key_of_body
from esaylov.integrations.inbound.keys_of_bodies import of_body as keys_of_body
from esaylov.integrations.inbound.receivers import new_secret as new_webhook_secret
from esaylov.integrations.inbound.receivers import start as start_webhooks
from esaylov.integrations.inbound.receivers import stop as stop_webhooks
from esaylov.integrations.inbound.receivers import validate as validate_receiver

__all__ = [
	"Caller",
	"KeyOfBody",
	"authenticate",
	"bind_key",
	"body_of_key",
	"bound_accounts",
	"check_key_of_body",
	"end_key_of_body",
	"issue",
	"keys_of_body",
	"new_webhook_secret",
	"present",
	"purge_deliveries",
	"refuse_delivery",
	"refuse_key_removal",
	"repeat_delivery",
	"revoke",
	"rotate",
	"run_webhooks",
	"start_webhooks",
	"stop_delivery",
	"stop_webhooks",
	"used_today",
	"validate_key",
	"validate_receiver",
	"write_uses",
]
