"""Tests of `esaylov.core`: no site, milliseconds. `pytest tests/core`; ESAYLOV_FULL=1 runs more examples."""
