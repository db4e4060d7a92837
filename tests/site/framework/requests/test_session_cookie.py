"""The cookie that only the browser of a login has, by its exact name; over HTTP: tests/web/test_session_bounds.py."""

import frappe
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.framework.requests import session_cookie

NAME = f"{session_cookie.PREFIX}{session_cookie.OWN}"
FACTS = {session_cookie.MARK: session_cookie._hash("own")}


@pytest.mark.parametrize(
	("cookies", "missing"),
	[
		(f"{NAME}=own", False),
		(f"sid=x; {NAME}=own; a=b", False),
		(f"\xa0{NAME}=x; {NAME}=own", False),
		(f"{NAME}=x", True),
		(f"{NAME}=", True),
		(NAME, True),
		(f"{NAME.lower()}=own", True),
		(f"\xa0{NAME}=own", True),
		(f"\x85{NAME}=own", True),
		(f"{NAME}\xa0=own", True),
		("", True),
	],
)
def test_it_is_taken_by_its_exact_name_alone(monkeypatch, cookies, missing):
	"""With a sign before it that Werkzeug passes over the name is none of `__Host-`, and another host of the domain may set it."""
	made = EnvironBuilder(headers={"X-Forwarded-Proto": "https"}).get_environ()
	monkeypatch.setattr(frappe.local, "request", Request({**made, "HTTP_COOKIE": cookies}), raising=False)
	assert session_cookie.is_missing(FACTS) is missing
