"""What the user may file now, in the reader's words."""

from dataclasses import dataclass

import frappe

from esaylov.appeals import service as appeals
from esaylov.core.findings import Finding
from esaylov.core.forms import Field, label
from esaylov.core.texts import finding_text
from esaylov.identity.service import Body
from esaylov.portal.web import PortalRequest

NOT_YOURS = "type_not_yours"


@dataclass(frozen=True)
class Entry:
	"""A type for this user. `election`: the soonest in which it is open; `why_not`: a sentence where there is none."""

	code: str
	title: str
	bodies: tuple[Body, ...]
	election: str
	election_title: str
	why_not: str

	@property
	def is_open(self) -> bool:
		return not self.why_not

	@property
	def fields(self) -> tuple[Field, ...]:
		return appeals.form(self.code).fields


def entries(request: PortalRequest) -> list[Entry]:
	"""All types that one of the user's bodies may file, open or not; those of others are not shown."""
	offers = appeals.types_for(request.user)
	return [_entry(request, offer) for offer in offers if not _is_of_others(offer.why_not)]


def find(request: PortalRequest, code: str) -> Entry:
	"""One of them; raises DoesNotExistError."""
	for entry in entries(request):
		if entry.code == code:
			return entry
	raise frappe.DoesNotExistError


def _is_of_others(finding: Finding | None) -> bool:
	return finding is not None and finding.code == NOT_YOURS


def _entry(request: PortalRequest, offer: appeals.TypeOffer) -> Entry:
	open_in = next((election for election in offer.elections if election.is_open), None)
	return Entry(
		code=offer.code,
		title=label(offer.titles, request.t.written),
		bodies=offer.bodies,
		election=open_in.election if open_in else "",
		election_title=label(open_in.titles, request.t.written) if open_in else "",
		why_not=finding_text(offer.why_not, request.t.written) if offer.why_not else "",
	)
