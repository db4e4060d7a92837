"""The public door of the desk of a commission (*komissiya ish joyi*): an appeal with its next steps, many in one table."""

from esaylov.decisions.desk.opened import opened
from esaylov.decisions.desk.reviewing import MOST, review

__all__ = ["MOST", "opened", "review"]
