"""What puts a row into a user's reach, DocType by DocType: the table that `permissions` reads.

A DocType without rules is out of reach for everybody but the auditor.
"""

from collections.abc import Iterator

import frappe

from esaylov.permissions.row_conditions import (
	ByAdministrator,
	EnteredByAdministrator,
	NamedBy,
	OfBody,
	OfCommission,
	OfOfficials,
	OfOwnEntry,
	OfPerson,
	OfUser,
	Rule,
	Through,
)

_THROUGH_REFERENCE = tuple(
	Through("reference_name", doctype, kind="reference_doctype")
	for doctype in ("Appeal", "Appeal Correction", "Decision", "Certificate", "Signed List", "Count Protocol")
)

_OF_ENTRY = (OfCommission("commission", lft="commission_lft"), Through("appeal", "Appeal"))
_OF_PERSONS_ENTRY = (*_OF_ENTRY, OfPerson("person"))
_OF_FILING_ENTRY = (*_OF_PERSONS_ENTRY, OfOwnEntry())
"""Of registers whose entries file appeals themselves, also in the session that a code to their phone began."""
_REGISTERS_OF_PERSONS = (
	"Candidate",
	"Proxy",
	"Authorized Representative",
	"Media Representative",
	"Observer",
	"Elected Deputy",
)

SCOPES: dict[str, tuple[Rule, ...]] = {
	"Appeal": (
		OfCommission("recipient", lft="recipient_lft", after=("status", "Draft")),
		OfBody("applicant_body_type", "applicant_body"),
		OfPerson("applicant_person", reading_only=False),
	),
	"Appeal Correction": _OF_ENTRY,
	"Appeal Remark": (
		OfCommission("commission", lft="commission_lft"),
		Through("correction", "Appeal Correction"),  # the applicant reads it after the return
	),
	"Expert Conclusion": (OfCommission("commission", lft="commission_lft"),),
	"Decision": (OfCommission("commission"), Through("appeal", "Appeal", only=("status", "Signed"))),
	**dict.fromkeys(_REGISTERS_OF_PERSONS, _OF_PERSONS_ENTRY),
	**dict.fromkeys(("Candidate", "Proxy"), _OF_FILING_ENTRY),
	**dict.fromkeys(
		(
			"Candidate List",
			"Party Admission",
			"Signature Sheets",
			"Campaign Meeting",
			"Complaint Outcome",
			"Result Table",
		),
		_OF_ENTRY,
	),
	"Feedback": (OfCommission("commission"), ByAdministrator()),  # whoever answers
	"Bulk Decision": (OfCommission("commission"),),
	"Signed List": (OfCommission("commission"),),
	"Register Event": (OfCommission("commission", lft="commission_lft"),),
	"Certificate": (
		OfCommission("issuer_commission", lft="issuer_commission_lft"),
		Through("decision", "Decision"),
		OfPerson("holder"),
		OfOwnEntry("register_name", "register_doctype"),
	),
	**dict.fromkeys(
		("Commission Session", "Agenda Item", "Session Attendance", "Commission Vote"),
		(OfCommission("commission", lft="commission_lft"),),
	),
	**dict.fromkeys(
		("Count Protocol", "Turnout Report"), (OfCommission("commission", lft="commission_lft"),)
	),
	"Count Entry": (),  # nobody: the second person must not see what the first one typed
	"Declared Interest": (OfPerson("person"),),  # the check of conflicts asks as the system
	"SMS Message": (OfCommission("commission", lft="commission_lft"), OfPerson("receiver_person")),
	"Bulk Assignment": (OfUser("requested_by"),),
	"Certificate Batch": (OfUser("requested_by"),),
	"Known Device": (),  # nobody but the auditor
	"One-time Code": (),  # the same
	"Phone Change": (),  # the same
	"Passkey": (),  # the same
	"Document Signature": _THROUGH_REFERENCE,
	"Chain Event": (OfCommission("commission"),),
	"Commission Membership": (OfCommission("commission"), ByAdministrator(), OfPerson("person")),
	"Body Representative": (OfBody("body_type", "body"), ByAdministrator(), OfPerson("person")),
	"State Register Answer": (),  # the auditor's alone; an officer sees it beside the appeal that it was asked for
	"State Register Prefill": (),  # the same
	"Personal Data Access": (OfPerson("person"),),  # whom it is about; the auditor sees all
	"Person": (
		OfOfficials("Commission Membership"),
		OfOfficials("Body Representative"),
		EnteredByAdministrator(),
		OfPerson("name"),
		NamedBy("Commission Membership", "person"),
		*(NamedBy(register, "person") for register in _REGISTERS_OF_PERSONS),
		NamedBy("Appeal", "applicant_person"),
	),
}


def refresh_places() -> None:
	"""Bring the copies of `lft` on rows in line with the tree of commissions, after a commission was formed in it.

	In the transaction that forms it: a row with an old place would be in another commission's reach.
	"""
	commission = frappe.qb.DocType("Election Commission")
	for doctype, field, lft in _copies():
		rows = frappe.qb.DocType(doctype)
		(
			frappe.qb.update(rows)
			.join(commission)
			.on(commission.name == rows[field])
			.set(rows[lft], commission.lft)
			.where(rows[lft] != commission.lft)
			.run()
		)
	frappe.clear_document_cache("Election Commission")


def _copies() -> Iterator[tuple[str, str, str]]:
	"""DocType, its field that names a commission, and the field that copies the commission's place."""
	for doctype, rules in SCOPES.items():
		for rule in rules:
			if isinstance(rule, OfCommission) and rule.lft:
				yield doctype, rule.field, rule.lft
