"""The end of the TLS certificate that a proxy presents for this site: a renewed file that the proxy has not read is noticed."""

import ssl
import time
from urllib.parse import urlsplit

import frappe
from cryptography import x509

KEY = "esaylov_tls_end"
TIMEOUT_SECONDS = 10
PORT = 443


def note_tls_end() -> None:
	"""Job: store when the certificate at the site's address ends, for the metric and its alert.

	Sites whose `host_name` is not https have none. Where nobody answers, the last known end remains.
	"""
	address = urlsplit(str(frappe.conf.get("host_name") or ""))
	if address.scheme != "https" or not address.hostname:
		return
	try:
		# also of a certificate that is over its time or that nobody trusts
		pem = ssl.get_server_certificate((address.hostname, address.port or PORT), timeout=TIMEOUT_SECONDS)
	except OSError as problem:
		frappe.logger("esaylov").warning("%s: no TLS certificate: %s", address.hostname, problem)
		return
	ends = x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc
	frappe.cache.set_value(KEY, ends.timestamp())


def tls_seconds_left() -> int | None:
	"""Seconds until the certificate ends that was seen last; None before."""
	found = frappe.cache.get_value(KEY, expires=True)
	return None if found is None else round(float(found) - time.time())
