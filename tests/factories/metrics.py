"""The numbers of a site over HTTP, and its token for the time of a test."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from factories import waiting
from factories.http import Client

HEADER = "X-Esaylov-Metrics-Token"


def asked(client: Client, token: str | None) -> requests.Response:
	"""The answer of the metrics to a token; None sends no header."""
	headers = {} if token is None else {HEADER: token}
	address = f"{client.address}/api/method/esaylov.api.metrics.metrics"
	return client.session.get(address, headers=headers, timeout=60)


@contextmanager
def token_on(config: Path, client: Client) -> Iterator[str]:
	"""A token in a site_config.json. Frappe 16 keeps a site's configuration for a minute, each process its own."""

	def holds(status: int) -> bool:
		return all(asked(client, token).status_code == status for _ in range(6))

	before = config.read_text()
	token = secrets.token_urlsafe(32)
	_write(config, json.dumps(json.loads(before) | {"esaylov_metrics_token": token}, indent=1))
	waiting.until(lambda: holds(200))
	try:
		yield token
	finally:
		kept = json.loads(config.read_text())
		kept.pop("esaylov_metrics_token", None)
		_write(config, json.dumps(kept, indent=1))
		waiting.until(lambda: holds(404))


def _write(path: Path, text: str) -> None:
	part = path.with_suffix(".metrics")
	part.write_text(text)
	part.replace(path)
