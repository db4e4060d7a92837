"""A group of an appeal's form whose rows may come from a spreadsheet."""

from esaylov.core.forms import Field, Kind
from esaylov.core.forms.tables import table_columns
from esaylov.framework.errors import NotFound
from esaylov.portal.cabinet.forms.appeal_view import Matter
from esaylov.portal.cabinet.forms.appeal_view import load as load_matter
from esaylov.portal.routes import APPEAL
from esaylov.portal.web import PortalRequest

ROWS = APPEAL + r"/rows/(?P<group>[a-z][a-z0-9_]*)"
"""Address of such a group."""


def load(request: PortalRequest, name: str, group: str) -> tuple[Matter, Field]:
	"""The appeal and its group; raises NotFound."""
	matter = load_matter(request, name)
	for field in matter.form.fields:
		if field.name == group and field.kind == Kind.GROUP and table_columns(field):
			return matter, field
	raise NotFound({"doctype": "Appeal Field"}, field=group)
