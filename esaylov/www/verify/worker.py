"""The service worker that keeps the check without network."""

import hashlib

from frappe.utils.jinja_globals import bundled_asset

from esaylov.portal.routes import Route
from esaylov.portal.verification import FILES, LIST, READER
from esaylov.portal.web import Download, PortalRequest, environment, portal_page

ROUTE = Route(r"verify/worker\.js", login=False)


@portal_page
def get_context(request: PortalRequest) -> Download:
	"""The service worker; its scope is wider than its folder, so that links of QR codes are answered too."""
	files = [bundled_asset(name) for name in FILES]
	template = environment().get_template("verify_worker.js")
	version = hashlib.sha256("|".join([*files, bundled_asset(READER)]).encode()).hexdigest()[:12]
	script = template.render(files=files, list=LIST, version=f"esaylov-verify-{version}")
	return Download(
		script.encode(),
		"worker.js",
		"text/javascript",
		is_inline=True,
		headers={"Service-Worker-Allowed": "/verify"},
	)
