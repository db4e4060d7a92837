"""E-saylov: the dealings of an election administration with the participants of an election."""

__version__ = "0.1.0"
