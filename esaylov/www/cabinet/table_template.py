"""An empty table for the rows of a group."""

from esaylov.appeals.drafts import tables
from esaylov.core.forms import label
from esaylov.portal.cabinet.forms import groups
from esaylov.portal.routes import Route
from esaylov.portal.web import Download, PortalRequest, Reply, portal_page

ROUTE = Route(groups.ROWS + "/template", login=True)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@portal_page
def get_context(request: PortalRequest, name: str, group: str) -> Reply:
	"""An empty table to fill in, headed in the reader's language."""
	matter, field = groups.load(request, name, group)
	content = tables.table_template(
		matter.document.appeal_type, matter.document.type_version, group, request.language
	)
	return Download(content, f"{label(field.label, request.t.written) or group}.xlsx", XLSX)
