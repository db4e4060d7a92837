"""Messages over HTTP: reports of gateways; for staff, sending again and stopping; for the administrator, texts and campaigns."""

from dataclasses import asdict
from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.endpoint import as_dict, endpoint, json_object
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.messages import editing
from esaylov.messages.announcing import campaigns, planning
from esaylov.messages.delivery import gateways as messages_gateways
from esaylov.messages.delivery import operating, reports
from esaylov.messages.texts import receivers, templates
from esaylov.permissions.configuration.waiting import campaigns as configuration_campaigns
from esaylov.permissions.configuration.waiting import changes

ADMINISTRATOR = ("Election Administrator",)
READERS = ("Election Administrator", "Election Auditor")
TEXT_READERS = (
	*READERS,
	*("Commission Chair", "Commission Deputy Chair", "Commission Secretary"),
	*("Commission Member", "Commission Staff"),
)
"""Who reads the texts of messages in the Desk as well."""
TEMPLATE, CHANGE = "SMS Template", "Configuration Change"


@endpoint(methods=["POST"], guest=True)  # a gateway has no login; it is known by the key in its address
@rate_limit(limit=60_000, seconds=60)
def callback(gateway: str = "", key: str = "") -> dict[str, bool]:
	"""A delivery report, in the gateway's own words; whether it told anything of a message of ours."""
	address = frappe.local.request.args  # beside a JSON body the framework does not read them
	given = {name: value for name, value in frappe.local.form_dict.items() if name not in ("gateway", "key")}
	gateway, key = address.get("gateway") or gateway, address.get("key") or key
	return {"noted": reports.take(gateway, key, given)}


@endpoint(methods=["GET"])
@guards.holds_role(*ADMINISTRATOR)
def callback_address(gateway: str) -> dict[str, str]:
	"""The address that a gateway's provider is given for its reports."""
	return {"address": messages_gateways.callback_address(gateway)}


@endpoint(methods=["GET"])
@guards.holds_role(*READERS)
def gateways() -> list[dict[str, Any]]:
	"""The gateways in their order: which are ready, which rest after failures."""
	return messages_gateways.states()


@endpoint(methods=["POST"])
@guards.staff
def preview(text_uz: str = "", text_ru: str = "", text_en: str = "") -> list[dict[str, Any]]:
	"""How texts look with sample values, and how many parts they take; writes nothing."""
	return [asdict(shown) for shown in templates.preview({"uz": text_uz, "ru": text_ru, "en": text_en})]


@endpoint(methods=["GET"])
@guards.holds_role(*TEXT_READERS)
def template(template: str) -> dict[str, Any]:
	"""A template ("" for a new one) with its places called by words of the caller's language, our texts where the site's differ, and `waits`: the
	`change` that waits for a second person, for who may read it; else None.
	"""
	return _with_proposal(template, editing.opened(template, _language()))


@endpoint(methods=["POST"])
@guards.holds_role(*TEXT_READERS)
def try_template(template: str, texts: str | dict[str, Any]) -> dict[str, Any]:
	"""How texts (uz, ru, en; many_uz, many_ru, many_en for several in one) written with such words would look, their parts and cost, what is
	wrong with them; writes nothing.
	"""
	found = editing.tried(template, _texts(texts), _language())
	return {**found, "findings": [as_dict(one, _language()) for one in found["findings"]]}


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
@guards.fresh_factor
def save_template(template: str, texts: str | dict[str, Any], modified: str) -> dict[str, Any]:
	"""Propose such texts; `modified` as the template was read. In force when another administrator has signed them; answered as `template`."""
	return _with_proposal(template, editing.save(template, _texts(texts), modified, _language()))


def _with_proposal(template: str, found: dict[str, Any]) -> dict[str, Any]:
	waiting = None
	if template and frappe.has_permission(CHANGE, "read"):
		waiting = changes.waiting_of(TEMPLATE, [template]).get(template)
	return {**found, "waits": {"change": waiting.name} if waiting else None}


def _texts(given: str | dict[str, Any]) -> dict[str, str]:
	return {name: str(text or "") for name, text in json_object(given, "texts").items()}


def _language() -> str:
	return frappe.local.lang or "uz"


@endpoint(methods=["POST"])
@guards.commission_staff(of="message", doctype="SMS Message", commission="commission")
def resend(message: str) -> dict[str, str]:
	"""Send a message again that was not sent."""
	operating.resend(message)
	return {"message": message}


@endpoint(methods=["POST"])
@guards.commission_staff(of="message", doctype="SMS Message", commission="commission")
def stop(message: str) -> dict[str, str]:
	"""Stop a message that still waits."""
	operating.stop(message)
	return {"message": message}


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
def campaign(name: str, step: str) -> dict[str, Any]:
	"""A step of a campaign: pause, resume or stop, at once; `start` is a proposal (`waits`) that another administrator signs, and `stop` withdraws it."""
	if step == "stop":
		return configuration_campaigns.stop(name, _language())
	if step != "start":
		return campaigns.step(name, step, _language())
	change = configuration_campaigns.propose(name, _language())
	return {**campaigns.progress(name), "waits": {"change": change}}


@endpoint(methods=["POST"])
@guards.holds_role(*READERS)
def try_campaign(
	template: str = "", election: str = "", audience: str = "", given: str | dict[str, Any] = "{}"
) -> dict[str, Any]:
	"""Who would get a campaign, what is still to be said, how it would read and what it would cost; writes nothing.

	audience: kinds of receivers, with commas; given: values of the places, each a text or one for each of uz, ru, en.
	"""
	found = planning.tried(template, election, audience, json_object(given, "given"), _language())
	return {**found, "findings": [as_dict(one, _language()) for one in found["findings"]]}


@endpoint(methods=["GET"])
@guards.holds_role(*READERS)
def campaign_progress(name: str) -> dict[str, Any]:
	"""How far a campaign is: written, waiting, handed over, delivered, failed."""
	return campaigns.progress(name)


@endpoint(methods=["POST"])
@guards.signed_in
def refuse_reminders(refuses: bool) -> dict[str, bool]:
	"""Whether the caller wants no message that is not compulsory."""
	return {"refuses": receivers.refuse_reminders(frappe.session.user, refuses)}
