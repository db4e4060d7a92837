"""Refusals with a stable code. They carry codes and values; the text is made at the edge, in the reader's language.

`api.endpoint` turns them into JSON with their HTTP status; in DocType controllers `shown()` tells the text to the Desk.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import frappe

from esaylov.core.findings import Finding
from esaylov.core.texts import finding_text
from esaylov.core.texts import text as core_text

Params = Mapping[str, str | int]


class EsaylovError(frappe.ValidationError):
	"""A refusal: `code` is stable, `field` and `article` say where and by which law, `message_params` fill the text.

	edition: ISO first day of the edition of the law that was applied, "" where it is not known.
	"""

	code = "refused"
	http_status_code = 417

	def __init__(
		self,
		message_params: Params | None = None,
		field: str | None = None,
		article: str | None = None,
		code: str | None = None,
	) -> None:
		self.message_params = dict(message_params or {})
		self.field = field
		self.article = article
		self.code = code or type(self).code
		self.findings: tuple[Finding, ...] = ()
		self.edition = ""
		super().__init__(self.code)


class NotPermitted(EsaylovError):
	"""The caller may not do this."""

	code = "not_permitted"
	http_status_code = 403


class SecondFactorNeeded(NotPermitted):
	"""A guarded step asks for a second factor that was confirmed a short while ago."""

	code = "second_factor_needed"


class NotFound(EsaylovError):
	"""There is no such thing, or none that the caller may know of."""

	code = "not_found"
	http_status_code = 404


class FormInvalid(EsaylovError):
	"""What was filled in does not hold; `findings` say where and why."""

	code = "form_invalid"
	http_status_code = 422

	def __init__(self, findings: Sequence[Finding], message_params: Params | None = None) -> None:
		super().__init__(message_params)
		self.findings = tuple(findings)


class SignatureRefused(EsaylovError):
	"""The signature does not verify, or is not that of the person or body that must sign."""

	code = "signature_refused"
	http_status_code = 422


class CodeRefused(EsaylovError):
	"""The one-time code does not confirm this: wrong, over its time, or asked for too often."""

	code = "code_wrong"
	http_status_code = 422


class LoginRefused(EsaylovError):
	"""The login does not let this person in; the code says why as far as it may be told."""

	code = "login_refused"
	http_status_code = 401


class KeyRefused(EsaylovError):
	"""The key of an integrator does not let in; the code says why and what to do."""

	code = "key_unknown"
	http_status_code = 401


class NotInWindow(EsaylovError):
	"""The calendar of the election does not allow this today."""

	code = "not_in_window"
	http_status_code = 409


class WrongState(EsaylovError):
	"""The thing is in a state in which this cannot be done."""

	code = "wrong_state"
	http_status_code = 409


class LawBroken(EsaylovError):
	"""What must always be true would no longer be; `findings` name the invariants."""

	code = "law_broken"
	http_status_code = 409

	def __init__(
		self,
		message_params: Params | None = None,
		field: str | None = None,
		article: str | None = None,
		code: str | None = None,
		findings: Sequence[Finding] = (),
	) -> None:
		super().__init__(message_params, field, article, code)
		self.findings = tuple(findings)


class Duplicate(EsaylovError):
	"""It exists already."""

	code = "duplicate"
	http_status_code = 409


class TooMany(EsaylovError):
	"""Too many tries in too short a time. retry_after: seconds after which another one is taken, where they are known."""

	code = "too_many"
	http_status_code = 429

	def __init__(
		self,
		message_params: Params | None = None,
		field: str | None = None,
		article: str | None = None,
		code: str | None = None,
		retry_after: int = 0,
	) -> None:
		super().__init__(message_params, field, article, code)
		self.retry_after = retry_after


class RequestMalformed(EsaylovError):
	"""The request cannot be read in one way only; nothing of it was looked at."""

	code = "body_invalid"
	http_status_code = 400


class StorageFull(EsaylovError):
	"""The disk takes no more files: what was sent is not kept, all else stands. To be tried again later."""

	code = "storage_full"
	http_status_code = 503


class ScannerAway(EsaylovError):
	"""The virus scanner does not answer, and what was sent is not kept unseen: all else stands. To be tried again later."""

	code = "scanner_away"
	http_status_code = 503


class TriedAgain(EsaylovError, frappe.InReadOnlyMode):
	"""A 503 that is no fault of the software: the framework notes no Error Log for it.

	Such a note has the values of all variables: of a large upload it costs seconds, and it holds the upload.
	"""

	http_status_code = 503


class SiteHeld(TriedAgain):
	"""The site is a restored copy that was not released: it answers questions and takes no write."""

	code = "site_held"


class FileInWork(TriedAgain):
	"""The result of work on a file does not exist yet, or too many wait for such work. The same request succeeds later."""

	code = "file_in_work"
	retry_after = 2


class InLine(TriedAgain):
	"""More is asked at once than the system holds: nothing was done, and who asks again with the same key is served in turn.

	place: in line, from 1. retry_after: seconds.
	"""

	code = "in_line"

	def __init__(self, place: int = 1, retry_after: int = 0) -> None:
		super().__init__({"place": place, "seconds": retry_after})
		self.place, self.retry_after = place, retry_after


class SetupMissing(EsaylovError):
	"""The site lacks something that its administrator must enter, such as a number of the law."""

	code = "setup_missing"
	http_status_code = 409


def text(
	code: str,
	params: Params | None = None,
	lang: str | None = None,
	article: str | None = None,
	edition: str = "",
) -> str:
	"""The text of a code in a language (uz, uz-2026, uz-Cyrl, ru, en, kaa); without one, in that of the session."""
	return core_text(code, lang or frappe.local.lang or "uz", params or {}, article or "", edition)


def finding_words(finding: Finding, lang: str | None = None) -> str:
	"""The text of one finding; without a language, in that of the session."""
	return finding_text(finding, lang or frappe.local.lang or "uz")


def in_words(refusal: EsaylovError, lang: str | None = None) -> str:
	"""The whole refusal as one text: its own sentence, then one line for each finding."""
	language = lang or frappe.local.lang or "uz"
	lines = [text(refusal.code, refusal.message_params, language, refusal.article, refusal.edition)]
	lines += [finding_words(finding, language) for finding in refusal.findings]
	return "\n".join(lines)


@contextmanager
def shown() -> Iterator[None]:
	"""Inside, a refusal is also put into the messages that the Desk shows; it is raised on unchanged.

	For DocType controllers: stock endpoints know no codes, a person at the Desk needs the sentence.
	"""
	try:
		yield
	except EsaylovError as refusal:
		frappe.msgprint(in_words(refusal).replace("\n", "<br>"), indicator="red")
		raise
