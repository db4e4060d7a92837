"""A user's own sessions: what is shown of them, and that nobody ends another's."""

import json
from datetime import timedelta

import frappe
import pytest
from factories import appeals as filing
from frappe.utils import now_datetime

from esaylov.framework.errors import NotFound
from esaylov.framework.requests import login_sessions
from esaylov.identity.logins import own_sessions

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
OWNER, OTHER = filing.PARTY, "rival@esaylov.example"


def opened(user: str, hours: float = 0, write=json.dumps, **facts: object) -> str:
	"""A session of a user that was used last so many hours ago; its id."""
	sid = frappe.generate_hash(length=56)
	sessions = frappe.qb.DocType("Sessions")
	columns = (sessions.sid, sessions.user, sessions.lastupdate, sessions.status, sessions.sessiondata)
	values = (sid, user, now_datetime() - timedelta(hours=hours), "Active", write({"user": user, **facts}))
	frappe.qb.into(sessions).columns(*columns).insert(values).run()
	return sid


@pytest.fixture(autouse=True)
def ended(monkeypatch):
	"""The sessions that were ended (ending one commits), and what realtime was told."""
	gone, told = [], []
	monkeypatch.setattr(login_sessions, "delete_session", lambda sid, **how: gone.append(sid))
	monkeypatch.setattr(
		frappe, "publish_realtime", lambda event, message, **to: told.append((event, message, to))
	)
	frappe.db.delete("Sessions", {"user": ["in", (OWNER, OTHER)]})
	frappe.set_user(OWNER)
	yield gone, told
	frappe.set_user("Administrator")


@pytest.fixture
def here(monkeypatch):
	"""The session that asks."""
	sid = opened(OWNER, hours=1, session_ip="198.51.100.7", creation="2026-11-27 08:00:00.000001")
	monkeypatch.setattr(frappe.session, "sid", sid)
	return sid


@pytest.mark.parametrize("write", [json.dumps, repr])
def test_the_facts_of_a_session_are_read_in_the_writing_of_both_versions(here, write):
	facts = {login_sessions.AGENT: FIREFOX, login_sessions.WAY: "oneid", "session_ip": "203.0.113.5"}
	opened(OWNER, write=write, creation="2026-11-27 09:00:00.5", **facts)
	this, other = own_sessions.of_user(OWNER)
	assert (this.is_this, this.network, this.device) == (True, "198.51.100.7", "")
	assert (other.is_this, other.network, other.device) == (False, "203.0.113.5", "Firefox, Windows")
	assert (other.way, str(other.begun_at)) == ("oneid", "2026-11-27 09:00:00.500000")


def test_facts_that_nobody_can_read_hide_no_session(here):
	opened(OWNER, write=lambda facts: "{'user': frappe._dict(")
	assert [row.network for row in own_sessions.of_user(OWNER)] == ["198.51.100.7", ""]


def test_a_session_that_is_over_is_not_shown(here):
	opened(OWNER, hours=24 * 30)
	assert len(own_sessions.of_user(OWNER)) == 1


def test_no_key_tells_the_id_of_a_session(here):
	(row,) = own_sessions.of_user(OWNER)
	assert here not in repr(row)
	assert row.key != login_sessions.fingerprint(here)


def test_an_owner_ends_one_and_its_sockets_are_told(here, ended):
	sid = opened(OWNER)
	assert own_sessions.end(OWNER, own_sessions.key_of(sid)) is False
	gone, told = ended
	assert gone == [sid]
	assert told == [(login_sessions.ENDED, {"sessions": [login_sessions.fingerprint(sid)]}, {"user": OWNER})]


@pytest.mark.parametrize("key", ["", "0" * 32, "of another"])
def test_nobody_ends_another_s_session(here, ended, key):
	theirs = own_sessions.key_of(opened(OTHER))
	with pytest.raises(NotFound):
		own_sessions.end(OWNER, theirs if key == "of another" else key)
	assert not ended[0]


def test_all_others_end_and_this_one_stays(here, ended):
	others = {opened(OWNER), opened(OWNER, hours=24 * 30)}
	opened(OTHER)
	assert own_sessions.end_others(OWNER) == 2
	assert set(ended[0]) == others


class TestEnd:
	"""A day after its login a session ends by a job too, for it may listen alone."""

	@pytest.mark.parametrize(("hours", "is_over"), [(0, False), (23.99, False), (24, True), (24 * 300, True)])
	def test_it_lives_a_day(self, hours, is_over):
		begun = str(now_datetime() - timedelta(hours=hours))
		assert login_sessions.is_over({login_sessions.BEGUN: begun}) is is_over
		assert login_sessions.is_over({"creation": begun}) is is_over, "of before an upgrade"

	@pytest.mark.parametrize("facts", [{}, {login_sessions.BEGUN: ""}, {login_sessions.BEGUN: "never"}])
	def test_what_says_nothing_of_its_beginning_is_over(self, facts):
		assert login_sessions.is_over(facts)

	def test_what_is_told_last_counts_and_not_what_the_framework_writes(self):
		now, old = str(now_datetime()), str(now_datetime() - timedelta(days=2))
		assert login_sessions.is_over({login_sessions.BEGUN: old, "creation": now})

	def test_the_job_ends_those_of_everybody_and_their_sockets(self, ended, monkeypatch):
		monkeypatch.setattr(login_sessions, "BATCH", 2)
		frappe.db.delete("Sessions")
		old, fresh = (str(now_datetime() - timedelta(hours=hours)) for hours in (25, 1))
		over = {opened(user, **{login_sessions.BEGUN: old}) for user in (OWNER, OTHER, OWNER, OTHER, OWNER)}
		living = [opened(user, **{login_sessions.BEGUN: fresh}) for user in (OWNER, OTHER)]
		gone, told = ended
		assert login_sessions.end_over() == 5
		assert {*gone} == over
		named = {one for _, message, _ in told for one in message["sessions"]}
		assert named == {login_sessions.fingerprint(sid) for sid in over}
		assert {to["user"] for _, _, to in told} == {OWNER, OTHER}
		assert not named & {login_sessions.fingerprint(sid) for sid in living}
