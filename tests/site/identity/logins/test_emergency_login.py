"""Break-glass: the bench opens an administrator's login, loudly; nobody does over HTTP, and for nobody else."""

from types import SimpleNamespace

import frappe
import pytest
from factories import codes as make
from factories import settled
from frappe.twofactor import get_default

from esaylov.framework import compat
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted
from esaylov.framework.requests import login_sessions
from esaylov.identity.logins import second_factor
from esaylov.permissions.configuration.waiting import emergency_login

REASON = "Oxirgi administrator telefonini yoʻqotdi"


@pytest.fixture
def ended(monkeypatch):
	"""Whose sessions ended; the command's own commit is left out, so that this test can be taken back."""
	found = []
	monkeypatch.setattr(login_sessions, "end_all", lambda user, reason: found.append(user))
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	return found


@pytest.fixture
def administrator():
	user = frappe.get_doc(
		doctype="User", email=f"{make.phone()}@esaylov.example", first_name="Admin", send_welcome_email=0
	).insert(ignore_permissions=True)
	settled.given(user, "Election Administrator")
	return str(user.name)


def test_the_bench_opens_it_and_everybody_who_watches_hears_of_it(administrator, ended):
	second_factor.enrol(administrator)
	link = emergency_login.open_login(administrator, REASON)
	assert "key=" in link
	assert ended == [administrator]
	assert get_default(administrator + second_factor.ENROLLED) is None
	entry = frappe.get_last_doc(
		"Configuration Change", {"reference_name": administrator, "decided_by": "bench"}
	)
	assert (entry.action, entry.note) == ("Login", REASON)
	assert frappe.db.get_value("Chain Event", {"hash": entry.event}, "kind") == "configuration.emergency"
	assert frappe.db.exists("Notification Log", {"document_name": entry.name})


def test_nobody_opens_it_over_http(administrator, ended, monkeypatch):
	monkeypatch.setattr(frappe.local, "request", SimpleNamespace(), raising=False)
	with pytest.raises(NotPermitted):
		emergency_login.open_login(administrator, REASON)


@pytest.mark.parametrize(
	("user", "reason", "error"),
	[
		("", " ", FormInvalid),
		("nobody@esaylov.example", REASON, NotFound),
		("chair@esaylov.example", REASON, NotPermitted),
	],
)
def test_it_wants_a_reason_and_an_administrator(user, reason, error, ended):
	with pytest.raises(error):
		emergency_login.open_login(user, reason)
	assert ended == []


@pytest.mark.parametrize("name", ["reset_password", "_reset_password"])
def test_the_link_is_made_under_either_name_that_the_framework_gives_the_method(name):
	user = SimpleNamespace(**{name: lambda send_email: f"/link, mailed: {send_email}"})
	assert compat.link_for_a_new_password(user) == "/link, mailed: False"
