"""`/health`, for balancers: whether this web process answers and reaches its database. Hook `before_request`.

It says nothing of people or versions, costs a guest no points and has no limit: a balancer asks each process every second or two.
"""

import json

import frappe
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from esaylov.framework import headers, place, queues

PATH = "/health"


def answer() -> None:
	"""Raise the answer to `GET /health`, which ends the request; for any other address nothing.

	200 with `database`, `queue` and `held` (true or false each); 405 for another verb. A database that is away raises, and the
	web server says 503 for it (`setup.web_server`): send nobody there. A queue that is away is no reason to send people
	elsewhere: they file and decide without it.
	"""
	http = frappe.local.request
	if http.path != PATH:
		return
	response = (
		_read() if http.method in ("GET", "HEAD") else Response(status=405, headers={"Allow": "GET, HEAD"})
	)
	response.headers["Cache-Control"] = "no-store"
	headers.harden(response, http)
	raise HTTPException(response=response)


def _read() -> Response:
	frappe.db.sql("select 1")
	state = {"database": True, "queue": queues.answers(), "held": place.is_held()}
	return Response(json.dumps(state), mimetype="application/json")
