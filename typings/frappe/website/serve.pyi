from werkzeug.wrappers import Response

class ErrorPage:
	def __init__(
		self,
		path: str | None = None,
		http_status_code: int | None = None,
		exception: BaseException | None = None,
	) -> None: ...
	def render(self) -> Response: ...
