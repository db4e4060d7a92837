"""The network address of who asks: asked here and nowhere else.

Frappe believes the first name in `X-Forwarded-For`, whoever sent it, so that each request could come from another address
and no limit would hold. The header is read only where the connection itself comes from a proxy that is known: those of
`esaylov_trusted_proxies` in site_config.json (addresses or networks), without it the machine's own (as `docs/nginx` and
`script/server` have it) and a socket file, which has no address. Proxies append, so the last address that is none of theirs is
the caller's, whatever stands before it.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import frappe

CONFIG = "esaylov_trusted_proxies"
OWN_MACHINE = ("127.0.0.0/8", "::1/128")
Address = IPv4Address | IPv6Address


def settle(login_manager: object = None) -> None:
	"""Hooks `before_request`, and `before_login` where the framework has it: the framework's own limits ask the same address."""
	if getattr(frappe.local, "request", None):
		frappe.local.request_ip = of_request()


def of_request() -> str:
	"""The address that the request came from, as far as it can be believed."""
	request = frappe.local.request
	peer = _read(request.remote_addr or "")
	if peer is not None and not _is_proxy(peer):
		return str(peer)
	found = peer
	for part in reversed(",".join(request.headers.getlist("X-Forwarded-For")).split(",")):
		named = _read(part)
		if named is None:  # nothing, or no address: what stands before it was not written by a proxy of ours
			break
		found = named
		if not _is_proxy(named):
			break
	return str(found) if found else "127.0.0.1"


def network() -> str:
	"""What limits count by: the address, of IPv6 the network of 64 bits, in which whoever has one has all."""
	text = str(getattr(frappe.local, "request_ip", None) or "")
	found = _read(text)
	return str(IPv6Network((found, 64), strict=False)) if isinstance(found, IPv6Address) else text


def _read(text: str) -> Address | None:
	"""An address, with or without a port; IPv4 written as IPv6 is IPv4."""
	text = text.strip()
	if text.startswith("["):
		text = text[1:].partition("]")[0]
	elif text.count(":") == 1:
		text = text.partition(":")[0]
	try:
		found = ip_address(text.partition("%")[0])
	except ValueError:
		return None
	return getattr(found, "ipv4_mapped", None) or found


def _is_proxy(address: Address) -> bool:
	for text in frappe.conf.get(CONFIG) or OWN_MACHINE:
		try:
			if address in ip_network(text, strict=False):
				return True
		except (ValueError, TypeError):
			frappe.logger("esaylov").error("%s: no address or network: %s", CONFIG, text)
	return False
