"""What a reader of the portal writes to the commission."""

from frappe.rate_limiter import rate_limit

from esaylov.api.endpoint import endpoint
from esaylov.feedback import service as feedback


@endpoint(methods=["POST"], guest=True)  # a voter has no login
@rate_limit(key="page", limit=feedback.LIMIT, seconds=feedback.SECONDS)
def send(page: str, text: str, name: str = "", contact: str = "", language: str = "uz") -> dict[str, str]:
	"""Number and code by which the answer is found; see feedback.service.send."""
	receipt = feedback.send(page, text, language, name, contact)
	return {"number": receipt.number, "code": receipt.code}
