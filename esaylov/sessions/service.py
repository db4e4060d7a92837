"""The public door of sessions (*majlis*): agenda, attendance, quorum, votes, closing; see README.md."""

from esaylov.sessions.rules import check_rule
from esaylov.sessions.writing import check_entry, check_vote_entry, refuse_removal

__all__ = ["check_entry", "check_rule", "check_vote_entry", "refuse_removal"]
