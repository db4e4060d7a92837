"""Rows of the size of 2024, written below the controllers by the database itself, always the same: for benchmarks, and a few of them for tests.

Each row has the columns that filing, deciding and sending fill, and texts of their usual length; nothing in them is real.
What is kept of them stays: they are for a site that is thrown away.
"""

# the texts are ours alone
# ruff: noqa: S608
import frappe

PREFIX = "size"
CYCLE = 2_654_435_761
"""Knuth's multiplier: spreads numbers over the commissions and names."""
SURNAMES = (
	"Karimov",
	"Vohidov",
	"Qodirov",
	"Sobirov",
	"Jalilov",
	"Rahimov",
	"Yusupov",
	"Nazarov",
	"Ergashev",
)
GIVEN = (
	"Anvar",
	"Botir",
	"Davron",
	"Eldor",
	"Farhod",
	"Gʻayrat",
	"Jasur",
	"Komil",
	"Laziz",
	"Murod",
	"Nodir",
)
PARTIES = ("OZLIDEP", "MILLIY_TIKLANISH", "EKOPARTIYA", "XDP", "ADOLAT")
SIZES = {
	"Person": 400_000,
	"Candidate": 30_000,
	"Observer": 220_000,
	"Proxy": 60_000,
	"Appeal": 100_000,
	"Decision": 75_000,
	"Certificate": 75_000,
	"SMS Message": 300_000,
	"Document Signature": 175_000,
}
STARTS = {"Candidate": 0, "Observer": 30_000, "Proxy": 250_000, "Appeal": 320_000}
"""After which person the persons of a DocType begin; 32,000 of them file appeals."""
FILERS = 32_000


PLACES = (
	"(select row_number() over (order by name) - 1 as n, name as code, lft, territory"
	" from `tabElection Commission` where level = 'DC')"
)


def load(share: float = 1.0, keep: bool = True) -> None:
	"""Write the rows, or a share of each DocType's. keep: commit after each DocType, and have the database count what it has."""
	places = frappe.db.count("Election Commission", {"level": "DC"})
	sizes = {doctype: int(number * share) for doctype, number in SIZES.items()}
	for doctype, columns in _columns(share).items():
		values = {"at": "date_sub('2024-10-01', interval s.seq second)", **columns}
		moment = values.pop("at")
		names = ", ".join(f"`{name}`" for name in values)
		terms = ", ".join(values.values())
		frappe.db.sql(
			f"insert into `tab{doctype}` (name, creation, modified, owner, modified_by, docstatus, idx, {names})"
			f" select concat('{PREFIX}', lpad(s.seq, 7, '0')), {moment}, {moment}, 'Administrator', 'Administrator', 0, 0, {terms}"
			f" from seq_1_to_{sizes[doctype]} s join {PLACES} place on place.n = (s.seq * {CYCLE} >> 8) % {places}"
		)
		if keep:
			frappe.db.commit()
	if keep:
		count()


def count() -> None:
	"""Keep the rows, and have the database count what it has: its plans rest on that."""
	frappe.db.commit()
	for doctype in SIZES:
		frappe.db.sql(f"analyze table `tab{doctype}`")


def remove() -> None:
	"""Take kept rows away again."""
	for doctype in SIZES:
		frappe.db.sql(f"delete from `tab{doctype}` where name like '{PREFIX}%'")
	frappe.db.commit()


def _one_of(values: tuple[str, ...], every: int = 1) -> str:
	quoted = ", ".join(f"'{value}'" for value in values)
	return f"elt(1 + (s.seq * {CYCLE} >> 8) div {every} % {len(values)}, {quoted})"


def _name(number: str = "s.seq") -> str:
	return f"concat('{PREFIX}', lpad({number}, 7, '0'))"


def _full_name() -> str:
	return (
		f"concat({_one_of(SURNAMES)}, s.seq, ' ', {_one_of(GIVEN, 9)}, ' ', {_one_of(GIVEN, 99)}, ' oʻgʻli')"
	)


def _entry(person: str, share: float) -> dict[str, str]:
	"""What rows of registers of persons have in common."""
	decisions, appeals = (int(SIZES[doctype] * share) for doctype in ("Decision", "Appeal"))
	return {
		"title": _full_name(),
		"full_name": _full_name(),
		"person": person,
		"status": "if(s.seq % 50, 'Registered', 'Withdrawn')",
		"party": _one_of(PARTIES),
		"election": "'demo'",
		"territory": "place.territory",
		"commission": "place.code",
		"commission_lft": "place.lft",
		"decision": _name(f"1 + s.seq % {decisions}"),
		"row_path": f"concat('entries[', s.seq div {decisions}, ']')",
		"appeal": _name(f"1 + s.seq % {appeals}"),
		"registered_on": "'2024-09-20'",
	}


def _columns(share: float) -> dict[str, dict[str, str]]:
	sizes = {doctype: int(number * share) for doctype, number in SIZES.items()}
	starts = {doctype: int(number * share) for doctype, number in STARTS.items()}
	filers = int(FILERS * share)
	filer = _name(f"{starts['Appeal']} + s.seq % {filers}")
	entry = {
		name: _entry(_name(f"s.seq + {starts[name]}"), share) for name in ("Candidate", "Observer", "Proxy")
	}
	decided = f"s.seq <= {sizes['Decision']}"
	filed = f"s.seq <= {sizes['Appeal']}"
	return {
		"Person": {
			"surname": f"concat({_one_of(SURNAMES)}, s.seq)",
			"given_name": _one_of(GIVEN, 9),
			"patronymic": f"concat({_one_of(GIVEN, 99)}, ' oʻgʻli')",
			"full_name": _full_name(),
			"gender": "if(s.seq % 3, 'Male', 'Female')",
			"birth_date": "date_add('1950-01-01', interval s.seq * 37 % 17000 day)",
			"pinfl": "concat('9', lpad(s.seq, 13, '0'))",
			"passport": "concat('ZZ', lpad(s.seq, 7, '0'))",
			"phone": "concat('+99800', lpad(s.seq, 7, '0'))",
			"address": "concat('Namuna koʻchasi, ', s.seq, '-uy')",
			"workplace_position": "concat('Namuna idora ', s.seq)",
		},
		"Candidate": {
			**entry["Candidate"],
			"election_type": "'DC'",
			"gender": "if(s.seq % 3, 'Male', 'Female')",
			"birth_date": "date_add('1950-01-01', interval s.seq * 37 % 17000 day)",
			"birthplace": "'TOSHKENT SHAHRI'",
			"biography": "repeat('Namoyish uchun. ', 40)",
			"program": "repeat('Namoyish uchun. ', 60)",
		},
		"Observer": {**entry["Observer"], "kind": "'party'"},
		"Proxy": {
			**entry["Proxy"],
			"candidate": _name(f"1 + s.seq % {sizes['Candidate']}"),
			"election_type": "'DC'",
		},
		"Appeal": {
			"subject": "concat('OZLIDEP: ', s.seq % 40, ' kuzatuvchi')",
			"number": "concat('S-', s.seq)",
			"status": f"if({decided}, {_one_of(('Granted', 'Granted', 'Refused'))}, {_one_of(('Submitted', 'Under Review'))})",
			"appeal_type": _one_of(("A56", "A29", "A31")),
			"type_version": "1",
			"route": "'chair_decision'",
			"election": "'demo'",
			"received_at": "date_sub('2024-10-01', interval s.seq second)",
			"due_on": "'2024-10-05'",
			"decision": f"if({decided}, {_name()}, null)",
			"answers": "concat('{\"persons\":[', repeat('{\"surname\":\"Karimov\"},', 60), '{}]}')",
			"payload": "concat('{\"a\":\"', repeat('a', 2000), '\"}')",
			"receipt": "concat('{\"a\":\"', repeat('a', 400), '\"}')",
			"applicant_kind": "'party_district_branch'",
			"applicant_body_type": "'Party Branch'",
			"applicant_body": f"concat({_one_of(PARTIES)}, '-', place.territory)",
			"applicant_person": filer,
			"language": "'uz'",
			"recipient": "place.code",
			"recipient_lft": "place.lft",
			"territory": "place.territory",
			"payload_sha256": "sha2(s.seq, 256)",
		},
		"Decision": {
			"commission": "place.code",
			"number": "concat('Q-', s.seq)",
			"decided_on": "date_add('2024-09-01', interval s.seq % 30 day)",
			"title": "concat('Qaror ', s.seq)",
			"kind": "'Appeal Decision'",
			"outcome": _one_of(("Granted", "Granted", "Refused")),
			"status": "'Signed'",
			"appeal": _name(),
			"election": "'demo'",
			"is_effective": "1",
			"text_uz": "repeat('Namoyish uchun qaror. ', 60)",
			"payload": "concat('{\"a\":\"', repeat('a', 1500), '\"}')",
			"signature": _name(f"{sizes['Appeal']} + s.seq"),
		},
		"Certificate": {
			"holder_name_as_printed": _full_name(),
			"kind": "(select name from `tabCertificate Kind` order by name limit 1)",
			"series_no": "concat('SZ', s.seq)",
			"number": "s.seq",
			"issue_no": "1",
			"status": "'Valid'",
			"issued_on": "'2024-09-20'",
			"holder": _name(),
			"issuer_commission": "place.code",
			"issuer_commission_lft": "place.lft",
			"election": "'demo'",
			"decision": _name(f"1 + s.seq % {sizes['Decision']}"),
			"register_doctype": "'Observer'",
			"register_name": _name(),
		},
		"SMS Message": {
			"template": "'S05'",
			"phone_masked": "'+998 00 *** ** 01'",
			"phone": f"concat('+99800', lpad({starts['Appeal']} + s.seq % {filers}, 7, '0'))",
			"receiver_person": filer,
			"status": "'Delivered'",
			"language": "'uz'",
			"parts": "1",
			"text": "concat('E-saylov: murojaat ', s.seq, ' qabul qilindi. Namoyish uchun.')",
			"commission": "place.code",
			"commission_lft": "place.lft",
			"event_key": "concat('S05|Appeal|', s.seq)",
			"reference_doctype": "'Appeal'",
			"reference_name": _name(f"if(s.seq % {filers}, s.seq % {filers}, {filers})"),
		},
		"Document Signature": {
			"reference_doctype": f"if({filed}, 'Appeal', 'Decision')",
			"reference_name": _name(f"if({filed}, s.seq, s.seq - {sizes['Appeal']})"),
			"purpose": "'Filing'",
			"method": "'EDS'",
			"signed_at": "date_sub('2024-10-01', interval s.seq second)",
			"verified_at": "date_sub('2024-10-01', interval s.seq second)",
			"signer_name": _full_name(),
			"signer_pinfl": "concat('9', lpad(s.seq, 13, '0'))",
			"payload_sha256": "sha2(s.seq, 256)",
			"cms": "repeat('MIIB', 750)",
		},
	}
