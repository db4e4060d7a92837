"""Pages as they would be drawn for others: a form for its applicant, a text for its reader."""

from esaylov.appeals.studio import building
from esaylov.core.findings import Finding
from esaylov.core.formats import language as languages
from esaylov.core.forms import label
from esaylov.framework.errors import FormInvalid
from esaylov.portal import layout, participant, web
from esaylov.portal.cabinet.forms.links import Links
from esaylov.portal.cabinet.forms.widgets import Maker, summary
from esaylov.portal.editorial import texts


class _Preview(web.PortalRequest):
	"""The request of somebody who only looks: no session's token and no way out stand on the page."""

	@property
	def is_guest(self) -> bool:
		return True


def preview(rehearsal: building.Rehearsal, language: str) -> str:
	"""The page on which an applicant would fill the form in, as HTML without a working button.

	Drawn by the templates of the cabinet. Raises FormInvalid for a language that the portal does not speak.
	"""
	known = languages.known(language)
	if not known:
		raise FormInvalid([Finding("not_a_choice", "language")])
	request = _Preview(known, "cabinet")
	maker = Maker(
		t=request.t,
		links=Links(request, "", rehearsal.choices, {}),
		files={row.sha256: row.file_name for row in rehearsal.document.attachments},
		findings=rehearsal.findings,
	)
	widgets = maker.make(rehearsal.version.form.fields, rehearsal.answers)
	values = {"widgets": widgets, "findings": summary(rehearsal.findings, widgets, request.t)}
	title = label(rehearsal.version.data["titles"], request.t.written)
	page = web.Page("cabinet/preview.html", title or rehearsal.version.code, values)
	return web.html(request, page, layout.values_for(request))


def preview_text(doctype: str, name: str, language: str) -> str:
	"""The first page on which a text of the portal stands, with it as it was saved last. Raises NotFound, FormInvalid."""
	known = languages.known(language)
	document = texts.document(doctype, name)
	places = texts.participants_of(document)
	if not known or not places:
		raise FormInvalid([Finding("not_a_choice", "language" if places else "participant")])
	request = _Preview(known, f"for/{places[0]}", is_public=True)
	title, values = request.t(f"for.{places[0]}"), participant.values_of(request, places[0], document)
	return web.html(request, web.Page("portal/participant.html", title, values), layout.values_for(request))
