"""What the columns of rows of the size of 2024 hold: SQL terms of `s.seq`, the number of a row, and `place`, a district commission.

The same columns as the system itself fills, with texts of their usual length. Nothing in them is real.
"""

from collections.abc import Mapping

from esaylov.core.people.letters import ORDERED

PREFIX = "size"
CYCLE = 2_654_435_761
"""Knuth's multiplier: spreads numbers over the commissions and names."""
SURNAMES = (
	*("Karimov", "Vohidov", "Qodirov", "Sobirov", "Jalilov", "Rahimov", "Yusupov", "Nazarov"),
	"Ergashev",
)
GIVEN = (
	*("Anvar", "Botir", "Davron", "Eldor", "Farhod", "Gʻayrat", "Jasur", "Komil", "Laziz", "Murod"),
	"Nodir",
)
PARTIES = ("OZLIDEP", "MILLIY_TIKLANISH", "EKOPARTIYA", "XDP", "ADOLAT")
SIZES = {
	"Person": 400_000,
	"Constituency": 6_000,
	"Polling Station": 11_000,
	"Candidate": 30_000,
	"Observer": 220_000,
	"Proxy": 60_000,
	"Appeal": 100_000,
	"Decision": 75_000,
	"Decision Row": 225_000,
	"Certificate": 75_000,
	"SMS Message": 300_000,
	"Document Signature": 175_000,
}
STARTS = {"Candidate": 0, "Observer": 30_000, "Proxy": 250_000, "Appeal": 320_000}
"""After which person the persons of a DocType begin; 32,000 of them file appeals."""
FILERS = 32_000
FIRST_NUMBER = 100_001
"""Of constituencies and polling stations, above all that a demonstration and its tests have."""
PLACES = (
	"(select row_number() over (order by name) - 1 as n, name as code, lft, territory"
	" from `tabElection Commission` where level = 'DC')"
)
Columns = Mapping[str, str]
"""Terms by column. "" has the number whose commission the row shares; without it that is its own."""
PHONE = "concat('+99800', lpad(s.seq, 7, '0'))"
MOMENT = "date_sub('2024-10-01', interval s.seq second)"
BIRTH = {
	"gender": "if(s.seq % 3, 'Male', 'Female')",
	"birth_date": "date_add('1950-01-01', interval s.seq * 37 % 17000 day)",
}


def sizes(share: float) -> dict[str, int]:
	"""Rows of each DocType at a share of the whole."""
	return {doctype: max(1, int(number * share)) for doctype, number in SIZES.items()}


def columns(share: float) -> dict[str, Columns]:
	"""Terms of every DocType; a link leads to a row that is there at the same share."""
	return {**_people(share), **_ground(share), **_entries(share), **_appeals(share), **_papers(share)}


def name(number: str = "s.seq") -> str:
	"""The name of a row."""
	return f"concat('{PREFIX}', lpad({number}, 7, '0'))"


def _one_of(values: tuple[str, ...], every: int = 1) -> str:
	quoted = ", ".join(f"'{value}'" for value in values)
	return f"elt(1 + (s.seq * {CYCLE} >> 8) div {every} % {len(values)}, {quoted})"


def _full_name(given: tuple[str, ...] = GIVEN, ending: str = "oʻgʻli") -> str:
	return f"concat({_one_of(SURNAMES)}, s.seq, ' ', {_one_of(given, 9)}, ' ', {_one_of(given, 99)}, ' {ending}')"


def _name_order(term: str) -> str:
	"""As `core.people.letters.name_order` of a name."""
	text = f"lower({term})"
	for letter, place in ORDERED:
		text = "replace({}, '{}', '{}')".format(text, *(sign.replace("'", "''") for sign in (letter, place)))
	return text


def _text(text: str, times: int) -> str:
	return f"repeat('{text} ', {times})"


def _person(doctype: str, share: float) -> str:
	return name(f"s.seq + {int(STARTS[doctype] * share)}")


def _filer(share: float, appeal: str = "s.seq") -> str:
	"""The number of the person who filed an appeal."""
	return f"1 + {int(STARTS['Appeal'] * share)} + ({appeal}) % {max(1, int(FILERS * share))}"


def _people(share: float) -> dict[str, Columns]:
	plain = tuple(given.replace("ʻ", "").lower() for given in GIVEN)
	return {
		"Person": {
			"mandates_version": "1",
			"identity_state": "'Entered by a Decision'",
			"surname": f"concat({_one_of(SURNAMES)}, s.seq)",
			"given_name": _one_of(GIVEN, 9),
			"patronymic": f"concat({_one_of(GIVEN, 99)}, ' oʻgʻli')",
			"full_name": _full_name(),
			"search_key": f"lower({_full_name(plain, 'ogli')})",
			**BIRTH,
			"pinfl": "concat('9', lpad(s.seq, 13, '0'))",
			"passport": "concat('ZZ', lpad(s.seq, 7, '0'))",
			"phone": PHONE,
			"address": "concat('Namuna koʻchasi, ', s.seq, '-uy')",
			"workplace_position": "concat('Namuna idora ', s.seq)",
		}
	}


def _ground(share: float) -> dict[str, Columns]:
	decisions = sizes(share)["Decision"]
	titles = {
		"title_uz": "concat(s.seq, '-namuna joy')",
		"title_uz_cyrl": "concat(s.seq, '-намуна жой')",
		"territory": "place.territory",
		"number": f"s.seq + {FIRST_NUMBER - 1}",
		"voters_count": "1000 + s.seq % 2000",
		"boundaries": _text("Namuna koʻchasi, 1-uydan 99-uygacha.", 12),
		"source_mark": "'[ours] made up for demonstration'",
		"decision": name(f"1 + s.seq % {decisions}"),
		"row_path": f"concat('entries[', s.seq div {decisions}, ']')",
	}
	return {
		"Constituency": {
			**titles,
			"election": "'demo'",
			"election_type": "'DC'",
			"center": "'Namuna maktab'",
		},
		"Polling Station": {
			**titles,
			"kind": "'Ordinary'",
			"building": "concat(s.seq, '-namuna maktab')",
			"address": "concat('Namuna koʻchasi, ', s.seq, '-uy')",
			"phone": PHONE,
			"latitude": "41.3",
			"longitude": "69.2",
			"is_synthetic": "1",
		},
	}


def _entries(share: float) -> dict[str, Columns]:
	numbers = sizes(share)
	decision, appeal = (f"1 + s.seq % {numbers[doctype]}" for doctype in ("Decision", "Appeal"))
	common = {
		"title": _full_name(),
		"full_name": _full_name(),
		"status": "if(s.seq % 50, 'Registered', 'Withdrawn')",
		"election": "'demo'",
		"territory": "place.territory",
		"commission": "place.code",
		"commission_lft": "place.lft",
		"decision": name(decision),
		"row_path": f"concat('entries[', s.seq div {numbers['Decision']}, ']')",
		"appeal": name(appeal),
		"registered_on": "'2024-09-20'",
	}
	candidate = f"1 + s.seq % {numbers['Candidate']}"
	constituencies = numbers["Constituency"]

	def seat(of: str) -> str:
		return f"1 + (({of}) - 1) div {len(PARTIES)} % {constituencies}"

	party = f"elt(1 + (s.seq - 1) % {len(PARTIES)}, {', '.join(repr(party) for party in PARTIES)})"
	registered, person = "s.seq % 50", _person("Candidate", share)
	return {
		"Candidate": {
			"": seat("s.seq"),
			**common,
			**BIRTH,
			"name_order": _name_order(_full_name()),
			"person": person,
			"party": party,
			"phone": PHONE,
			"party_membership": "'Member'",
			"election_type": "'DC'",
			"constituency": name(seat("s.seq")),
			"standing_key": f"if({registered}, concat('demo|DC|', {person}), null)",
			"seat_key": f"if({registered}, concat('demo|', {name(seat('s.seq'))}, '|', {party}), null)",
			"proxies_count": "2",
			"birthplace": "'TOSHKENT SHAHRI'",
			"biography": _text("Namoyish uchun.", 40),
			"program": _text("Namoyish uchun.", 60),
		},
		"Observer": {
			"": decision,
			**common,
			"status": "if(s.seq % 50, 'Registered', 'Revoked')",
			"standing_key": f"if({registered}, concat('demo|', place.territory, '|', {_person('Observer', share)}), null)",
			"person": _person("Observer", share),
			"phone": PHONE,
			"party": _one_of(PARTIES),
			"kind": "'party'",
			"organization_title": _text("Namuna partiya", 3),
			"scope_text": "concat('Namuna tuman ', place.code)",
			"certificate": f"if(s.seq <= {numbers['Certificate']}, {name()}, null)",
		},
		"Proxy": {
			"": seat(candidate),
			**common,
			"status": "if(s.seq % 50, 'Registered', 'Revoked')",
			"person": _person("Proxy", share),
			"phone": PHONE,
			"party": _one_of(PARTIES),
			"candidate": name(candidate),
			"election_type": "'DC'",
			"constituency": name(seat(candidate)),
			"standing_key": f"if({registered}, concat({name(candidate)}, '|', {_person('Proxy', share)}), null)",
		},
	}


def _appeals(share: float) -> dict[str, Columns]:
	numbers = sizes(share)
	decided = f"s.seq <= {numbers['Decision']}"
	of_row = "1 + (s.seq - 1) div 3"
	return {
		"Appeal": {
			"subject": "concat('OʻzLiDeP: ', s.seq % 40, ' kuzatuvchi')",
			"search_key": "concat('ozlidep ', s.seq % 40, ' kozatovchi')",
			"number": "concat('S-', s.seq)",
			"status": f"if({decided}, {_one_of(('Granted', 'Granted', 'Refused'))}, {_one_of(('Registered', 'Under Review'))})",
			"appeal_type": _one_of(("A56", "A29", "A31")),
			"type_version": "1",
			"route": "'chair_decision'",
			"law_applied": "'{}'",
			"election": "'demo'",
			"received_at": MOMENT,
			"due_on": "'2024-10-05'",
			# nobody is reminded of them: the jobs of the clock would write messages that outlive the rows
			**dict.fromkeys(
				("reminded_for", "overdue_for", "escalated_for"), f"if({decided}, null, '2024-10-05')"
			),
			"decision": f"if({decided}, {name()}, null)",
			"answers": "concat('{\"persons\":[', repeat('{\"surname\":\"Karimov\"},', 60), '{}]}')",
			"payload": "concat('{\"a\":\"', repeat('a', 2000), '\"}')",
			"receipt": "concat('{\"a\":\"', repeat('a', 400), '\"}')",
			"findings": "'[]'",
			"applicant_kind": "'party_district_branch'",
			"applicant_body_type": "'Party Branch'",
			"applicant_body": f"concat({_one_of(PARTIES)}, '-', place.territory)",
			"applicant_person": name(_filer(share)),
			"assigned_to": "'Administrator'",
			"language": "'uz'",
			"recipient": "place.code",
			"recipient_lft": "place.lft",
			"territory": "place.territory",
			"payload_sha256": "sha2(s.seq, 256)",
			"signature": name(),
			"tracking_code": "concat('Z', lpad(s.seq, 7, '0'))",
			"idempotency_key": "concat('size-', s.seq)",
			"about_key": "sha2(concat('about ', s.seq), 256)",
		},
		"Decision": {
			"commission": "place.code",
			"number": "concat('Q-', s.seq)",
			"decided_on": "date_add('2024-09-01', interval s.seq % 30 day)",
			"title": "concat('Qaror ', s.seq)",
			"kind": "'Chair Decision'",
			"outcome": _one_of(("Granted", "Granted", "Refused")),
			"status": "'Signed'",
			"appeal": name(),
			"election": "'demo'",
			"is_effective": "1",
			"text_uz": _text("Namoyish uchun qaror.", 60),
			"text_ru": _text("Пример решения.", 60),
			"payload": "concat('{\"a\":\"', repeat('a', 1500), '\"}')",
			"payload_sha256": "sha2(-s.seq, 256)",
			"salt": "md5(s.seq)",
			"signature": name(f"{numbers['Appeal']} + s.seq"),
			"signed_by_person": name("1"),
			"signed_by_position": "'Chair'",
			"signed_at": MOMENT,
		},
		"Decision Row": {
			"": of_row,
			"idx": "1 + (s.seq - 1) % 3",
			"parent": name(of_row),
			"parenttype": "'Decision'",
			"parentfield": "'rows'",
			"row_path": "concat('persons[', (s.seq - 1) % 3, ']')",
			"subject": _full_name(),
			"outcome": "'Granted'",
		},
	}


def _papers(share: float) -> dict[str, Columns]:
	numbers = sizes(share)
	appeals = numbers["Appeal"]
	filed = f"s.seq <= {appeals}"
	decision, appeal = f"1 + s.seq % {numbers['Decision']}", f"1 + (s.seq - 1) % {appeals}"
	return {
		"Certificate": {
			"": decision,
			"holder_name_as_printed": _full_name(),
			"organization_as_printed": _text("Namuna partiya", 3),
			"role_text": "'KUZATUVCHI'",
			"elections_text": _text("Namuna saylov,", 6),
			"scope_text": "concat('Namuna tuman ', place.code)",
			"kind": "(select name from `tabCertificate Kind` order by name limit 1)",
			"series_no": "concat('SZ', s.seq)",
			"number": "s.seq",
			"issue_no": "1",
			"status": "'Valid'",
			"issued_on": "'2024-09-20'",
			"valid_until": "'2024-12-01'",
			"holder": _person("Observer", share),
			"issuer_commission": "place.code",
			"issuer_commission_lft": "place.lft",
			"election": "'demo'",
			"decision": name(decision),
			"register_doctype": "'Observer'",
			"register_name": name(),
			"template_version": "1",
			"token": "repeat('A', 600)",
		},
		"SMS Message": {
			"": appeal,
			"template": "'S05'",
			"template_version": "1",
			"phone_masked": "'+998 00 *** ** 01'",
			"phone": f"concat('+99800', lpad({_filer(share, appeal)}, 7, '0'))",
			"receiver_person": name(_filer(share, appeal)),
			"receiver": name(_filer(share, appeal)),
			"status": "'Delivered'",
			"language": "'uz'",
			"parts": "1",
			"text": "concat('E-saylov: murojaat ', s.seq, ' qabul qilindi. Namoyish uchun.')",
			"commission": "place.code",
			"commission_lft": "place.lft",
			"event_key": "concat('S05|Appeal|', s.seq)",
			"reference_doctype": "'Appeal'",
			"reference_name": name(appeal),
			"send_after": MOMENT,
			"expires_at": "date_add('2024-10-04', interval 0 second)",
		},
		"Document Signature": {
			"": f"if({filed}, s.seq, s.seq - {appeals})",
			"reference_doctype": f"if({filed}, 'Appeal', 'Decision')",
			"reference_name": name(f"if({filed}, s.seq, s.seq - {appeals})"),
			"purpose": f"if({filed}, 'filing', 'decision')",
			"method": "'CMS'",
			"signed_at": MOMENT,
			"verified_at": MOMENT,
			"signer_name": _full_name(),
			"signer_pinfl": "concat('9', lpad(s.seq, 13, '0'))",
			"signer_tin": "'900000001'",
			"certificate_serial": "sha1(s.seq)",
			"certificate_fingerprint": "sha2(s.seq, 256)",
			"issuer": "'CN=E-saylov size of 2024, no authority'",
			"payload_sha256": "sha2(s.seq, 256)",
			"cms": "repeat('MIIB', 750)",
		},
	}
