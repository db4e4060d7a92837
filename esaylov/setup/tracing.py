"""Traces by OpenTelemetry, for who runs a collector: a span for each request, with what the log of requests says and nothing more.

Off unless common_site_config.json names the collector; then nothing is imported, wrapped or spent. The packages are not those of a bench:
`env/bin/pip install 'apps/esaylov[traces]'`.
"""

import logging
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from esaylov.setup.request_log import Application, Environ, setting, what

SETTING = "esaylov_traces"
"""Of common_site_config.json: where OTLP is taken by HTTP, as `http://127.0.0.1:4318/v1/traces`."""
NAME = "esaylov"
LEAST_FAILURE = 500

log = logging.getLogger("gunicorn.error")


def wrapped(application: Application, sites: Path) -> Application:
	"""The application with its spans, or as it is where the bench names no collector or has not the packages."""
	try:
		address = setting(sites, SETTING)
		return WithSpans(application, tracer_to(address)) if address else application
	except (ImportError, OSError, ValueError) as problem:
		log.error("requests are not traced: %s", problem)
		return application


def tracer_to(address: str) -> Any:
	"""What begins spans and hands them to a collector later, from a thread of its own. Raises ImportError without the packages."""
	resources = import_module("opentelemetry.sdk.resources")
	sdk = import_module("opentelemetry.sdk.trace")
	export = import_module("opentelemetry.sdk.trace.export")
	otlp = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
	provider = sdk.TracerProvider(resource=resources.Resource({"service.name": NAME}))
	provider.add_span_processor(export.BatchSpanProcessor(otlp.OTLPSpanExporter(endpoint=address)))
	return provider.get_tracer(NAME)


class WithSpans:
	"""The application, and a span for each answer; one of a caller's trace where it sends `traceparent`, which names nobody."""

	def __init__(self, application: Application, tracer: Any) -> None:
		self.application = application
		self.tracer = tracer
		self.trace = import_module("opentelemetry.trace")
		self.carrier = import_module(
			"opentelemetry.trace.propagation.tracecontext"
		).TraceContextTextMapPropagator()

	def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
		parent = self.carrier.extract({"traceparent": environ.get("HTTP_TRACEPARENT", "")})
		# an exception has words of people in it: the span says only that there was one
		span = self.tracer.start_span(what(environ), context=parent, kind=self.trace.SpanKind.SERVER)

		def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[..., Any]:
			span.set_attribute("http.response.status_code", int(status[:3]))
			if int(status[:3]) >= LEAST_FAILURE:
				span.set_status(self.trace.StatusCode.ERROR)
			write: Callable[..., Any] = start_response(status, headers, exc_info)
			return write

		try:
			return self.application(environ, start)
		except Exception:
			span.set_status(self.trace.StatusCode.ERROR)
			raise
		finally:
			span.end()
