"""What a search in the list of a Link field finds, for the script of the page."""

from esaylov.framework.errors import NotFound
from esaylov.portal.cabinet.forms import appeal_view as matters
from esaylov.portal.cabinet.forms.links import Links
from esaylov.portal.routes import APPEAL, Route
from esaylov.portal.web import Data, PortalRequest, portal_page

ROUTE = Route(APPEAL + "/links", login=True)


@portal_page
def get_context(request: PortalRequest, name: str) -> Data:
	"""The answer of a search, for the script of the page. Raises NotFound where nothing is to be filled in."""
	matter = matters.load(request, name)
	if not matter.is_draft:
		raise NotFound({"doctype": "Appeal Field"})
	search = Links(request, matter.name, {}, {}).find(
		request.args.get("find", ""), request.args.get("words", "")
	)
	options = [{"value": option.value, "title": option.title} for option in search.options]
	return Data({"options": options, "line": search.line})
