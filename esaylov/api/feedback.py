"""What a reader of the portal writes to the commission."""

from esaylov.api.endpoint import endpoint
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.portal.feedback import receiving


@endpoint(methods=["POST"], guest=True)  # a voter has no login
@rate_limit(limit=receiving.LIMIT, seconds=receiving.SECONDS)
def send(page: str, text: str, name: str = "", contact: str = "", language: str = "uz") -> dict[str, str]:
	"""Number and code by which the answer is found; see portal.feedback.receiving.send."""
	receipt = receiving.send(page, text, language, name, contact)
	return {"number": receipt.number, "code": receipt.code}
