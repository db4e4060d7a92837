"""libgcrypt (LGPL-2.1+), called by ctypes: the hash, and a signature by one of the curves. Nearly every Debian and Ubuntu has it."""

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


Verifier = Callable[[str, tuple[int, int], int, bytes], bool]
"""Name of the curve, point, challenge, and the 64 bytes of s and r."""
_CHALLENGE = 0x2CD42FF986293B167E994381ED59747414DD24953677762D39D718BF6D0585B2
_EXAMPLES = (
	(
		"A",
		(
			0x5F3E340FF63B20A0580D611BF2FE458B2F49FDF0C591E9F98E6E81091BD0A817,
			0x63C15A58CA4C0C95E46AED51F2CDA95807D1218C62840CCFB2F758C71AA70940,
		),
		"b00ca614fdc6cd3ec0fced075864be1828d81beda299e1687ddb67ec095e16e1"
		"d07ad6290cfd6863cdd7a1bac87b616c6cc11edb76fb6c5ed19b9fdf37be9ca2",
	),
	(
		"B",
		(
			0x5954F3F83B01CD9AAFDA971A806B6D8B84E4290DD603AC3C019662C52745A1BD,
			0x65EFAD96633F43E5E95390A736DB45146CA24B6F31980A9BA9B5B4EB07DB967F,
		),
		"65f63277f817e3d3069b4fdd6884f82e40d46edb35dd194df614446fe1b3f345"
		"2b3a51fc042a9dc009f7120138bcfb7e4c00ca3c5a4a219bad622a19a5032f9d",
	),
	(
		"C",
		(
			0x35B731E996833493ED9E274D3F65BAE1764AD3F3CA0BC59BEAEB7DE097FAB5CA,
			0x2417BCAB6F52201431A4E635215381FB83DDEEEC6A32AD3695F963D3FDA4EE5B,
		),
		"23214cfd6a21d5050a28309493601cb688e478931805dce9dd786d3e80ac1cc7"
		"50371490c0803e410486a559d9570339f6d6b043129fe445fa4b21f6283432f0",
	),
)
"""A signature on each curve (over "abc"): a library that does not take them, or takes others, is not asked."""


def verifier() -> Verifier | None:
	"""The check of one signature in 0.6 of Python's time; None where `hasher` is."""
	return _verifier() if hasher() else None


@cache
def _verifier() -> Verifier | None:
	library = load()
	if library is None:
		return None
	pointer, size = ctypes.c_void_p, ctypes.c_size_t
	library.gcry_sexp_new.argtypes = [ctypes.POINTER(pointer), ctypes.c_char_p, size, ctypes.c_int]
	library.gcry_pk_verify.argtypes = [pointer] * 3
	library.gcry_sexp_release.argtypes = [pointer]
	library.gcry_sexp_release.restype = None

	def verify(curve: str, point: tuple[int, int], challenge: int, signature: bytes) -> bool:
		(x, y), s, r = point, signature[:32].hex(), signature[32:].hex()
		texts = (
			f"(sig-val (gost (r #00{r}#)(s #00{s}#)))",
			f"(data (flags gost)(value #{challenge:064x}#))",
			f"(public-key (ecc (curve GOST2001-CryptoPro-{curve})(q #04{x:064x}{y:064x}#)))",
		)
		made = [pointer() for _ in texts]
		try:
			for one, text in zip(made, texts, strict=True):
				if library.gcry_sexp_new(ctypes.byref(one), text.encode(), len(text), 1):
					return False
			return bool(library.gcry_pk_verify(*made) == 0)
		finally:
			for one in made:
				library.gcry_sexp_release(one)

	return verify if _is_right(verify) else None


def _is_right(verify: Verifier) -> bool:
	return all(
		verify(curve, point, _CHALLENGE, bytes.fromhex(signature))
		and not verify(curve, point, _CHALLENGE ^ 1, bytes.fromhex(signature))
		for curve, point, signature in _EXAMPLES
	)


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
