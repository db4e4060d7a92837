"""Names of the queues that jobs go to; stock benches run a worker for each of them."""

from typing import Final

DOCUMENTS: Final = "default"
"""PDFs of certificates and mandates."""

MESSAGES: Final = "short"
"""SMS of the outbox."""

REGISTERS: Final = "long"
"""Questions to state registers, which may take their time."""

PAGES: Final = "short"
"""Public pages that are built again."""

ALL: Final = (DOCUMENTS, MESSAGES, REGISTERS)
