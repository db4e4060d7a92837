"""The preview of a text of the portal while it is being written."""

from esaylov.api import guards
from esaylov.api.endpoint import endpoint
from esaylov.portal.preview import preview_text

ADMINISTRATOR = "Election Administrator"


@endpoint(methods=["GET"])
@guards.holds_role(ADMINISTRATOR)
def preview(doctype: str, name: str, language: str = "uz") -> dict[str, str]:
	"""The page on which a Public Page, FAQ or Legal Act stands, with the text as it was saved last; writes nothing."""
	return {"html": preview_text(doctype, name, language)}
