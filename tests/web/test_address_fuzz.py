"""Made-up addresses: none is a fault of the server, tells of its inside, or leads a stranger to what is not theirs.

Each is an address of ours or of the framework with some of its letters changed, made from a number. Few in each run; 3,000 for each
caller by `script/test --long fuzz`.
"""

import re
from urllib.parse import quote

import pytest
import requests
from factories.mutations import CHANGES, inserted, mutated, numbers
from factories.profile import IS_FULL, IS_LONG, few

ADDRESSES = 3_000 if IS_LONG else 300 if IS_FULL else 30
KNOWN = (
	"/uz/candidates?page=2&q=Ali",
	"/uz/decisions/DC-1726277?since=2024-10-01",
	"/ru/election/parliament-2024/candidates/DC/OZLIDEP",
	"/verify?code=a1b2c3",
	"/cabinet/appeals?after=x",
	"/api/method/esaylov.api.appeals.track?number=1&code=2",
	"/api/method/esaylov.api.open_data.candidates?page=1&form=csv",
	'/api/method/frappe.desk.reportview.get?doctype=Person&fields=["pinfl"]',
	"/api/v2/document/Person/x",
	'/api/resource/Person?filters=[["pinfl","like","3%"]]&fields=["*"]',
	"/files/x.pdf",
	"/private/files/sinov-siri.txt",
	"/printview?doctype=Appeal&name=x&format=y",
	"/app/person/x",
	"/openapi.json?x=1",
)
SIGNS = "./%?&=#[]\"';\\*+{}ўʻ"
WORDS = (
	"..",
	"//",
	"%2f",
	"%00",
	"%ff",
	"%F0%9F%97%B3",
	".json",
	"&cmd=frappe.client.get_list",
	"&_lang=xx",
	"9" * 30,
)
OF_ADDRESS = inserted([part.encode() for part in (*SIGNS, *WORDS)])
INSIDE = re.compile(r"Traceback|File \"/|site-packages|pymysql|MySQLdb|sinov siri")


def address(number: int) -> str:
	"""One that a client can send: what is no letter of an address is written as such."""
	good = KNOWN[number % len(KNOWN)]
	changed = mutated(good.encode(), number, (*CHANGES[:1], *CHANGES[2:], *(OF_ADDRESS,) * 3))
	return "/" + quote(changed.decode("latin-1").lstrip("/"), safe="/?&=%#;:@!$'()*+,[]\"{}\\|.~-_")


@pytest.mark.parametrize(
	"path",
	[
		"/a%00b",
		"/cabinet/%00",
		"/files/%00",
		"/files/a.pdf%00",
		f"/files/{'a' * 300}",
		f"/{'x' * 256}",
		f"/{'%D1%9E' * 128}",  # 256 bytes of 128 letters
		"/person/x",
		"/User/Guest",
		"/printview?doctype=APpeal&name=x",
		"/PrintView?doctype=no such&name=x",
	],
)
def test_an_address_of_no_page_is_not_found_whoever_asks(guest, login, path):
	"""No file has such a name, and no page of the framework prints a document by its bare name past the door of print views."""
	for client in (guest, login("chair")):
		prepared = client.session.prepare_request(requests.Request("GET", f"{client.address}/"))
		prepared.url = f"{client.address}{path}"
		answer = client.session.send(prepared, timeout=60, allow_redirects=False)
		# the server in front of the application refuses some by itself, and the application is not asked
		before_us = answer.status_code == 400 and "nginx" in answer.headers.get("Server", "")
		assert answer.status_code == 404 or before_us, (client is guest, answer.text[:200])
		assert not INSIDE.search(answer.text)


def is_of_the_framework(path: str) -> bool:
	"""Lists of the framework, which staff may call: what is no list to it is a fault to it, of which it tells the kind alone."""
	return path.startswith(("/api/method/frappe.", "/api/resource/", "/api/v2/document/"))


@pytest.mark.parametrize("who", few(("", "party", "chair"), ("party",).__contains__))
def test_no_address_is_a_fault_of_the_server_or_tells_of_its_inside(guest, login, who):
	client = login(who) if who else guest
	wrong = []
	for number in numbers(ADDRESSES):
		prepared = client.session.prepare_request(requests.Request("GET", f"{client.address}/"))
		prepared.url = f"{client.address}{address(number)}"
		answer = client.session.send(prepared, timeout=60, allow_redirects=False)
		told = INSIDE.search(answer.text)
		failed = answer.status_code >= 500 and not (who == "chair" and is_of_the_framework(address(number)))
		if failed or told:
			wrong.append((number, address(number), answer.status_code, told and told[0]))
		if answer.status_code == 429:  # a guest's points are spent: what was asked counts
			break
	assert wrong == []


def test_the_addresses_are_many_and_mostly_lead_somewhere_else():
	made = [address(number) for number in range(300)]
	assert len(set(made)) > 250
	assert sum(each in KNOWN for each in made) < 30
