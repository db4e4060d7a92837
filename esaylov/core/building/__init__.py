"""Building an appeal type (*murojaat turi*): is it consistent, what changed between versions, what could be answered.

Works on the definition as JSON, as a version freezes it, with `messages` beside it; a definition that cannot be read is
looked at all the same, as far as it goes, so that the person who builds it sees everything at once.
"""

from esaylov.core.building.consistency import World, check
from esaylov.core.building.differences import compare
from esaylov.core.building.routes import Transition, reachable
from esaylov.core.building.samples import sample_answers
from esaylov.core.building.views import Definition

__all__ = ["Definition", "Transition", "World", "check", "compare", "reachable", "sample_answers"]
