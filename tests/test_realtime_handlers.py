"""Who is let into the rooms of realtime, by the cookies that a socket brings: `realtime/handlers.js` with a socket that is made up."""

import json
import subprocess
from pathlib import Path

import pytest

HANDLERS = Path(__file__).resolve().parents[1] / "realtime" / "handlers.js"
ASK = """
const handlers = require(process.argv[1]);
const [cookie, user] = JSON.parse(process.argv[2]);
const rooms = new Set(["own", "user:somebody"]);
const said = { asked: 0, closed: false };
const socket = {
	id: "own", rooms, connected: true, sid: "of the framework", request: { headers: cookie === null ? {} : { cookie } },
	conn: { close: () => { said.closed = true; } }, disconnect: () => { said.closed = true; },
	leave: (room) => rooms.delete(room), join: (all) => [].concat(all).forEach((room) => rooms.add(room)),
	on: () => {}, onAnyOutgoing: () => {},
	use: (step) => step(["ping"], () => {}).then(() => {
		console.log(JSON.stringify({ ...said, rooms: [...rooms], sid: socket.sid }));
		process.exit(0);
	}),
	frappe_request: async () => {
		said.asked += 1;
		return { status: 200, json: async () => ({ message: { user } }) };
	},
};
handlers(socket);
"""
"""A socket that says one word, which waits until it is known whose it is."""


def told(cookie: str | None, user: str) -> dict[str, object]:
	"""What became of a socket with cookies, where the server says that it is that user's."""
	command = ["node", "-e", ASK, str(HANDLERS), json.dumps([cookie, user])]
	done = subprocess.run(command, capture_output=True, text=True, check=False)
	assert done.returncode == 0, done.stderr[-1000:]
	return json.loads(done.stdout)


@pytest.mark.parametrize(
	"cookie", ["sid=x", "sid =x", "sid\t=x", "a=b; sid  =x", 'sid="x"', "sid=; sid=x", "sid=%E0%A4%A", "a=b"]
)
def test_whoever_brings_cookies_is_asked_for_their_browser_s_however_they_are_written(cookie):
	"""With a space behind its name `sid` was no session for us, and one for the servers."""
	stolen = told(cookie, "Guest")
	assert (stolen["asked"], stolen["closed"], stolen["rooms"]) == (1, True, ["own"])
	whole = told(cookie, "somebody")
	assert (whole["closed"], whole["rooms"]) == (False, ["own", "user:somebody"])


def test_who_brings_none_has_come_by_a_key():
	found = told(None, "Guest")
	assert (found["asked"], found["closed"], len(found["rooms"])) == (0, False, 2)


@pytest.mark.parametrize(
	("cookie", "own"),
	[("sid=x; __Host-esaylov=y", True), ("sid=x; \u00a0__Host-esaylov=y", False), ("sid=x", False)],
)
def test_the_cookie_of_the_browser_goes_with_the_question_under_its_exact_name(cookie, own):
	assert ("; __Host-esaylov=y" in str(told(cookie, "somebody")["sid"])) is own
