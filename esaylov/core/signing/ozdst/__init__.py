"""Signatures of Uzbekistan: Oʻz DSt 1092:2009 with Oʻz DSt 1106:2009, and the same arithmetic as Oʻz MSt 286 and 285:2024.

The hash is GOST R 34.11-94 with the S-box of CryptoPro, the signature GOST R 34.10-2001 on the curves of RFC 4357; only object
identifiers and byte orders are Uzbek. Where each fact comes from: README.md of `signing`.
"""

from esaylov.core.signing.ozdst.digest import digest, is_fast
from esaylov.core.signing.ozdst.families import DIGESTS, SIGNATURES, Family
from esaylov.core.signing.ozdst.keys import KeyRefused, PublicKey, is_issued, read_spki
from esaylov.core.signing.ozdst.signature import verify

__all__ = [
	"DIGESTS",
	"SIGNATURES",
	"Family",
	"KeyRefused",
	"PublicKey",
	"digest",
	"is_fast",
	"is_issued",
	"read_spki",
	"verify",
]
