"""The public door of retention: what is erased after an election, as a rehearsal and as a job."""

from esaylov.setup.retention.erasing import rehearse, run

__all__ = ["rehearse", "run"]
