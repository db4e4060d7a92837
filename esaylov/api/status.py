"""The state of the site for anybody: counts, queue lengths; nothing personal."""

import frappe
from frappe.utils.background_jobs import get_queue

from esaylov.api.answers import StatusAnswer
from esaylov.api.endpoint import endpoint
from esaylov.framework import queues
from esaylov.framework.requests.rate_limits import rate_limit


@endpoint(methods=["GET"], guest=True)  # monitoring has no login, and the answer names nobody
@rate_limit(limit=120, seconds=60)
def status() -> StatusAnswer:
	"""Site, number of our DocTypes, of appeal types, and jobs waiting in each queue."""
	return {
		"site": frappe.local.site,
		"doctypes": frappe.db.count("DocType", {"module": "Esaylov"}),
		"appeal_types": frappe.db.count("Appeal Type", {"published": 1}),
		"queues": {name: get_queue(name).count for name in queues.ALL} if queues.answers() else {},
		"messages_queued": frappe.db.count("SMS Message", {"status": "Queued"}),
	}
