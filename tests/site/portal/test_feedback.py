"""Feedback: a message comes from the portal alone, its answer goes out once, and contact data live no longer than needed."""

from email import message_from_string

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, SetupMissing, TooMany
from esaylov.framework.requests import limits
from esaylov.portal.feedback import receiving


def sent(contact: str = "+998901234567", **more):
	receipt = receiving.send("voters", "Uchastkam qayerda?", "ru", "Sinov Sinovov", contact, **more)
	return frappe.get_doc("Feedback", receipt.number), receipt


def answered(document, text: str = "Uchastka 12-maktabda."):
	document.answer = text
	document.save()
	return apply_workflow(document, "Send the Answer")


def test_a_message_stands_in_the_queue_of_the_central_commission():
	document, receipt = sent()
	assert document.status == "New"
	assert frappe.db.get_value("Election Commission", document.commission, "level") == "CEC"
	assert (document.phone, document.email) == ("+998901234567", "")
	assert len(receipt.code) == 8


@pytest.mark.parametrize(
	("values", "finding"),
	[
		({"text": "  "}, ("feedback_missing", "text")),
		({"text": "a" * 4001}, ("too_long", "text")),
		({"name": "a" * 141}, ("too_long", "name")),
		({"contact": "12"}, ("feedback_contact", "contact")),
		({"contact": "a@b@c"}, ("feedback_contact", "contact")),
		({"participant": "nobody"}, ("not_a_choice", "page")),
		({"language": "de"}, ("not_a_choice", "language")),
	],
)
def test_what_is_wrong_is_said_field_by_field_and_nothing_is_written(values, finding):
	before = frappe.db.count("Feedback")
	good = {"participant": "voters", "text": "Savol", "language": "uz", "name": "", "contact": ""}
	with pytest.raises(FormInvalid) as refused:
		receiving.send(**{**good, **values})
	assert [(found.code, found.path) for found in refused.value.findings] == [finding]
	assert frappe.db.count("Feedback") == before


def test_the_answer_is_told_by_sms_to_a_phone_and_read_by_number_and_code():
	document, receipt = sent()
	assert receiving.found(receipt.number, receipt.code)["answer"] == ""
	document = answered(document)
	message = frappe.get_last_doc("SMS Message", {"reference_name": document.name})
	assert (message.template, message.phone, message.status) == ("S80", "+998901234567", "Queued")
	assert document.name in message.text
	assert document.channel == "SMS"
	assert receiving.found(receipt.number, receipt.code)["answer"] == "Uchastka 12-maktabda."


def test_an_answer_that_is_being_written_is_not_shown():
	document, receipt = sent()
	document.answer = "Yarim javob"
	document.save()
	assert receiving.found(receipt.number, receipt.code)["answer"] == ""


def test_the_answer_goes_by_mail_with_every_word_escaped():
	account = frappe.get_doc(
		{
			"doctype": "Email Account",
			"email_id": "javob@esaylov.example",
			"email_account_name": "Sinov",
			"enable_outgoing": 1,
			"default_outgoing": 1,
			"smtp_server": "127.0.0.1",
			"smtp_port": 9,
			"no_smtp_authentication": 1,
		}
	)
	account.flags.ignore_validate = True
	account.db_insert()
	document, _ = sent("sinov@example.uz")
	document = answered(document, "Salom <b>\n\nIkkinchi qism")
	queued = frappe.get_last_doc("Email Queue")
	assert [row.recipient for row in queued.recipients] == ["sinov@example.uz"]
	assert document.channel == "E-mail"
	parts = message_from_string(queued.message).walk()
	html = next(part for part in parts if part.get_content_type() == "text/html")
	assert "Salom &lt;b&gt;" in html.get_payload(decode=True).decode()
	assert not frappe.db.exists("SMS Message", {"reference_name": document.name})


def test_without_outgoing_mail_the_officer_is_told_what_is_missing(monkeypatch):
	def no_account(**_):
		raise frappe.OutgoingEmailError

	monkeypatch.setattr(frappe, "sendmail", no_account)
	document, _ = sent("sinov@example.uz")
	document.answer = "Javob"
	document.save()
	with pytest.raises(SetupMissing) as refused:
		apply_workflow(document, "Send the Answer")
	assert refused.value.code == "mail_missing"


def test_nothing_is_sent_unwritten_and_what_was_sent_is_not_changed():
	document, _ = sent()
	document.status = "Answered"
	with pytest.raises(frappe.ValidationError):
		document.save()
	document = answered(frappe.get_doc("Feedback", document.name))
	document.answer = "Boshqa javob"
	with pytest.raises(LawBroken):
		document.save()


@pytest.mark.parametrize("field", ["text", "sender_name", "participant"])
def test_a_message_is_nobodys_to_change(field):
	document, _ = sent()
	document.set(field, "parties" if field == "participant" else "boshqa")
	with pytest.raises(LawBroken):
		document.save()


def test_no_message_comes_from_anywhere_but_the_portal():
	with pytest.raises(LawBroken):
		frappe.get_doc({"doctype": "Feedback", "text": "x", "participant": "voters"}).insert()


def test_closing_forgets_phone_and_mail():
	document, _ = sent()
	document = apply_workflow(answered(document), "Close")
	assert (document.phone, document.email) == ("", "")
	assert document.sender_name == "Sinov Sinovov"


@pytest.mark.parametrize("wrong", ["", "AAAAAAAA"])
def test_a_wrong_code_finds_nothing(wrong):
	_, receipt = sent()
	with pytest.raises(NotFound):
		receiving.found(receipt.number, wrong)


def test_a_number_written_otherwise_is_the_same_one_to_the_limit(monkeypatch):
	"""The database takes small letters for the number too: each writing would have had a limit of its own."""
	_, receipt = sent()
	frappe.set_user("Guest")
	monkeypatch.setattr(frappe.local, "request_ip", f"sinov-{frappe.generate_hash(length=8)}", raising=False)
	writings = (receipt.number, receipt.number.lower())
	for turn in range(limits.LOOK_UPS):
		with pytest.raises(NotFound):
			receiving.found(writings[turn % 2], "AAAAAAAA")
	for written in writings:
		with pytest.raises(TooMany):
			receiving.found(written, receipt.code)
