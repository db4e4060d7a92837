"""The calendar window in which an appeal is taken."""

from esaylov.core.findings import Finding
from esaylov.core.rules.facts import Facts, RuleMisused
from esaylov.core.rules.registry import Answers, rule


@rule("inside_window", "window")
def inside_window(answers: Answers, facts: Facts, article: str) -> list[Finding]:
	"""`window_not_open` or `window_closed` unless the moment is inside the window of the appeal type."""
	window = facts.window
	if window is None:
		raise RuleMisused("window")
	if window.starts_on and window.before(facts.today):
		return [
			Finding("window_not_open", article=article, params={"starts_on": window.starts_on.isoformat()})
		]
	if window.ends_on and window.after(facts.today, facts.time_of_day):
		return [Finding("window_closed", article=article, params={"ends_on": window.ends_on.isoformat()})]
	return []
