"""Each filing and each decision stores the edition of the law that it was measured by, and a refusal names it."""

import json
from datetime import date, timedelta

import frappe
from factories import appeals as make
from factories import decisions as signing
from frappe.model.document import Document

from esaylov.api import endpoint
from esaylov.appeals.drafts import before_filing, drafting
from esaylov.appeals.form_facts import applicants
from esaylov.appeals.types import windows
from esaylov.core.records.payload import sha256_hex
from esaylov.decisions.drafting import decision_subject
from esaylov.decisions.signatures import chair
from esaylov.decisions.signatures.invariants import is_as_signed
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.registers.outcome_rules import outcome_checks

NOTICE, REVIEW = "observer_notice_days", "observer_review_days"


def begin_value(key: str, value: int, first: date) -> None:
	"""A number of the law with another value from a day on; the former one ends the day before."""
	former = frappe.get_doc("Statute", {"key": key, "is_active": 1})
	frappe.db.set_value("Statute", former.name, "valid_to", first - timedelta(days=1))
	former.update({"name": f"{key}-later", "value": str(value), "valid_from": first, "valid_to": None})
	former.db_insert()


def law_of(appeal: str) -> dict:
	return json.loads(make.stored(appeal).law_applied)


class TestFiling:
	def test_it_stores_numbers_and_articles_with_their_first_days(self):
		today = clock.today()
		begin_value(NOTICE, 9, today)
		law = law_of(make.filed())
		assert law["day"] == today.isoformat()
		assert law["numbers"][NOTICE] == {"value": 9, "from": today.isoformat()}
		assert law["numbers"][REVIEW] == {"value": statutes.number(REVIEW), "from": ""}
		assert law["articles"]["33"] == "2023-12-18"

	def test_its_event_in_the_chain_has_the_hash(self):
		appeal = make.stored(make.filed())
		event = frappe.get_all(
			"Chain Event", {"kind": "appeal.filed", "body": ["like", f"%{appeal.name}%"]}, pluck="body"
		)
		assert json.loads(event[0])["law"] == sha256_hex(appeal.law_applied.encode())

	def test_a_draft_stores_none(self):
		assert not make.stored(make.draft()).law_applied

	def test_it_is_measured_again_by_the_law_of_its_day(self):
		appeal, today = make.stored(make.filed()), clock.today()
		begin_value(NOTICE, (windows.open_elections()[0].election_day - today).days + 5, today)
		assert [code for code in findings(appeal) if code == "observer_notice_late"]
		appeal.received_at = clock.now() - timedelta(days=1)
		assert "observer_notice_late" not in findings(appeal)


def findings(appeal: Document) -> set[str]:
	"""What the check of a filed appeal finds, as at its receipt."""
	version = drafting.version_of(appeal)
	applicant = applicants.of(appeal, make.PARTY, version)
	return {found.code for found in drafting.findings_of(appeal, version, applicant)}


def test_a_finding_names_article_edition_required_and_actual_value():
	election_day = windows.open_elections()[0].election_day
	begin_value(NOTICE, (election_day - clock.today()).days + 5, clock.today())
	name = make.draft()
	(late,) = [found for found in before_filing.check(name) if found.code == "observer_notice_late"]
	told = endpoint.as_dict(late, "en")
	assert (told["article"], told["edition"]) == ("33", clock.today().isoformat())
	assert (told["required"], told["actual"]) == (late.params["last_day"], clock.today().isoformat())
	assert f"in force from {clock.today():%d.%m.%Y}" in told["message"]
	assert f"действует с {clock.today():%d.%m.%Y}" in endpoint.as_dict(late, "ru")["message"]
	assert f"{clock.today():%d.%m.%Y} dan amalda" in endpoint.as_dict(late, "uz")["message"]


class TestDecision:
	def test_its_signed_bytes_have_the_law_of_the_filing(self):
		name = make.filed()
		before = law_of(name)
		begin_value(REVIEW, 9, clock.today())
		decision = make.stored(signing.decided(name).decision, "Decision")
		assert decision_subject.read(decision.payload)["law"] == before
		assert is_as_signed(decision)

	def test_one_without_it_is_as_signed_too(self):
		name = make.filed()
		frappe.db.set_value("Appeal", name, {"law_applied": None, "received_at": None})
		frappe.db.set_value("Appeal", name, "received_at", make.stored(name).creation)
		decision = make.stored(signing.decided(name).decision, "Decision")
		assert decision_subject.read(decision.payload)["law"]["numbers"][NOTICE]["value"] == 10
		assert is_as_signed(decision)

	def test_an_annulment_has_the_law_of_what_it_annuls(self):
		result = signing.decided(make.filed())
		said = decision_subject.read(make.stored(result.decision, "Decision").payload)
		begin_value(REVIEW, 9, clock.today())
		frappe.set_user(make.CHAIR)
		annulment = chair.annulment_draft(result.decision, "Xato")
		assert decision_subject.read(annulment.payload.decode())["law"] == said["law"]

	def test_a_reopened_appeal_has_the_limit_of_the_law_of_its_filing(self):
		name = make.filed()
		due = make.stored(name).due_on
		result = signing.decided(name)
		begin_value(REVIEW, 50, clock.today())
		frappe.db.set_value("Appeal", name, "received_at", clock.now() - timedelta(days=1))
		frappe.set_user(make.CHAIR)
		payload = chair.annulment_draft(result.decision, "Xato").payload
		chair.annul(result.decision, "Xato", make.signature(make.CHAIR, payload))
		assert make.stored(name).due_on == due

	def test_a_matter_of_the_commission_has_the_articles_of_its_effect(self):
		law = json.loads(outcome_checks.law_of_matter("form_commission", clock.today()))
		assert law["numbers"]["district_commission_min"] == {"value": 11, "from": ""}
		assert law["articles"]["19"] == "2023-12-18"
