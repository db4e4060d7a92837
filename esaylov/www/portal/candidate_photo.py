"""The photo of a registered candidate."""

from esaylov.portal.routes import Route
from esaylov.portal.web import Content, PortalRequest, portal_page
from esaylov.registers.published import candidates

ROUTE = Route(
	r"candidate/(?P<name>\w+)/photo-(?P<width>96|192)\.jpg",
	login=False,
	is_public=True,
	is_built=True,
	records={"name": "Candidate"},
)


@portal_page
def get_context(request: PortalRequest, name: str, width: str) -> Content:
	"""The photo of a registered candidate, for one and for two dots a pixel."""
	return Content(candidates.photo(name, int(width)), "image/jpeg")
