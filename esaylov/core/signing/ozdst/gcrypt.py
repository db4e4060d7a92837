"""libgcrypt (LGPL-2.1+), called by ctypes: the one hash that we ask of it. Nearly every Debian and Ubuntu has it."""

import ctypes
from collections.abc import Callable
from functools import cache

LIBRARY = "libgcrypt.so.20"
_GOSTR3411_CP = 311
"""GCRY_MD_GOSTR3411_CP; 308 is the same hash with the S-box of the standard's examples."""
_TEST_ALGO = 8
_DISABLE_SECMEM, _INITIALIZATION_FINISHED, _IS_FINISHED = 37, 38, 39
_EMPTY = bytes.fromhex("981e5f3ca30c841487830f84fb433e13ac1101569b9c13584ac483234cd656c0")


@cache
def hasher() -> Callable[[bytes], bytes] | None:
	"""The hash as a function of bytes; None where there is no library, or one that does not have this hash (FIPS mode)."""
	library = load()
	if library is None or library.gcry_md_algo_info(_GOSTR3411_CP, _TEST_ALGO, None, None):
		return None  # asked for a hash that it does not have, it ends the process

	def digest(data: bytes) -> bytes:
		found = ctypes.create_string_buffer(32)
		library.gcry_md_hash_buffer(_GOSTR3411_CP, found, data, len(data))
		return found.raw

	return digest if digest(b"") == _EMPTY else None


@cache
def load() -> ctypes.CDLL | None:
	"""The library, ready for use in this process; None where it is not installed or too old."""
	try:
		library = ctypes.CDLL(LIBRARY)
	except OSError:
		return None
	library.gcry_check_version.argtypes = [ctypes.c_char_p]
	library.gcry_check_version.restype = ctypes.c_char_p
	library.gcry_md_hash_buffer.argtypes = [
		ctypes.c_int,
		ctypes.c_char_p,
		ctypes.c_char_p,
		ctypes.c_size_t,
	]
	library.gcry_md_hash_buffer.restype = None
	if not library.gcry_check_version(b"1.7.0"):
		return None
	if not library.gcry_control(_IS_FINISHED, 0):  # another library of this process may have done it
		library.gcry_control(_DISABLE_SECMEM, 0)
		library.gcry_control(_INITIALIZATION_FINISHED, 0)
	return library
