"""Refusals of ours that a function of the framework has answered, as the forms of the Desk ask for them: they count too."""

from werkzeug.wrappers import Request, Response

from esaylov.api.endpoint import kinds_of
from esaylov.framework.database_away import OWN
from esaylov.framework.requests.refusal_counts import count_refusal


def count_stock_refusals(response: Response | None, request: Request) -> None:
	"""Hook `after_request`; our own endpoints have counted theirs."""
	if response is None or response.status_code < 400 or request.path.startswith(OWN):
		return
	body = response.get_json(silent=True) if response.is_json else None
	if isinstance(body, dict):
		for name in kinds_of(body):
			count_refusal(str(name))
