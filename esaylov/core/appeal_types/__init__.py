"""Building an appeal type (*murojaat turi*): is it consistent, what changed between versions, what could be answered.

Works on the definition as JSON, as a version freezes it, with `messages` beside it; a definition that cannot be read is
looked at all the same, as far as it goes, so that the person who builds it sees everything at once.
"""

from esaylov.core.appeal_types.consistency import World, check
from esaylov.core.appeal_types.differences import compare
from esaylov.core.appeal_types.routes import Transition, reachable
from esaylov.core.appeal_types.samples import sample_answers
from esaylov.core.appeal_types.views import Definition

__all__ = ["Definition", "Transition", "World", "check", "compare", "reachable", "sample_answers"]
