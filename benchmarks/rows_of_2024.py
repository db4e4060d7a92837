"""Rows of the size of 2024, written below the controllers by the database itself, always the same: for `guests.py` and `lists.py`.

Each row has the columns that filing, deciding and sending fill, and texts of their usual length; nothing in them is real.
The site is thrown away afterwards: there is no way to take the rows out.
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


def load(share: float = 1.0) -> None:
	"""Write the rows, or a share of each DocType's."""
	frappe.db.sql(
		"create temporary table place (n int primary key, code varchar(140), lft int, territory varchar(140))"
	)
	frappe.db.sql(
		"insert into place select row_number() over (order by name) - 1, name, lft, territory"
		" from `tabElection Commission` where level = 'DC'"
	)
	places = int(frappe.db.sql("select count(*) from place")[0][0])
	for doctype, columns in _columns().items():
		number = int(SIZES[doctype] * share)
		values = {"at": "date_sub('2024-10-01', interval s.seq second)", **columns}
		moment = values.pop("at")
		names = ", ".join(f"`{name}`" for name in values)
		terms = ", ".join(values.values())
		frappe.db.sql(
			f"insert into `tab{doctype}` (name, creation, modified, owner, modified_by, docstatus, idx, {names})"
			f" select concat('{PREFIX}', lpad(s.seq, 7, '0')), {moment}, {moment}, 'Administrator', 'Administrator', 0, 0, {terms}"
			f" from seq_1_to_{number} s join place on place.n = (s.seq * {CYCLE} >> 8) % {places}"
		)
		frappe.db.commit()
	for doctype in SIZES:
		frappe.db.sql(f"analyze table `tab{doctype}`")


def _one_of(values: tuple[str, ...], every: int = 1) -> str:
	quoted = ", ".join(f"'{value}'" for value in values)
	return f"elt(1 + (s.seq * {CYCLE} >> 8) div {every} % {len(values)}, {quoted})"


def _name(number: str = "s.seq") -> str:
	return f"concat('{PREFIX}', lpad({number}, 7, '0'))"


def _person(doctype: str) -> str:
	return _name(f"s.seq + {STARTS[doctype]}")


def _filer(number: str = "s.seq") -> str:
	return _name(f"{STARTS['Appeal']} + {number} % {FILERS}")


def _full_name() -> str:
	return (
		f"concat({_one_of(SURNAMES)}, s.seq, ' ', {_one_of(GIVEN, 9)}, ' ', {_one_of(GIVEN, 99)}, ' oʻgʻli')"
	)


def _entry(doctype: str) -> dict[str, str]:
	"""What rows of registers of persons have in common."""
	return {
		"title": _full_name(),
		"full_name": _full_name(),
		"person": _person(doctype),
		"status": "if(s.seq % 50, 'Registered', 'Withdrawn')",
		"party": _one_of(PARTIES),
		"election": "'demo'",
		"territory": "place.territory",
		"commission": "place.code",
		"commission_lft": "place.lft",
		"decision": _name(f"1 + s.seq % {SIZES['Decision']}"),
		"row_path": "concat('entries[', s.seq div 75000, ']')",
		"appeal": _name(f"1 + s.seq % {SIZES['Appeal']}"),
		"registered_on": "'2024-09-20'",
	}


def _columns() -> dict[str, dict[str, str]]:
	decided = "s.seq <= 75000"
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
			**_entry("Candidate"),
			"election_type": "'DC'",
			"gender": "if(s.seq % 3, 'Male', 'Female')",
			"birth_date": "date_add('1950-01-01', interval s.seq * 37 % 17000 day)",
			"birthplace": "'TOSHKENT SHAHRI'",
			"biography": "repeat('Namoyish uchun. ', 40)",
			"program": "repeat('Namoyish uchun. ', 60)",
		},
		"Observer": {**_entry("Observer"), "kind": "'party'"},
		"Proxy": {**_entry("Proxy"), "candidate": _name("1 + s.seq % 30000"), "election_type": "'DC'"},
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
			"applicant_person": _filer(),
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
			"signature": _name("100000 + s.seq"),
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
			"decision": _name("1 + s.seq % 75000"),
			"register_doctype": "'Observer'",
			"register_name": _name(),
		},
		"SMS Message": {
			"template": "'S05'",
			"phone_masked": "'+998 00 *** ** 01'",
			"phone": f"concat('+99800', lpad({STARTS['Appeal']} + s.seq % {FILERS}, 7, '0'))",
			"receiver_person": _filer(),
			"status": "'Delivered'",
			"language": "'uz'",
			"parts": "1",
			"text": "concat('E-saylov: murojaat ', s.seq, ' qabul qilindi. Namoyish uchun.')",
			"commission": "place.code",
			"commission_lft": "place.lft",
			"event_key": "concat('S05|Appeal|', s.seq)",
			"reference_doctype": "'Appeal'",
			"reference_name": _name(f"if(s.seq % {FILERS}, s.seq % {FILERS}, {FILERS})"),
		},
		"Document Signature": {
			"reference_doctype": "if(s.seq <= 100000, 'Appeal', 'Decision')",
			"reference_name": _name("if(s.seq <= 100000, s.seq, s.seq - 100000)"),
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
