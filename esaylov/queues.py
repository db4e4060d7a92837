"""Names of the queues that jobs go to; stock benches run a worker for each of them."""

from typing import Final

DOCUMENTS: Final = "default"
"""PDFs of certificates and mandates."""

MESSAGES: Final = "short"
"""SMS of the outbox."""

REGISTERS: Final = "long"
"""Questions to state registers, which may take their time."""

PAGES: Final = "short"
"""Public pages that are built again, for readers who wait for them …"""

PAGES_REST: Final = REGISTERS
"""… and what is left of them when that took long: a worker looks into this queue last."""

ALL: Final = (DOCUMENTS, MESSAGES, REGISTERS)
