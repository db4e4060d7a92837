"""An appeal as those read it who decide it."""
