"""Object identifiers of the two generations of one arithmetic: Oʻz DSt (2009) and Oʻz MSt (2024)."""

from dataclasses import dataclass

from esaylov.core.signing.ozdst.curves import CURVES, A, Curve


@dataclass(frozen=True, slots=True)
class Family:
	"""The identifiers of one generation, dotted. A key, a signature and a digest of two families are never mixed."""

	name: str
	key: str
	signature: str
	digest: str

	def curves(self, parameter_set: str) -> tuple[Curve, ...]:
		"""The curves that a parameter set may mean: set 1 is A; of 2 to 6 the sources say different things, so the point decides."""
		sets = {f"{self.key}.{number}": CURVES for number in range(2, 7)} | {f"{self.key}.1": (A,)}
		return sets.get(parameter_set, ())


DST = Family(
	"Oʻz DSt 1092:2009", "1.2.860.3.15.1.1.2.1", "1.2.860.3.15.1.1.2.2.2.2", "1.2.860.3.15.1.3.2.1.1"
)
MST = Family("Oʻz MSt 286:2024", "1.2.860.3.15.2.1.2.1", "1.2.860.3.15.2.1.2.2.2.2", "1.2.860.3.15.2.3.2.1.1")
FAMILIES = (DST, MST)
DIGESTS = frozenset(family.digest for family in FAMILIES)
SIGNATURES = frozenset(family.signature for family in FAMILIES)


def family_of_key(oid: str) -> Family | None:
	"""The family of a public key's dotted identifier; the parametric scheme of 1092 (algorithm 1) is none."""
	return next((family for family in FAMILIES if family.key == oid), None)
