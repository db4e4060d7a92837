"""Verification of electronic signatures (EDS, *ERI*): CMS SignedData over given bytes, against a trust store.

asn1crypto reads the structures, `cryptography` does the arithmetic, `ozdst` that of Uzbekistan. Fail closed: whatever is not proved is refused with
SignatureInvalid and a stable code. `authority` makes certificates and signatures for demonstration sites and tests.
"""

from esaylov.core.signing.algorithms import is_list_signed
from esaylov.core.signing.cms import Signer, verify_cms
from esaylov.core.signing.container import check_shape
from esaylov.core.signing.path import TrustStore
from esaylov.core.signing.problems import SignatureInvalid

__all__ = ["SignatureInvalid", "Signer", "TrustStore", "check_shape", "is_list_signed", "verify_cms"]
