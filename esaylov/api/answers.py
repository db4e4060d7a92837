"""What the contracts answer with, as types: `/openapi.json` is made of them. Days and moments are text."""

from typing import Annotated, Any, Literal, NotRequired

from typing_extensions import TypedDict

from esaylov.core.openapi import Media

PdfFile = Annotated[None, Media(("application/pdf",))]
Picture = Annotated[None, Media(("image/jpeg",))]
AnyFile = Annotated[None, Media(("application/octet-stream", "application/json", "text/csv", "*/*"))]
LeadsOn = Annotated[None, Media()]


class PreviewAnswer(TypedDict):
	"""How many pages a file is shown in, 0 where its kind is not shown; whole: how many it has."""

	pages: int
	whole: int


class PublicKeyOptions(TypedDict):
	"""What `navigator.credentials` is given as `publicKey`, its bytes in base64url."""

	options: dict[str, Any]


class FindingAnswer(TypedDict):
	"""A finding in words. edition: first day of the edition of the law that was applied, "" where it is not known; required, actual: the
	values that were compared, null where none were.
	"""

	code: str
	path: str
	pointer: str
	severity: Literal["error", "warning"]
	article: str
	edition: str
	required: str | int | None
	actual: str | int | None
	params: dict[str, str | int]
	message: str


class DraftAnswer(TypedDict):
	"""A draft: `version` tells two states of it apart."""

	appeal: str
	version: str
	findings: list[FindingAnswer]


class PayloadAnswer(TypedDict):
	"""The bytes to sign, in Base64."""

	payload: str
	payload_sha256: str
	size: int


class AttachmentAnswer(TypedDict):
	"""An attached file; the answer of its field is `sha256`."""

	field: str
	file_name: str
	kind: str
	size: int
	sha256: str


class ReceiptAnswer(TypedDict):
	"""What was filed, when, and by when it is answered; signed by the server's key (Ed25519)."""

	appeal: str
	number: str
	received_at: str
	due_on: str
	tracking_code: str
	payload_sha256: str
	salt: str
	event_hash: str
	key_id: str
	signature: str
	corrects: NotRequired[str]


class TrackAnswer(TypedDict):
	"""Where an appeal is; nothing personal."""

	number: str
	status: str
	received_at: str | None
	due_on: str | None
	appeal_type: str
	election: str | None
	recipient: str | None


class BodyAnswer(TypedDict):
	"""A body of the caller that may file the type."""

	kind: str
	name: str
	title: str
	authentication: Literal["EDS", "SMS"]


class ElectionAnswer(TypedDict):
	"""Whether the type is open in an election."""

	election: str
	title: str
	is_open: bool
	why_not: FindingAnswer | None


class TypeAnswer(TypedDict):
	"""An appeal type as the caller may file it now."""

	code: str
	title: str
	authentication: str
	recipient_level: str
	is_open: bool
	why_not: FindingAnswer | None
	bodies: list[BodyAnswer]
	elections: list[ElectionAnswer]


class LinkRow(TypedDict):
	"""A record that a Link field may name."""

	name: str
	title: str


class LinkAnswer(TypedDict):
	"""A page of records."""

	rows: list[LinkRow]
	next: int | None


class TableAnswer(TypedDict):
	"""Rows read from a table."""

	rows: list[dict[str, Any]]
	lines: list[int]
	unknown_columns: list[str]
	is_usable: bool
	findings: list[FindingAnswer]


class CertificateAnswer(TypedDict):
	"""Whether a certificate is valid today."""

	valid: bool
	status: str
	kind: str
	holder_name: str
	organization: str
	scope: str
	valid_until: str | None
	valid_to_event: str
	commission: str
	decision_number: str | None
	decided_on: str | None


class HeadsAnswer(TypedDict):
	"""Signed lists of heads, and the public keys (32 bytes in Base64) by their ids."""

	heads: list[dict[str, Any]]
	keys: dict[str, str]


class OpenRows(TypedDict):
	"""A page of a set; `next`: the arguments of the next page."""

	set: str
	election: str
	next: dict[str, str | int] | None
	rows: list[dict[str, Any]]


OpenData = Annotated[OpenRows, Media(("application/json", "text/csv", "application/geo+json"), has_etag=True)]
"""The endpoints answer with the bytes themselves; as JSON they are of this type."""


class StatusAnswer(TypedDict):
	"""The state of the site."""

	site: str
	doctypes: int
	appeal_types: int
	queues: dict[str, int]
	messages_queued: int


class DecisionDraft(TypedDict):
	"""What would be signed today: texts, and the bytes in Base64."""

	payload: str
	payload_sha256: str
	outcome: str
	text_uz: str
	text_ru: str


class DecisionAnswer(TypedDict):
	"""A signed decision."""

	decision: str
	number: str
	outcome: str
	decided_on: str
	certificates: int


class LookupAnswer(TypedDict):
	"""What the registers filled in, without the values."""

	appeal: str
	field: str
	status: str
	columns: list[str]
	source: str
	asked_at: str
