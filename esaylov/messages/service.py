"""The public door of messages: what is told to whom, written to the outbox in the caller's transaction."""

from esaylov.messages.calendar import run as announce
from esaylov.messages.campaigns import check as check_campaign
from esaylov.messages.campaigns import describe as describe_campaign
from esaylov.messages.campaigns import progress as campaign_progress
from esaylov.messages.campaigns import refuse_campaign_removal
from esaylov.messages.campaigns import step as campaign_step
from esaylov.messages.editing import opened as opened_template
from esaylov.messages.editing import save as save_template
from esaylov.messages.editing import tried as tried_template
from esaylov.messages.events import Event
from esaylov.messages.figures import behind_limits, oldest_waiting
from esaylov.messages.figures import of as figures
from esaylov.messages.gateways import callback_address
from esaylov.messages.gateways import states as gateway_states
from esaylov.messages.merging import merge
from esaylov.messages.naming import named_text
from esaylov.messages.notices import Notice
from esaylov.messages.notices import put as notify_all
from esaylov.messages.notifications import (
	Told,
	address,
	check_entry,
	forget_codes,
	refuse_removal,
	rehearse,
	tell,
	tell_addressed,
	tell_all,
	tell_each,
	tell_person,
	tell_phone,
)
from esaylov.messages.operating import resend, stop, stop_waiting
from esaylov.messages.outcomes import Decided
from esaylov.messages.outcomes import tell as tell_outcomes
from esaylov.messages.planning import tried as tried_campaign
from esaylov.messages.receivers import (
	ENTRIES,
	Copy,
	Receiver,
	give_copies,
	of_persons,
	phones_of_entries,
	refuse_reminders,
	refuses_reminders,
)
from esaylov.messages.reports import take as take_report
from esaylov.messages.templates import preview
from esaylov.messages.values import address as page_address
from esaylov.messages.values import wording_of as written_language

__all__ = [
	"ENTRIES",
	"Copy",
	"Decided",
	"Event",
	"Notice",
	"Receiver",
	"Told",
	"address",
	"announce",
	"behind_limits",
	"callback_address",
	"campaign_progress",
	"campaign_step",
	"check_campaign",
	"check_entry",
	"describe_campaign",
	"figures",
	"forget_codes",
	"gateway_states",
	"give_copies",
	"merge",
	"named_text",
	"notify_all",
	"of_persons",
	"oldest_waiting",
	"opened_template",
	"page_address",
	"phones_of_entries",
	"preview",
	"refuse_campaign_removal",
	"refuse_reminders",
	"refuse_removal",
	"refuses_reminders",
	"rehearse",
	"resend",
	"save_template",
	"stop",
	"stop_waiting",
	"take_report",
	"tell",
	"tell_addressed",
	"tell_all",
	"tell_each",
	"tell_outcomes",
	"tell_person",
	"tell_phone",
	"tried_campaign",
	"tried_template",
	"written_language",
]
