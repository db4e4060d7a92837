"""The hash: by libgcrypt where the system has it, by Python otherwise; both give the same 32 bytes."""

from esaylov.core.signing.ozdst import gcrypt, gost94


def digest(data: bytes) -> bytes:
	"""The 32 bytes of Oʻz DSt 1106 (GOST R 34.11-94, S-box of CryptoPro) as they stand in certificates and containers."""
	fast = gcrypt.hasher()
	return fast(data) if fast else gost94.digest(data)


def is_fast() -> bool:
	"""Whether libgcrypt hashes here: 50 MB a second; Python has half a MB."""
	return gcrypt.hasher() is not None
