"""One case a type: who files it, in which election, what is chosen, which rule is broken and how that is told."""

from factories.catalogue import cases_cec, cases_local
from factories.catalogue.case import Case

CASES: dict[str, Case] = {**cases_cec.CASES, **cases_local.CASES}
