"""The cabinet from outside, over HTTP and in a browser: logins, keys, drafts. Nothing here touches the database."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import requests

from esaylov.core.people import identity
from factories.papers import PDF as PDF

ROOT = Path(__file__).resolve().parents[2]
PARTY, RIVAL = "party@esaylov.example", "rival@esaylov.example"
CHAIR, SIBLING_CHAIR = "chair@esaylov.example", "sibling.chair@esaylov.example"
PASSWORD = "esaylov-demo"
ELECTION = "demo"
"""That of the demonstration in which everything of the campaign is open."""


def pinfl(serial: int) -> str:
	"""A made-up person of 01.01.1880 with place code 000."""
	return identity.with_check_digit(f"1010180{serial:06d}")


def key_file(local: str) -> Path:
	"""The PKCS #12 file of a demonstration login, on the site that the tests run against."""
	sites = Path(os.environ.get("SITES_PATH") or ROOT / ".bench" / "sites")
	site = os.environ.get("FRAPPE_SITE", "test.localhost")
	return sites / site / "private" / "demo" / f"{local}.p12"


def national_key_file(local: str) -> Path:
	"""The same of Oʻz DSt."""
	return key_file(local).with_suffix(".ozdst.pem")


@dataclass
class Browser:
	"""A browser without a screen: keeps cookies, knows the token of the last page."""

	base_url: str
	session: requests.Session
	token: str = ""

	def get(self, path: str, **kwargs) -> requests.Response:
		return self._kept(self.session.get(urljoin(self.base_url, path), timeout=60, **kwargs))

	def post(self, path: str, fields: dict | None = None, **kwargs) -> requests.Response:
		fields = {"csrf_token": self.token, **(fields or {})}
		return self._kept(self.session.post(urljoin(self.base_url, path), data=fields, timeout=60, **kwargs))

	def _kept(self, response: requests.Response) -> requests.Response:
		found = re.search(r'name="csrf_token" value="([^"]+)"', response.text)
		self.token = found[1] if found else self.token
		return response


def guest(base_url: str, language: str = "uz") -> Browser:
	"""A browser of somebody who has not logged in."""
	session = requests.Session()
	session.headers["Accept-Language"] = language
	return Browser(base_url, session)


def logged_in(base_url: str, user: str, language: str = "uz") -> Browser:
	"""A browser whose person has logged in: applicants come to the cabinet, staff to the Desk."""
	browser = guest(base_url, language)
	response = browser.post("/cabinet/login", {"usr": user, "pwd": PASSWORD})
	assert response.url.endswith(("/cabinet", "/app", "/desk")), response.url
	return browser


def new_draft(browser: Browser) -> str:
	"""Start an A56; gives the address of the draft, without `/form`."""
	browser.get("/cabinet/new/A56")
	body = re.search(r'name="body" value="([^"]+)"', browser.get("/cabinet/new/A56").text)[1]
	response = browser.post("/cabinet/new/A56", {"body": body, "election": ELECTION})
	assert response.url.endswith("/form"), response.url
	return response.url.removesuffix("/form").removeprefix(browser.base_url.rstrip("/"))


def typed(persons: list[dict[str, str]], **others: str) -> dict[str, str]:
	"""The fields of A56 as a browser posts them."""
	fields = {
		"a.party_decision_no": "12-Q",
		"a.party_decision_date": "2026-01-15",
		"a.district_scope": "1726277",
		"a.persons.rows": str(len(persons)),
	}
	for row, person in enumerate(persons):
		fields |= {f"a.persons.{row}.{name}": value for name, value in person.items()}
	return {**fields, **others}


def person(serial: int, **values: str) -> dict[str, str]:
	"""One observer as typed."""
	return {
		"pinfl": pinfl(serial),
		"full_name": "Boronov Boron Boronovich",
		"phone": "+998 90 123 45 67",
		**values,
	}
