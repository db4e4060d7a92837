"""A file of an appeal in the browser."""

from esaylov.portal.cabinet.forms import appeal_view as matters
from esaylov.portal.cabinet.forms.appeal_view import stored
from esaylov.portal.routes import APPEAL, Route
from esaylov.portal.web import Download, PortalRequest, Reply, portal_page

ROUTE = Route(APPEAL + r"/file/(?P<sha256>[0-9a-f]{64})", login=True)


@portal_page
def get_context(request: PortalRequest, name: str, sha256: str) -> Reply:
	"""An attached file, whose hash the answers name, to keep: what pages show of it is drawn by us (`drawing`)."""
	row, content = stored(matters.load(request, name), sha256)
	return Download(content, row.file_name, row.kind)
