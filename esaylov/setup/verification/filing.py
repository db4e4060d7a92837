"""A filing tried out whole: a throw-away election, body, person and authority, a draft, its signature, the receipt; then all of it taken back.

Nothing of it is ever committed, so nobody else sees it. While it runs, a second or two, it holds the counter and the chain of the
Central Election Commission: filings there wait for it.
"""

import base64
import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import frappe

from esaylov.appeals.drafts import attachments, before_filing, drafting
from esaylov.appeals.filing import submitting
from esaylov.appeals.studio import rehearsal
from esaylov.elections import counting
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.setup.demo import ground, papers, people
from esaylov.setup.demo.signing import authority
from esaylov.setup.verification.result import Result, Verdict
from esaylov.trust import keys, signatures

TYPE = "A15"
"""Media ask for mandates: the Central Election Commission receives it, and it needs no file and no register."""
BODY, KIND = "Participant Organization", "National Media"
DAYS_AHEAD = 30
SERIAL = 197
"""Of a person who never was: those of the demonstration have lower ones; their phones are made of two digits of it."""
SHA256 = re.compile(r"[0-9a-f]{64}")
TITLE = "E-saylov: sinov (made up, taken back)"


def check() -> Result:
	"""Whether a filing comes through, with its number. The transaction is rolled back, and the session is as it was."""
	user, mark = frappe.session.user, f"verify-{secrets.token_hex(4)}"
	try:
		return Result(
			"filing", Verdict.RIGHT, f"a throw-away filing got a receipt that verifies: {_filed(mark)}"
		)
	except EsaylovError as problem:
		findings = ", ".join(f"{one.code} at {one.path}" for one in problem.findings)
		seen = f"refused: {problem.code} {findings}".strip()
		return Result(
			"filing",
			Verdict.WRONG,
			seen,
			"docs/operators/incidents.md; the code says which rule or setting refused it",
		)
	except Exception as problem:  # whatever it is: it would meet the first applicant
		return Result(
			"filing",
			Verdict.WRONG,
			f"failed: {type(problem).__name__}: {problem}",
			"See the traceback: the same call in bench console, esaylov.setup.verification.filing",
		)
	finally:
		frappe.db.rollback()
		frappe.set_user(user)
		# what was read on the way would otherwise be kept for others, who never saw it
		frappe.clear_document_cache("Election", mark)
		frappe.clear_document_cache("User", f"{mark}@{people.DOMAIN}")


def _filed(mark: str) -> str:
	"""The number of a filing of the throw-away election, whose code is the mark."""
	code = str(930_000_000 + secrets.randbelow(1_000_000))
	with SETTING_UP.writing():
		_make_election(mark)
		_make_body(code)
		login = people.Login(mark, TITLE, ("Sinov", "Sinov", "Sinovovich"), SERIAL, body=(BODY, code))
		people.make(login, "uz")
	key = _certificate(login, code)
	frappe.set_user(login.user)
	document = frappe.get_doc("Appeal Type", TYPE)
	sample = rehearsal.run(document, rehearsal.Place(mark, ground.COUNTRY), None)
	name = drafting.create(login.user, TYPE, mark, _without_files(sample.answers))
	for row in range(len(sample.answers["persons"])):
		attachments.attach(name, f"persons[{row}].photo", "surat.jpg", papers.face())
	signature = base64.b64encode(authority.sign_cms(before_filing.payload(name), key, clock.now())).decode()
	receipt = submitting.submit(name, signature, mark)
	keys.public_keys()[receipt.key_id].verify(base64.b64decode(receipt.signature), receipt.signed_bytes())
	return receipt.number


def _without_files(answers: Any) -> Any:
	"""The answers without those that are hashes of files: those that the type asks for are attached."""
	if isinstance(answers, list):
		return [_without_files(row) for row in answers]
	if not isinstance(answers, Mapping):
		return answers
	return {key: _without_files(value) for key, value in answers.items() if not SHA256.fullmatch(str(value))}


def _make_election(code: str) -> None:
	day = clock.today() + timedelta(days=DAYS_AHEAD)
	titles = {f"title_{language}": TITLE for language in ("uz", "ru", "en")}
	short = {f"short_title_{language}": code for language in ("uz", "ru", "en")}
	values = {"election_day": day, "status": "Announced", "election_types": [{"election_type": "LC_SMD"}]}
	ground.make_missing("Election", {"code": code}, {**values, **titles, **short, "is_synthetic": 1})
	for stage in ground.stages(day, counting.of(code)):
		ground.make_missing("Election Stage", {"election": code, "key": stage.pop("key")}, stage)


def _make_body(tin: str) -> None:
	titles = {f"title_{language}": TITLE for language in ("uz", "ru", "en")}
	values = {"kind": KIND, "territory": ground.COUNTRY, "is_synthetic": 1, **titles}
	ground.make_missing(BODY, {"tin": tin}, values)


def _certificate(login: people.Login, tin: str) -> authority.Identity:
	"""A key that this transaction alone trusts."""
	start = clock.now() - timedelta(hours=1)
	lasts: tuple[datetime, datetime] = (start, start + timedelta(hours=2))
	issuer = authority.make_authority(TITLE, *lasts, path_length=0)
	signatures.trust_certificate(issuer.certificate_pem, TITLE)
	holder = authority.Holder(" ".join(login.name), login.pinfl, TITLE, tin)
	return authority.issue(issuer, holder, *lasts)
