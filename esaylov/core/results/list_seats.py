"""Seats of the party lists: the quota (*saylov kvotasi*) and the largest remainders. Art. 96-1."""

from collections.abc import Mapping


class SeatsTied(ValueError):
	"""The last seats belong to remainders that are equal: the law was not found to say whose; the commission decides.

	parties: those with equal remainders; seats: how many of them are left.
	"""

	def __init__(self, parties: tuple[str, ...], seats: int) -> None:
		super().__init__(", ".join(parties))
		self.parties = parties
		self.seats = seats


def list_seats(votes: Mapping[str, int], seats: int, threshold: int) -> dict[str, int]:
	"""Party to seats, in the order given; of those below the threshold 0.

	threshold: least percent of all the votes for lists (Statute `list_threshold`). The quota is the votes of those that reach it, over the
	seats; whole quotas first, then one seat for each of the largest remainders. Computed in whole numbers: no rounding of the quota
	moves a seat. Where nobody reaches the threshold all get 0. Raises ValueError for negative numbers, SeatsTied.
	"""
	if seats < 0 or any(count < 0 for count in votes.values()):
		raise ValueError("a negative number")
	cast = sum(votes.values())
	reaching = {party: count for party, count in votes.items() if count and count * 100 >= cast * threshold}
	basis = sum(reaching.values())
	shares = {party: divmod(count * seats, basis) for party, count in reaching.items()}
	rest = seats - sum(whole for whole, _ in shares.values()) if reaching else 0
	first = _largest({party: remainder for party, (_, remainder) in shares.items()}, rest)
	return {party: shares[party][0] + (party in first) if party in shares else 0 for party in votes}


def _largest(remainders: Mapping[str, int], number: int) -> frozenset[str]:
	ordered = sorted(remainders, key=remainders.__getitem__, reverse=True)
	if 0 < number < len(ordered) and remainders[ordered[number - 1]] == remainders[ordered[number]]:
		last = remainders[ordered[number]]
		left = number - sum(remainder > last for remainder in remainders.values())
		raise SeatsTied(tuple(party for party in ordered if remainders[party] == last), left)
	return frozenset(ordered[:number])
