"""The adapter of OneID against a server that speaks its documented calls: what it takes, and every other answer by its code."""

import threading
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from fakes import oneid as fake

from esaylov.integrations.base import BadAnswer, ProviderError, Refused, Unreachable
from esaylov.integrations.oneid import Access, OneId, profile_of

BACK = "http://127.0.0.1/back"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
	made = fake.server()
	thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
	thread.start()
	yield fake.address(made)
	made.shutdown()
	made.server_close()
	thread.join()


def client(address: str, secret: str = fake.SECRET) -> OneId:
	return OneId(Access(address, fake.CLIENT, secret, fake.CLIENT), timeout=60)


def code_of(client: OneId, who: str = "party", method: str = "PKCSMETHOD", fault: str = "") -> str:
	"""The code that the browser of a person brings back."""
	start = client.authorize_url(BACK, "made-up-state")
	answer = requests.get(
		f"{start}&who={who}&method={method}&fault={fault}", allow_redirects=False, timeout=60
	)
	back = parse_qs(urlsplit(answer.headers["Location"]).query)
	assert back["state"] == ["made-up-state"]
	return back["code"][0]


def refused(kind: type[ProviderError], code: str, call) -> None:
	with pytest.raises(kind) as problem:
		call()
	assert problem.value.code == code


def test_a_person_comes_back_with_their_pinfl(address):
	oneid = client(address)
	found = oneid.profile(oneid.token(code_of(oneid), BACK))
	assert (found.pinfl, found.surname) == (fake.PEOPLE["party"].pinfl, "ANVAROV")
	assert found.chosen is None


def test_with_the_key_of_a_body_the_body_comes_along(address):
	oneid = client(address)
	found = oneid.profile(oneid.token(code_of(oneid, method="LEPKCSMETHOD"), BACK))
	assert (found.chosen.tin, found.chosen.is_head) == ("900000001", True)


def test_who_does_not_head_the_body_is_no_head(address):
	oneid = client(address)
	token = oneid.token(code_of(oneid, "stranger", "LEPKCSMETHOD", "not_head"), BACK)
	assert oneid.profile(token).chosen.is_head is False


def test_surname_and_patronymic_changed_over_are_put_right(address):
	oneid = client(address)
	found = oneid.profile(oneid.token(code_of(oneid, fault="swapped"), BACK))
	assert (found.surname, found.patronymic) == ("ANVAROV", "ANVAROVICH")


def test_a_code_serves_once(address):
	oneid = client(address)
	code = code_of(oneid)
	oneid.token(code, BACK)
	refused(Refused, "oneid_code", lambda: oneid.token(code, BACK))


def test_a_code_of_another_address_to_return_to_is_refused(address):
	oneid = client(address)
	code = code_of(oneid)
	refused(Refused, "oneid_code", lambda: oneid.token(code, "http://127.0.0.1/elsewhere"))


def test_a_wrong_secret_is_a_refusal(address):
	oneid = client(address)
	code = code_of(oneid)
	refused(Refused, "oneid_code", lambda: client(address, "wrong").token(code, BACK))


def test_a_token_that_was_logged_out_says_nothing_more(address):
	oneid = client(address)
	token = oneid.token(code_of(oneid), BACK)
	oneid.log_out(token)
	refused(Refused, "oneid_refused", lambda: oneid.profile(token))


def test_a_server_that_is_not_there_is_unreachable():
	refused(Unreachable, "oneid_unreachable", lambda: client("http://127.0.0.1:9/").token("code", BACK))


GOOD = {
	"ret_cd": "0",
	"valid": "true",
	"auth_method": "LEPKCSMETHOD",
	"pin": fake.PEOPLE["party"].pinfl,
	"pkcs_legal_tin": "900000001",
	"legal_info": [{"is_basic": True, "le_tin": "900000001", "le_name": "x"}],
}


@pytest.mark.parametrize(
	("said", "kind", "code"),
	[
		({"ret_cd": "1"}, Refused, "oneid_refused"),
		({"ret_cd": None}, Refused, "oneid_refused"),
		({"valid": "false"}, Refused, "oneid_not_confirmed"),
		({"valid": False}, Refused, "oneid_not_confirmed"),
		({"valid": 1}, Refused, "oneid_not_confirmed"),
		({"auth_method": "QR"}, Refused, "oneid_method"),
		({"auth_method": None}, Refused, "oneid_method"),
		({"pin": ""}, Refused, "oneid_no_pinfl"),
		({"pin": "12345678901234"}, Refused, "oneid_no_pinfl"),
		({"pin": 12}, BadAnswer, "oneid_bad_answer"),
		({"legal_info": []}, Refused, "oneid_organization"),
		({"legal_info": None}, Refused, "oneid_organization"),
		({"legal_info": "text"}, BadAnswer, "oneid_bad_answer"),
		({"legal_info": ["text"]}, BadAnswer, "oneid_bad_answer"),
		({"pkcs_legal_tin": "999999999"}, Refused, "oneid_organization"),
		({"pkcs_legal_tin": ""}, Refused, "oneid_organization"),
	],
)
def test_nothing_but_a_clean_answer_lets_in(said, kind, code):
	assert profile_of(GOOD).chosen_tin == "900000001"
	refused(kind, code, lambda: profile_of({**GOOD, **said}))


@pytest.mark.parametrize("valid", ["true", "True", True])
def test_valid_comes_as_a_text_or_as_a_truth_value(valid):
	assert profile_of({**GOOD, "valid": valid}).pinfl == GOOD["pin"]
