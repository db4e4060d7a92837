"""Numbers for Prometheus. See setup.operating for rules and errors."""

from typing import Annotated

import frappe

from esaylov.api.endpoint import endpoint
from esaylov.core.formats.prometheus import MEDIA_TYPE
from esaylov.core.openapi import Media
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.setup.operating import measuring

HEADER = "X-Esaylov-Metrics-Token"


@endpoint(methods=["GET"], guest=True)  # monitoring has no login; it is known by the token in its header
@rate_limit(limit=60, seconds=60)
def metrics() -> Annotated[None, Media((MEDIA_TYPE,))]:
	"""Gauges of the site as text; the token of the site's configuration stands in the header X-Esaylov-Metrics-Token."""
	text = measuring.metrics(frappe.get_request_header(HEADER, "") or "")
	frappe.local.response.update(
		{
			"type": "download",
			"filename": "metrics.txt",
			"filecontent": text,
			"content_type": MEDIA_TYPE,
			"display_content_as": "inline",
		}
	)
