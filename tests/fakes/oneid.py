"""A OneID of our own for demonstration sites and tests: the documented calls, the made-up people, and every error.

Run it: `python tests/fakes/oneid.py --port 8400`. The browser's page asks who logs in, by which means, and what should go
wrong. Codes and tokens serve as the real ones do: a code once.
"""

import argparse
import html
import json
import secrets
import select
import sys
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from esaylov.core.people.identity import with_check_digit

PATH = "/sso/oauth/Authorization.do"
CLIENT, SECRET = "esaylov-demo", "esaylov-demo-secret"
SLOW_SECONDS = 300
FAULTS = {
	"": "nothing",
	"cancelled": "the user cancels",
	"state": "another state comes back",
	"code": "the code is not known",
	"html": "the answer is a page",
	"slow": "the answer takes too long",
	"broken": "the server fails",
	"ret_cd": "ret_cd is not 0",
	"not_valid": "the account was never confirmed",
	"no_pin": "the PINFL is missing",
	"organization": "the chosen organization is not in legal_info",
	"not_head": "the person does not head the organization",
	"swapped": "surname and patronymic are changed over",
}
METHODS = ("PKCSMETHOD", "LEPKCSMETHOD", "LOGINPASSMETHOD", "MOBILEMETHOD")


@dataclass(frozen=True)
class Citizen:
	"""A made-up person of 01.01.1880 with place code 000; tin: of the body whose head they are."""

	serial: int
	surname: str
	given_name: str
	patronymic: str
	tin: str = ""
	organization: str = ""
	female: bool = False

	@property
	def pinfl(self) -> str:
		return with_check_digit(f"{2 if self.female else 1}010180000{self.serial:03d}")


PEOPLE = {
	"party": Citizen(101, "Anvarov", "Anvar", "Anvarovich", "900000001", "OZLIDEP tuman kengashi"),
	"rival": Citizen(102, "Botirov", "Botir", "Botirovich", "900000002", "MILLIY TIKLANISH tuman kengashi"),
	"chair": Citizen(103, "Davronov", "Davron", "Davronovich"),
	"secretary": Citizen(104, "Salimova", "Salima", "Salimovna", female=True),
	"new_head": Citizen(181, "Yangiyev", "Yangi", "Yangiyevich", "900000001", "OZLIDEP tuman kengashi"),
	"stranger": Citizen(182, "Begonayev", "Begona", "Begonayevich", "900000001", "OZLIDEP tuman kengashi"),
}


@dataclass
class State:
	"""What the server remembers: codes that were given, and tokens."""

	codes: dict[str, dict] = field(default_factory=dict)
	tokens: dict[str, dict] = field(default_factory=dict)
	logged_out: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
	"""One address for all operations, as OneID has it."""

	state: State

	def log_message(self, *_: object) -> None:
		"""Say nothing: tokens stand in the addresses."""

	def do_GET(self) -> None:
		asked = urlsplit(self.path)
		values = {key: found[0] for key, found in parse_qs(asked.query).items()}
		if asked.path != PATH:
			return self._send(404, "text/plain", "not found")
		if values.get("response_type") != "one_code" or values.get("client_id") != CLIENT:
			return self._send(400, "text/plain", "unknown client")
		if "who" not in values:
			return self._send(200, "text/html", _page(values))
		return self._back(values)

	def do_POST(self) -> None:
		length = int(self.headers.get("Content-Length") or 0)
		form = {key: found[0] for key, found in parse_qs(self.rfile.read(length).decode()).items()}
		if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
			return self._json(401, {"error": "invalid_client"})
		grants = {
			"one_authorization_code": self._token,
			"one_access_token_identify": self._identify,
			"one_log_out": self._log_out,
		}
		grant = grants.get(form.get("grant_type", ""))
		return grant(form) if grant else self._json(400, {"error": "unsupported_grant_type"})

	def _back(self, values: dict[str, str]) -> None:
		fault = values.get("fault", "")
		answer = {"state": "made-up" if fault == "state" else values.get("state", "")}
		if fault != "cancelled":
			code = secrets.token_urlsafe(24) + "+/="  # it holds such signs, and comes percent-encoded
			self.state.codes[code] = {**values, "code": code}
			answer["code"] = "unknown+/=" if fault == "code" else code
		self.send_response(302)
		self.send_header("Location", f"{values.get('redirect_uri', '')}?{urlencode(answer)}")
		self.end_headers()

	def _token(self, form: dict[str, str]) -> None:
		asked = self.state.codes.pop(form.get("code", ""), None)
		if asked is None or asked.get("redirect_uri") != form.get("redirect_uri"):
			return self._json(400, {"error": "invalid_grant"})
		token = secrets.token_urlsafe(24)
		self.state.tokens[token] = asked
		answer = {"scope": CLIENT, "expires_in": 500000, "token_type": "bearer"}
		return self._json(200, {**answer, "refresh_token": secrets.token_urlsafe(24), "access_token": token})

	def _identify(self, form: dict[str, str]) -> None:
		asked = self.state.tokens.get(form.get("access_token", ""))
		if asked is None:
			return self._json(401, {"error": "invalid_token"})
		fault = asked.get("fault", "")
		if fault == "slow":
			select.select([self.connection], [], [], SLOW_SECONDS)  # until whoever asked has gone
		if fault == "html":
			return self._send(200, "text/html", "<html>OneID</html>")
		if fault == "broken":
			return self._send(500, "text/html", "<html>error</html>")
		return self._json(200, _profile(PEOPLE[asked["who"]], asked.get("method", METHODS[0]), fault))

	def _log_out(self, form: dict[str, str]) -> None:
		self.state.logged_out.append(form.get("access_token", ""))
		self.state.tokens.pop(form.get("access_token", ""), None)
		self._json(200, {"ret_cd": "0"})

	def _json(self, status: int, values: dict) -> None:
		self._send(status, "application/json", json.dumps(values))

	def _send(self, status: int, kind: str, text: str) -> None:
		content = text.encode()
		self.send_response(status)
		self.send_header("Content-Type", f"{kind}; charset=utf-8")
		self.send_header("Content-Length", str(len(content)))
		self.end_headers()
		self.wfile.write(content)


def _profile(person: Citizen, method: str, fault: str) -> dict:
	names = [person.surname, person.given_name, person.patronymic]
	shown = names[::-1] if fault == "swapped" else names
	legal = {"is_basic": fault != "not_head", "tin": person.tin, "acron_UZ": person.organization}
	answer = {
		"valid": "false" if fault == "not_valid" else "true",
		"validation_method": [method],
		"pin": "" if fault == "no_pin" else person.pinfl,
		"user_id": "made-up",
		"full_name": " ".join(names).upper(),
		"pport_no": f"AA0000{person.serial}",
		"birth_date": "18800101",
		"sur_name": shown[0].upper(),
		"first_name": shown[1].upper(),
		"mid_name": shown[2].upper(),
		"user_type": "L" if method == "LEPKCSMETHOD" else "I",
		"sess_id": secrets.token_hex(16),
		"ret_cd": "1" if fault == "ret_cd" else "0",
		"auth_method": method,
		"legal_info": [{**legal, "le_tin": person.tin, "le_name": person.organization}] if person.tin else [],
	}
	if method == "LEPKCSMETHOD":
		answer["pkcs_legal_tin"] = "999999999" if fault == "organization" else person.tin
	return answer


def _page(values: dict[str, str]) -> str:
	kept = "".join(
		f'<input type="hidden" name="{html.escape(key)}" value="{html.escape(value)}">'
		for key, value in values.items()
	)
	people = {key: f"{one.surname} {one.given_name} {one.tin}" for key, one in PEOPLE.items()}
	return (
		'<!doctype html><html lang="en"><meta charset="utf-8"><title>OneID (made up)</title>'
		'<meta name="viewport" content="width=device-width, initial-scale=1">'
		f"<h1>OneID (made up)</h1><p>For demonstration and tests; nobody here is real.</p><form>{kept}"
		f"{_select('who', people)}{_select('method', dict.fromkeys(METHODS, ''))}{_select('fault', FAULTS)}"
		"<button>Log in</button></form></html>"
	)


def _select(name: str, choices: dict[str, str]) -> str:
	options = "".join(
		f'<option value="{html.escape(key)}">{html.escape(f"{key} {text}".strip())}</option>'
		for key, text in choices.items()
	)
	return f'<p><label>{name} <select name="{name}">{options}</select></label></p>'


def server(port: int = 0) -> ThreadingHTTPServer:
	"""A server on the loopback, with a state of its own; port 0 takes a free one."""
	handler = type("Handler", (Handler,), {"state": State()})
	made = ThreadingHTTPServer(("127.0.0.1", port), handler)
	made.daemon_threads = True
	return made


def address(made: ThreadingHTTPServer) -> str:
	"""The address of all operations."""
	return f"http://127.0.0.1:{made.server_address[1]}{PATH}"


if __name__ == "__main__":
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--port", type=int, required=True)
	server(parser.parse_args().port).serve_forever()
