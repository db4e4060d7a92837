"""An appeal as the cabinet shows it: read with the applicant's own rights, with its form, findings and words."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from esaylov.appeals.corrections import reading
from esaylov.appeals.drafts import scanning
from esaylov.appeals.form_facts import applicants
from esaylov.appeals.review import filed_files
from esaylov.appeals.types import contracts
from esaylov.core.findings import Finding
from esaylov.core.formats import geojson
from esaylov.core.forms import FormDefinition
from esaylov.framework import clock, practice
from esaylov.framework.errors import NotFound
from esaylov.framework.files import stored_files
from esaylov.portal.cabinet.forms import links, registers
from esaylov.portal.cabinet.forms.widgets import Maker, Widget, place_of
from esaylov.portal.titles import title_of
from esaylov.portal.web import PortalRequest
from esaylov.registers.entries import latest_filing

DRAFT, RETURNED, ASKED = "Draft", "Returned", "Asked"
PICTURES = ("image/jpeg", "image/png")
RECEIPT_PDF = "/api/method/esaylov.api.appeals.receipt?appeal="


@dataclass(frozen=True)
class Matter:
	"""An appeal of one of the user's bodies, with the form it was filled in with.

	document: with the answers and files of the correction under way, or of the last filing. correction: the open round
	of a returned appeal. is_past: it was filed for an entry of the user that ended, so that it is only read.
	"""

	document: Document
	form: FormDefinition
	correction: Document | None = None
	is_past: bool = False

	@property
	def name(self) -> str:
		return self.document.name

	@property
	def base(self) -> str:
		"""Address of its status page; the others lie below it."""
		return f"/cabinet/appeal/{self.document.name}"

	@property
	def answers(self) -> dict[str, Any]:
		read: dict[str, Any] = json.loads(self.document.answers or "{}")
		return read

	@property
	def version(self) -> str:
		"""Of the saved answers: changes with every save, so that two tabs do not overwrite each other unseen."""
		return str((self.correction or self.document).modified)

	@property
	def saved_at(self) -> datetime:
		moment = (self.correction or self.document).modified
		return moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)

	@property
	def is_new(self) -> bool:
		"""Not filed yet."""
		return bool(self.document.status == DRAFT)

	@property
	def is_draft(self) -> bool:
		"""Whether the answers may be changed: not filed yet, or returned and still in time to be corrected."""
		if self.is_past:
			return False
		return self.is_new or (
			self.correction is not None and clock.today() <= getdate(self.correction.correct_until)
		)

	@property
	def findings(self) -> list[Finding]:
		"""Those kept at the last save, and what a scanner says of attached files; asks nothing anew."""
		found = [Finding.from_dict(row) for row in json.loads(self.document.findings or "[]")]
		return [*found, *scanning.findings(self.document.attachments)]

	@property
	def files(self) -> dict[str, str]:
		"""Names of attached files by their SHA-256."""
		return {row.sha256: row.file_name for row in self.document.attachments}

	@cached_property
	def kinds(self) -> dict[str, str]:
		"""Media types of attached files by their SHA-256."""
		return {row.sha256: row.kind for row in self.document.attachments}

	def preview(self, sha256: str) -> str:
		"""Address of the small picture of a file; empty where there is none."""
		kind = self.kinds.get(sha256, "")
		return f"{self.base}/drawing/{sha256}" if kind in (*PICTURES, geojson.MEDIA_TYPE) else ""


def load(request: PortalRequest, name: str) -> Matter:
	"""The appeal, if the user may read it; raises NotFound, also where it is another's."""
	if not frappe.db.exists("Appeal", name):
		raise NotFound({"doctype": "Appeal"})
	document = frappe.get_doc("Appeal", name)
	is_past = applicants.is_past_case(document, request.user)
	if not is_past and not document.has_permission("read"):
		raise NotFound({"doctype": "Appeal"})
	request.is_practice = practice.is_of(document.election)
	form = contracts.form(document.appeal_type, document.type_version)
	if document.status != RETURNED:
		return Matter(latest_filing.last(document), form, is_past=is_past)
	correction = open_round(name)
	if correction:
		latest_filing.laid_over(document, correction, ("answers", "findings"))
	return Matter(document, form, correction, is_past)


def open_round(name: str) -> Document | None:
	"""The round of correction that a returned appeal is in."""
	rows = frappe.get_all(
		latest_filing.CORRECTION,
		{"appeal": name, "status": ASKED},
		pluck="name",
		order_by="round desc",
		limit=1,
	)
	return frappe.get_doc(latest_filing.CORRECTION, rows[0]) if rows else None


def title(matter: Matter, request: PortalRequest) -> str:
	"""Title of its type in the reader's language."""
	return title_of("Appeal Type", matter.document.appeal_type, request)


def widgets(
	matter: Matter,
	request: PortalRequest,
	answers: dict[str, Any] | None = None,
	findings: list[Finding] | None = None,
) -> list[Widget]:
	"""The fields with answers and findings; those of the appeal unless others are given."""
	shown = matter.answers if answers is None else answers
	maker = Maker(
		t=request.t,
		links=links.of(request, matter.name, matter.form, shown, matter.is_draft),
		files=matter.files,
		preview=matter.preview,
		remarks=remarks(matter) if matter.correction else {},
		findings=matter.findings if findings is None else findings,
		registers=registers.of(request, matter.name, matter.is_draft),
	)
	return maker.make(matter.form.fields, shown)


def remarks(matter: Matter) -> dict[str, list[str]]:
	"""What the commission asks to be mended in the open round, by the path of the field."""
	found: dict[str, list[str]] = {}
	for row in reading.remarks(matter.name):
		if matter.correction and row["correction"] == matter.correction.name:
			found.setdefault(row["field"], []).append(row["text"])
	return found


def asked(matter: Matter, fields: list[Widget]) -> list[dict[str, str]]:
	"""The remarks of the open round, each with the place of its field among these."""
	found = []
	for path, texts in remarks(matter).items() if matter.correction else ():
		identifier, place = place_of(path, fields)
		found += [{"id": identifier, "place": place, "text": text} for text in texts]
	return found


def commission(matter: Matter, request: PortalRequest) -> str:
	return title_of("Election Commission", matter.document.recipient, request)


def applicant(matter: Matter, request: PortalRequest) -> str:
	return title_of(matter.document.applicant_body_type, matter.document.applicant_body, request)


def stored(matter: Matter, sha256: str) -> tuple[Any, bytes]:
	"""The attachment with its bytes; raises NotFound, also where the file is another appeal's, LawBroken where it was changed."""
	for row in matter.document.attachments:
		if row.sha256 == sha256:
			filed_files.require_unchanged([row])
			return row, stored_files.content(row.file)
	raise NotFound({"doctype": "File"})
