"""Certificates with the texts of the booklet's samples, as documents that are not stored: made-up people, one for each kind."""

import base64
from datetime import date
from typing import Any

import frappe

from esaylov.registers.certificates.papers import wording
from esaylov.setup.demo.papers import face

PARTY_TITLE = "Tadbirkorlar va ishbilarmonlar harakati - Oʻzbekiston Liberal-demokratik partiyasi"
PARTIES = (
	PARTY_TITLE,
	'"Milliy tiklanish" demokratik partiyasi',
	"Oʻzbekiston Ekologik partiyasi",
	"Oʻzbekiston Xalq demokratik partiyasi",
	'O\'zbekiston "ADOLAT" sotsial-demokratik partiyasi',
)
ELECTIONS = (
	"Oʻzbekiston Respublikasi Oliy Majlisi Qonunchilik palatasi, xalq deputatlari viloyat, Toshkent shahar, "
	"tuman, shahar Kengashi saylovlarida"
)
EVENT, CEC, REGIONAL = "Official Announcement", "CEC", "REG-1726"
SIGNER = {
	"signer_position": "Markaziy saylov komissiyasi Raisi",
	"signer_name": "Z.M.Nizomxodjayev",
}
"""As sample C6 prints it."""

SAMPLES: dict[str, dict[str, Any]] = {
	"observer_party": {
		"series_no": "000",
		"issuer_commission": REGIONAL,
		"holder_name_as_printed": "BO'RONOV BO'RON BO'RONOVICH",
		"organization_as_printed": f"{PARTY_TITLE}dan",
		"elections_text": ELECTIONS,
		"scope_text": "Shayxontohur tumani boʻyicha",
		"valid_until": date(2024, 10, 28),
	},
	"observer_mahalla": {
		"series_no": "000",
		"issuer_commission": REGIONAL,
		"holder_name_as_printed": "BO'RONOV BO'RON BO'RONOVICH",
		"organization_as_printed": "Samarqand darvoza mahallasidan",
		"elections_text": ELECTIONS,
		"scope_text": "Shayxontohur tumani boʻyicha",
		"valid_to_event": EVENT,
	},
	"observer_initiative": {
		"series_no": "000",
		"issuer_commission": REGIONAL,
		"holder_name_as_printed": "BO'RONOV BO'RON BO'RONOVICH",
		"organization_as_printed": "“Namuna” tashabbuskor guruhidan",
		"elections_text": ELECTIONS,
		"scope_text": "Shayxontohur tumani boʻyicha",
		"valid_to_event": EVENT,
	},
	"observer_foreign": {
		"series_no": "001",
		"holder_name_as_printed": "Burak Demir",
		"organization_as_printed": "Turkiya",
		"valid_to_event": EVENT,
	},
	"media_representative": {
		"series_no": "000",
		"holder_name_as_printed": "Akmalov Akmal",
		"organization_as_printed": '"Yangi Oʻzbekiston" gazetasi',
		"position_as_printed": "Muxbir",
		"details_as_printed": "OAV/roʻyx. 0123\nOAV veb-sahifasi oav.example",
		"valid_to_event": EVENT,
	},
	"proxy": {
		"series_no": "02",
		"holder_name_as_printed": "TOSHMATOV SHAVKAT",
		"organization_as_printed": wording.of_candidate(
			wording.candidacy("LC_SMD", "", ""), "Rahmonov Jamshid Zafarovich"
		),
		"valid_to_event": EVENT,
	},
	"authorized_representative": {
		"series_no": "0000",
		"holder_name_as_printed": "ABDULLAYEV ABDULLA",
		"organization_as_printed": PARTY_TITLE,
		"valid_to_event": EVENT,
		**SIGNER,
	},
	"candidate": {
		"series_no": "0012",
		"holder_name_as_printed": "KARIMOVA NODIRA ANVAROVNA",
		"organization_as_printed": f"{PARTIES[2]}dan",
		"elections_text": f"{wording.candidacy('LC_SMD', '', '')}, 12-Shayxontohur saylov okrugi",
		"valid_to_event": "End of Status",
		**SIGNER,
	},
	"commission_member": {
		"series_no": "0007",
		"issuer_commission": REGIONAL,
		"holder_name_as_printed": "SOBIROV SOBIR SOBIROVICH",
		"organization_as_printed": "Shayxontohur tumani saylov komissiyasi",
		"position_as_printed": "Kotibi",
		"valid_to_event": "End of Membership",
		"signer_position": "Toshkent shahar hududiy saylov komissiyasi Raisi",
		"signer_name": "G'.O'.Sinov",
	},
	"elected_deputy": {
		"series_no": "0150",
		"holder_name_as_printed": "KARIMOVA NODIRA ANVAROVNA",
		"organization_as_printed": f"{PARTIES[2]}dan",
		"elections_text": "Oʻzbekiston Respublikasi Oliy Majlisi Qonunchilik palatasi deputati",
		"valid_to_event": "End of Term",
		**SIGNER,
	},
}


def sample(kind: str = "observer_party", **values: Any):
	"""A certificate of a kind with the texts of its sample."""
	certificate = frappe.new_doc("Certificate")
	certificate.update(
		{
			"kind": kind,
			"issuer_commission": CEC,
			"role_text": frappe.get_cached_value("Certificate Kind", kind, "role_text"),
			"issued_on": date(2024, 10, 17),
			"election": "2024-10-27",
			"token": "A" * 205,
			**SAMPLES[kind],
			**values,
		}
	)
	return certificate


def face_address() -> str:
	"""The same as the address that a page holds."""
	return f"data:image/jpeg;base64,{base64.b64encode(face()).decode()}"
