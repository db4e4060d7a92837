"""`/health`, for balancers: whether this web process answers and reaches its database. Hook `before_request`.

It says nothing of people or versions, costs a guest no points and has no limit: a balancer asks each process every second or two.
"""

import json

import frappe
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from esaylov.framework import clock, database_away, place, queues
from esaylov.framework.requests import headers
from esaylov.permissions.configuration import chain_faults
from esaylov.setup.operating import disks

PATH = "/health"


def answer() -> None:
	"""Raise the answer to `GET /health`, which ends the request; for any other address nothing.

	200 with `database`, `writes`, `queue`, `held`, `chains`, `clock` and `degraded` (true or false each); 405 for another
	verb; 503 with `Retry-After` and the same values where the database takes no write within its time. A held site is not
	asked to write. A database that is away raises, and the
	web server says 503 for it (`setup.web_server`): send nobody there. A queue that is away is no reason to send people
	elsewhere: they file and decide without it. Nor is a chain that does not hold, or a clock that differs from the database's:
	`degraded` is true then, and an alarm follows from the metrics.
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
	is_clock_right = clock.is_right()
	has_true_chains = not chain_faults.has_open_chain_faults()
	is_held = place.is_held()
	has_writes = is_held or disks.can_write()
	state = {
		"database": True,
		"writes": has_writes,
		"queue": queues.answers(),
		"held": is_held,
		"chains": has_true_chains,
		"clock": is_clock_right,
		"degraded": not (has_true_chains and is_clock_right and has_writes),
	}
	response = Response(json.dumps(state), mimetype="application/json")
	return response if has_writes else database_away.marked(response)
