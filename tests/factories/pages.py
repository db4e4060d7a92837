"""Public pages rendered in this process, as a guest gets them."""

from urllib.parse import urlsplit

import frappe
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.portal import layout, routes
from esaylov.portal.web import answer


def rendered(monkeypatch, address: str) -> str:
	"""The text of `/{language}/{path}?{query}`; asserts that there is such a page."""
	frappe.set_user("Guest")
	parts = urlsplit(address)
	language, _, path = parts.path.strip("/").partition("/")
	http = Request(EnvironBuilder(path=parts.path, query_string=parts.query).get_environ())
	monkeypatch.setattr(frappe.local, "request", http, raising=False)
	request = routes.requested(language, path)
	response = answer(request, routes.run(request), layout.values_for)
	assert response.status_code == 200, address
	return response.get_data(as_text=True)
