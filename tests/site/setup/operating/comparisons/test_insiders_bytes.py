# ruff: noqa: S608 # an insider types statements
"""The hostile insider at what is filed, decided and printed, with the database or the disk: sixty kinds and more, each found at the next night.

Beside those of `test_insiders_signed`: fields that the signed bytes name, what is gone or made to look unsigned, papers and attachments.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest
from factories import appeals as filing
from factories import decisions as make
from factories import sessions as held
from factories import voted as signed
from factories.papers import pdf

from esaylov.appeals.review import filed_files
from esaylov.decisions.sessions.papers import protocol
from esaylov.decisions.sessions.steps import holding
from esaylov.registers.certificates.issue import forming
from esaylov.setup.operating import file_sweep
from esaylov.setup.operating.comparisons import chain_rows, signed_rows

Scene = dict[str, str]


@pytest.fixture
def decided() -> Scene:
	"""An appeal with its paper, its decision, an observer and a formed mandate."""
	appeal = make.filed(make.observers(1))
	decision = make.decided(appeal).decision
	mandate = frappe.db.get_value("Certificate", {"decision": decision})
	forming.complete(mandate)
	url = frappe.db.get_value("Certificate", mandate, "pdf")
	return {
		**{"Appeal": appeal, "Decision": decision, "Certificate": mandate},
		"attached": frappe.db.get_value("Appeal Attachment", {"parent": appeal}, "file"),
		"paper": frappe.db.get_value("File", {"file_url": url, "attached_to_name": mandate}),
	}


@pytest.fixture
def voted() -> Scene:
	"""A closed session of five with a vote."""
	session, item = held.on_vote()
	held.all_vote(session, item, ["For", "For", "For", "Against", "Abstained"])
	held.close(item)
	frappe.set_user(held.CHAIR)
	holding.close(session)
	frappe.set_user("Administrator")
	attended = frappe.db.get_value("Session Attendance", {"session": session})
	return {"Commission Session": session, "Agenda Item": item, "Session Attendance": attended}


def setting(doctype: str, *changes: str) -> dict[str, tuple[str, str]]:
	return {
		f"{doctype}: {change}": (doctype, f"update `tab{doctype}` set {change} where name=%({doctype})s")
		for change in changes
	}


def attachment(title: str, sql: str) -> dict[str, tuple[str, str]]:
	return {f"attachment: {title}": ("Appeal", sql)}


OF_FIELDS = {
	**setting(
		"Appeal",
		*(
			"appeal_type='A57'",
			"type_version=99",
			"election='iz'",
			"recipient='CEC'",
			"applicant_body='iz'",
			"applicant_body_type='Political Party'",
		),
		*("received_at='2020-01-01'", "tracking_code='IZ'"),
	),
	**attachment(
		"its hash", "update `tabAppeal Attachment` set sha256=repeat('0', 64) where parent=%(Appeal)s"
	),
	**attachment("its field", "update `tabAppeal Attachment` set field='iz' where parent=%(Appeal)s"),
	**attachment("taken off", "delete from `tabAppeal Attachment` where parent=%(Appeal)s"),
	**attachment(
		"one more",
		"insert into `tabAppeal Attachment` set name='sinov-iz', parent=%(Appeal)s, parenttype='Appeal', parentfield='attachments', field='iz', sha256=repeat('1', 64), idx=9",
	),
	**setting(
		"Decision",
		*("kind='Annulment'", "appeal=''", "election='iz'", "text_ru=concat(text_ru, ' iz')", "annuls='iz'"),
		"payload_sha256=repeat('0', 64)",
	),
	"Decision: its row of another entry": (
		"Decision",
		"update `tabDecision Row` set row_path='persons[9]' where parent=%(Decision)s",
	),
}
OF_SESSIONS = {
	**setting(
		"Commission Session",
		*(
			"number='9-9'",
			"title='iz'",
			"place='iz'",
			"presiding='iz'",
			"presiding_position='iz'",
			"secretary='iz'",
		),
		*("starts_at='2020-01-01'", "opened_at='2020-01-01'", "closed_at='2020-01-01'", "election='iz'"),
		"course='[]'",
	),
	**{
		f"item: {change}": (
			"Commission Session",
			f"update `tabAgenda Item` set {change} where name=%(Agenda Item)s",
		)
		for change in (
			*("title='iz'", "appeal='iz'", "position=9", "round=9", "draft_sha256='iz'", "rule_data='{}'"),
			*(
				"casting_vote=9",
				"result_reason='iz'",
				"reason='iz'",
				"subject_kind='iz'",
				"votes_abstained=4",
			),
		)
	},
	**{
		f"vote: {change}": (
			"Commission Session",
			f"update `tabCommission Vote` set {change} where item=%(Agenda Item)s limit 1",
		)
		for change in ("position='iz'", "member_name='iz'", "dissent='iz'", "recusal='iz'", "round=9")
	},
	**{
		f"attendance: {change}": (
			"Commission Session",
			f"update `tabSession Attendance` set {change} where name=%(Session Attendance)s",
		)
		for change in ("person_name='iz'", "mode='iz'", "position='iz'", "left_at='2020-01-01'")
	},
}
GONE = {
	**{
		f"{doctype}: {change}": (doctype, f"update `tab{doctype}` set {change} where name=%({doctype})s")
		for doctype, change in (
			*(("Appeal", "receipt=null"), ("Appeal", "name='sinov-iz'")),
			*(
				("Decision", "number='9-9'"),
				("Decision", "status='Draft'"),
				("Decision", "signature=''"),
				("Decision", "name='sinov-iz'"),
			),
			*(("Certificate", "token=null"), ("Certificate", "name='sinov-iz'")),
		)
	},
	**{
		f"{doctype}: deleted": (doctype, f"delete from `tab{doctype}` where name=%({doctype})s")
		for doctype in ("Appeal", "Decision", "Certificate")
	},
}
GONE_OF_SESSIONS = {
	"session: deleted": (
		"Commission Session",
		"delete from `tabCommission Session` where name=%(Commission Session)s",
	),
	"session: no protocol": (
		"Commission Session",
		"update `tabCommission Session` set protocol='' where name=%(Commission Session)s",
	),
	"attendance: deleted": (
		"Session Attendance",
		"delete from `tabSession Attendance` where name=%(Session Attendance)s",
	),
}
PRINTED = (
	*("organization_as_printed='iz'", "scope_text='iz'", "number=99999", "series_no='IZ'", "holder='iz'"),
	*("role_text='iz'", "position_as_printed='iz'", "elections_text='iz'", "details_as_printed='iz'"),
	*("register_name='iz'", "issue_no=9"),
)


def path_of(file: str) -> Path:
	return Path(frappe.get_doc("File", file).get_full_path())


def written(content: Callable[[bytes], bytes]) -> Callable[[str], None]:
	"""Other bytes in the place of a file's."""

	def change(file: str) -> None:
		path = path_of(file)
		before = path.read_bytes()
		path.unlink()
		path.write_bytes(content(before))

	return change


def pointed(**values: str) -> Callable[[str], None]:
	return lambda file: frappe.db.set_value("File", file, values)


def replaced(file: str) -> None:
	"""File and record together, each hash fitting."""
	forged = pdf("Boshqa")
	sign = hashlib.sha256(forged).hexdigest()
	url = f"/private/files/{sign}-{'0' * 12}.pdf"
	Path(frappe.get_site_path(url.strip("/"))).write_bytes(forged)
	frappe.db.set_value("File", file, {"file_url": url, "content_hash": f"sha256:{sign}:{file}"})


def unmarked(file: str) -> None:
	written(lambda _: pdf("Boshqa"))(file)
	frappe.db.set_value("File", file, "content_hash", "")


BYTES: dict[str, Callable[[str], None]] = {
	"others": written(lambda _: pdf("Boshqa")),
	"more": written(lambda before: before + b"\n"),
	"fewer": written(lambda before: before[:-1]),
	"one bit": written(lambda before: bytes([before[0] ^ 1]) + before[1:]),
	"none": written(lambda _: b""),
	"gone": lambda file: path_of(file).unlink(),
	"of another address": pointed(file_url="/private/files/sinov-yoq.pdf"),
	"of the web": pointed(file_url="https://iz.example/a.pdf"),
	"of the server": pointed(file_url="/private/files/../../site_config.json"),
	"and record replaced": replaced,
	"without a mark": unmarked,
}
QUICK = ("Appeal: recipient='CEC'", "attachment: taken off", "Appeal: deleted", "Decision: status='Draft'")


def missing(doctype: str, name: str) -> bool:
	"""Whether the comparison of chains names a document."""
	events = frappe.get_all(
		"Chain Event",
		{"kind": ["in", list(chain_rows.NAMED)], "body": ["like", f"%{name}%"]},
		["name", "commission", "kind", "body"],
	)
	return (doctype, name) in {(kind, gone) for _, kind, gone in chain_rows.missing(events)}


def found(scene: Scene, doctype: str, sql: str) -> bool:
	"""Whether a night finds a document after a statement, and did not before."""
	name = scene[doctype]
	assert not missing(doctype, name)
	assert doctype not in signed_rows.SIGNED or not signed_rows.is_changed(doctype, name)
	frappe.db.sql(sql, scene)
	return missing(doctype, name) or signed_rows.is_changed(doctype, name)


def printed_changed(scene: Scene) -> bool:
	rows = frappe.get_all("File", {"name": scene["paper"]}, file_sweep.COLUMNS)
	return file_sweep._changed(rows) == [scene["paper"]]


def test_what_is_filed_and_decided_is_not_changed_or_removed_unseen(decided: Scene) -> None:
	for title in QUICK:
		frappe.db.savepoint("insider")
		assert found(decided, *{**OF_FIELDS, **GONE}[title]), title
		frappe.db.rollback(save_point="insider")


@pytest.mark.full
@pytest.mark.parametrize("title", [*OF_FIELDS, *GONE])
def test_whatever_is_filed_and_decided_is_not_changed_or_removed_unseen(decided: Scene, title: str) -> None:
	assert found(decided, *{**OF_FIELDS, **GONE}[title])


def test_what_a_protocol_says_is_not_changed_or_removed_unseen(voted: Scene) -> None:
	for title in ("Commission Session: presiding='iz'", "item: appeal='iz'", "attendance: deleted"):
		frappe.db.savepoint("insider")
		assert found(voted, *{**OF_SESSIONS, **GONE_OF_SESSIONS}[title]), title
		frappe.db.rollback(save_point="insider")


@pytest.mark.full
@pytest.mark.parametrize("title", [*OF_SESSIONS, *GONE_OF_SESSIONS])
def test_whatever_a_protocol_says_is_not_changed_or_removed_unseen(voted: Scene, title: str) -> None:
	assert found(voted, *{**OF_SESSIONS, **GONE_OF_SESSIONS}[title])


def test_a_correction_is_no_tampering() -> None:
	name = filing.returned()
	filing.correct(name, party_decision_no="77")
	filing.submit(name)
	assert filing.stored(name).status != "Returned"
	assert not signed_rows.is_changed("Appeal", name)


def test_signing_a_protocol_and_what_it_decided_is_no_tampering(voted: Scene) -> None:
	session = voted["Commission Session"]
	for user in (held.CHAIR, held.SECRETARY):
		frappe.set_user(user)
		protocol.sign(session, filing.signature(user, protocol.payload(session)))
	assert frappe.db.get_value("Commission Session", session, "status") == "Protocol Signed"
	decision = signed.decided(voted["Agenda Item"])
	assert frappe.db.get_value("Decision", decision, "status") == "Signed"
	frappe.set_user("Administrator")
	assert not signed_rows.is_changed("Commission Session", session)
	assert not signed_rows.is_changed("Decision", decision)


def test_what_is_printed_is_not_changed_unseen(decided: Scene) -> None:
	assert not printed_changed(decided)
	frappe.db.sql("update tabCertificate set scope_text='iz' where name=%(Certificate)s", decided)
	assert printed_changed(decided)


@pytest.mark.full
@pytest.mark.parametrize("change", PRINTED)
def test_whatever_is_printed_is_not_changed_unseen(decided: Scene, change: str) -> None:
	assert not printed_changed(decided)
	frappe.db.sql(f"update tabCertificate set {change} where name=%(Certificate)s", decided)
	assert printed_changed(decided)


def bytes_changed(decided: Scene, which: str) -> bool:
	if which == "attached":
		rows = frappe.get_all(
			"Appeal Attachment", {"file": decided["attached"]}, ["file", *filed_files.HASHES]
		)
		return bool(filed_files.content_store.not_as_attached(rows))
	return printed_changed(decided)


@pytest.mark.parametrize("which", ["attached", "paper"])
def test_what_is_stored_is_not_replaced_unseen(decided: Scene, which: str) -> None:
	assert not bytes_changed(decided, which)
	replaced(decided[which])
	assert bytes_changed(decided, which)


@pytest.mark.full
@pytest.mark.parametrize("which", ["attached", "paper"])
@pytest.mark.parametrize("title", BYTES)
def test_whatever_is_stored_is_not_changed_unseen(decided: Scene, which: str, title: str) -> None:
	assert not bytes_changed(decided, which)
	BYTES[title](decided[which])
	assert bytes_changed(decided, which)


def test_there_are_sixty_kinds_and_more() -> None:
	kinds: list[Any] = [*OF_FIELDS, *GONE, *OF_SESSIONS, *GONE_OF_SESSIONS, *PRINTED, *BYTES]
	assert len(set(kinds)) >= 60


def test_a_night_tells_once_what_is_gone(decided: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
	name = decided["Decision"]
	filters = {"kind": "decision.signed", "body": ["like", f"%{name}%"]}
	columns = ["name", "commission", "kind", "body"]
	events = frappe.get_all("Chain Event", filters, columns)
	monkeypatch.setattr(chain_rows, "_after", lambda reached: [] if reached == events[-1].name else events)
	frappe.db.sql("delete from tabDecision where name=%s", name)
	for _ in range(2):
		frappe.db.set_global(chain_rows.REACHED, "")
		assert [(kind, gone) for _, kind, gone in chain_rows.find_missing()] == [("Decision", name)]
	told = {"kind": chain_rows.KIND, "body": ["like", f"%{name}%"]}
	assert frappe.db.count("Chain Event", told) == 1
