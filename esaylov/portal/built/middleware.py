"""Built pages, answered before the framework looks for a page: hook `before_request`.

An app cannot answer sooner: the site is chosen, the database connected and the session known by then. What is saved is
the search for the page's renderer and what surrounds it. In production nginx is sooner still (`docs/nginx/`).
"""

import frappe
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from esaylov.core.formats import language as languages
from esaylov.framework import new_letters
from esaylov.framework.requests import headers
from esaylov.portal import routes
from esaylov.portal.built import answers, pages
from esaylov.portal.web import YEAR


def answer() -> None:
	"""Raise the built page as the answer where it lies ready, which ends the request; else nothing.

	Raised because a hook has no other way to answer: both versions send the response of an HTTPException as it is. v15
	then runs neither its cookies nor `after_request`, so that both are done here. An address with another key than the
	session's (`Authorization`) is left to the framework, which checks the key after this, and so is one that names a method
	(`cmd`), which the door after this refuses or lets in.
	"""
	http = frappe.local.request
	language, _, path = http.path.strip("/ ").partition("/")
	if not new_letters.is_offered(language) or http.headers.get("Authorization") or "cmd" in http.args:
		return
	request = routes.requested(language, path, http.method)
	if response := pages.ready(request) or answers.ready(request) or answers.nothing(request):
		raise HTTPException(response=_whole(response, language))


def _whole(response: Response, language: str) -> Response:
	response.set_cookie(languages.COOKIE, language, max_age=YEAR, samesite="Lax")
	headers.harden(response, frappe.local.request)
	return response
