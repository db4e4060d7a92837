"""Each DocType of ours is compared by night, covered by what is signed or chained, or named here with the reason why not: a new one fails until somebody decides."""

import frappe

from esaylov.permissions.configuration.rules.watched import WATCHED
from esaylov.setup.operating.comparisons import chain_rows, signed_rows

MODULE = "Esaylov"
CHAINS = {
	"Chain Event": "each names the one before by its hash (trust.jobs.verify_all)",
	"Published Head": "signed by the server, named outside the database too (verify_all, heads_set_back)",
	"Configuration Change": "sealed, and in the chain (comparison.log_faults)",
	"Document Signature": "a CMS over bytes that the document beside it holds (signed_rows)",
	"Signed List": "the bytes of one signature over many documents (signed_rows)",
	"Agenda Item": "what the chain says of its votes (sessions.not_as_chained), and its protocol",
}
NOT_COMPARED = {
	"Appeal Remark": "what staff ask to mend; decides nothing",
	"Bulk Assignment": "a job's course",
	"Bulk Decision": "a job's course; each decision of it is signed",
	"Certificate Batch": "a job's course; each certificate of it is signed",
	"Commission Counter": "numbers; what was given a number is signed with it, and the chain's own is verified",
	"Count Entry": "numbers before anybody signed them; the signed protocol has them and who typed them",
	"Declared Interest": "what its owner says of themselves; a recusal by it stands in the ballot and the protocol",
	"Election Preparation": "a plan; the election that comes of it is compared",
	"Expert Conclusion": "advice; the chain has the commitment to its text",
	"Feedback": "letters to the operator",
	"Known Device": "a mark by a keyed hash that the database alone cannot make",
	"Login Invitation": "a way to a first login, whose person and membership are compared when it is used",
	"One-time Code": "keyed hashes that live for minutes",
	"Personal Data Access": "a trace of who looked; nothing follows from it",
	"Phone Change": "a way to a new phone, which is compared where it counts",
	"SMS Campaign": "a job's course",
	"SMS Message": "what was sent; the words come from templates that are compared",
	"Shipped Record": "a copy of what was shipped; what stands on the site is compared",
	"State Register Answer": "advice to the officer, with its source; the state's own register stands",
	"State Register Prefill": "what an applicant is offered to take over; what is filed is signed",
	"Table Import": "a job's course; what it wrote is compared, and the chain has its file",
	"Webhook Delivery": "a queue",
}


def doctypes() -> dict[str, bool]:
	"""All of ours: whether each is a table of others."""
	rows = frappe.get_all("DocType", {"module": MODULE}, ["name", "istable"], order_by="name asc")
	return {row.name: bool(row.istable) for row in rows}


def covered() -> set[str]:
	"""Those that a night compares, with the tables of each."""
	named = {doctype for doctype, _key, _fields in chain_rows.NAMED.values()}
	found = {*WATCHED, *signed_rows.SIGNED, *named, *CHAINS}
	ours = doctypes()
	for doctype in found & ours.keys():
		found |= {field.options for field in frappe.get_meta(doctype).get_table_fields()}
	return found


def test_each_doctype_is_compared_or_has_a_reason() -> None:
	ours, known = doctypes(), covered()
	tables = {field.options for name in NOT_COMPARED for field in frappe.get_meta(name).get_table_fields()}
	assert set(ours) - known - tables - NOT_COMPARED.keys() == set()


def test_no_reason_is_left_over() -> None:
	ours = doctypes()
	assert NOT_COMPARED.keys() | CHAINS.keys() <= ours.keys()
	assert NOT_COMPARED.keys() & covered() == set()
