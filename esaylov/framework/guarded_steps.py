"""Marks of steps that change guarded configuration without a second person; no request can carry one."""

from esaylov.framework.write_guard import WriteGuard

SETTING_UP = WriteGuard("the set-up of a site")
"""Shipped data, the demonstration, the set-up commands of whoever holds the bench: in force at once, and recorded."""

PROVED = WriteGuard("a change that its holder or a decision proved")
"""Codes from both phones, a first login, the effect of a signed decision: recorded where it happens, not here."""
