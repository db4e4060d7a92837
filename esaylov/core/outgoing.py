"""Where the server may call by itself: addresses that somebody wrote into a row (webhooks, lists of revocations).

Own design. What an address is, is asked twice: of its text when it is saved, and of the network's answer when it is called.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

WEB_PORTS = (80, 443)
FIRST_FREE_PORT = 1024
_GLOBAL_UNICAST = ip_network("2000::/3")
_TRANSLATED = ip_network("64:ff9b::/96")
_TUNNELS = tuple(map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
"""Within 2000::/3: Teredo, ORCHID and benchmarks (2001::/23), documentation, 6to4: nobody's server stands there."""
_RELAYS = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")))
"""Public by their number, and answered by the network that asks: protocol assignments, 6to4, a cloud's host of its own machines."""
_ISATAP = (0x00005EFE, 0x02005EFE)
"""The upper half of an interface identifier of RFC 5214; the lower half is an IPv4 address."""


def is_address(url: str, allow_plain: bool = False) -> bool:
	"""Whether an address is of the form that is called: https, a host, no login in it, no fragment, a port of the web.

	allow_plain: http too, for what is signed itself. Below 1024 only 80 and 443 are taken: the others are other protocols'.
	"""
	try:
		parts = urlsplit(url)
		port = parts.port
	except ValueError:
		return False
	if parts.scheme != "https" and not (allow_plain and parts.scheme == "http"):
		return False
	is_of_web = port is None or port in WEB_PORTS or port >= FIRST_FREE_PORT
	return bool(parts.hostname) and is_of_web and "@" not in parts.netloc and not parts.fragment


def is_public(address: str) -> bool:
	"""Whether an IP address is one of the public network, in whatever writing, and carries no other inside it."""
	try:
		found = ip_address(address.partition("%")[0])
	except ValueError:
		return False
	if isinstance(found, IPv4Address):
		return _is_public_4(found)
	if found in _TRANSLATED:
		return _is_public_4(IPv4Address(int(found) & 0xFFFFFFFF))
	return _is_public_6(found)


def _is_public_4(address: IPv4Address) -> bool:
	return address.is_global and not address.is_multicast and not any(address in one for one in _RELAYS)


def _is_public_6(address: IPv6Address) -> bool:
	"""Global unicast and nothing else: all that embeds IPv4 outside of it is left out with the rest."""
	is_isatap = (int(address) >> 32) & 0xFFFFFFFF in _ISATAP
	return address in _GLOBAL_UNICAST and not is_isatap and not any(address in one for one in _TUNNELS)
