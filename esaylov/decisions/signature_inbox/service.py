"""The public door of the signature inbox: what waits for a person's signature, how much, and one of it opened."""

from esaylov.decisions.signature_inbox.details import show_item
from esaylov.decisions.signature_inbox.listing import MINE, TO_SIGN, count_items, list_items

__all__ = ["MINE", "TO_SIGN", "count_items", "list_items", "show_item"]
