"""Free ports, for servers that are told where to listen."""

import socket

LOOPBACK = "127.0.0.1"
_held: list[socket.socket] = []


def free_port() -> int:
	"""A port of the loopback on which nobody listens, and which the system gives to nobody else while this process lives.

	It stays bound, without listening: a server that names it may listen there, if it sets SO_REUSEADDR as usual, and no
	program beside us, in another lane of the tests for example, gets it in the seconds until then.
	"""
	held = socket.socket()
	held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
	held.bind((LOOPBACK, 0))
	_held.append(held)
	return int(held.getsockname()[1])
