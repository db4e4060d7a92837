"""Which database may be promoted: the highest GTID among those that together know everything. Nothing here asks anybody.

With AFTER_SYNC a commit is answered only when its bytes lie at the primary and at one replica, so at two of three. Any two of three
nodes hold at least one of those two: the highest position among a majority has every commit that somebody was told of. That is true of
nodes that still have what they acknowledged. MariaDB throws the relay log of a replica away that was killed and starts again: until it
has caught up with a primary it is not `sure`, and counts for no majority. The last primary, if it has kept all, knows everything alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Position:
	"""How far a node has come: the number of its last transaction, and who wrote it first. 0 and 0 for none."""

	sequence: int = 0
	server: int = 0


@dataclass(frozen=True)
class Vote:
	"""What a node says of itself in a vacancy.

	is_sure: it has all that it acknowledged. was_primary: nobody was after it. is_willing: false of one that has just handed over on
	purpose.
	"""

	node: str
	position: Position
	is_sure: bool = True
	was_primary: bool = False
	is_willing: bool = True


def position(gtid: str) -> Position:
	"""A position as MariaDB writes it, `DOMAIN-SERVER-SEQUENCE`; the highest of several servers.

	Raises ValueError for more than one domain: this cluster has one writer, and orders nothing between two.
	"""
	found = [tuple(map(int, part.strip().split("-"))) for part in gtid.split(",") if part.strip()]
	if len({domain for domain, *_ in found}) > 1:
		raise ValueError(f"several domains: {gtid}")
	return max((Position(sequence, server) for _, server, sequence in found), default=Position())


def chosen(votes: Sequence[Vote], nodes: int, is_late: bool) -> str | None:
	"""The node that may be promoted; None where nobody may yet.

	nodes: how many there are in all; where all of them vote, as after the power was gone, nobody knows more. is_late: the
	missing ones were waited for. Equal positions: who is willing, then the first by name. None too where two nodes number
	different transactions alike: one of them has written past the quorum, and a person decides which.
	"""
	if len(votes) < nodes and not (is_late and _know_everything(votes, nodes)):
		return None
	best = max(vote.position.sequence for vote in votes)
	first = [vote for vote in votes if vote.position.sequence == best]
	if len({vote.position.server for vote in first}) > 1:
		return None
	return min(first, key=lambda vote: (not vote.is_willing, vote.node)).node


def _know_everything(votes: Sequence[Vote], nodes: int) -> bool:
	sure = [vote for vote in votes if vote.is_sure]
	is_majority = 2 * len(votes) > nodes
	return is_majority and (2 * len(sure) > nodes or any(vote.was_primary for vote in sure))
