"""The size of type for a box; every letter of these texts is half an em wide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.formats.text_fit import STEP, fit


def half(text: str) -> float:
	return len(text) / 2


@pytest.mark.parametrize(
	("text", "width", "height", "size"),
	[
		("", 10, 10, 6),
		("abcd", 12, 6, 6),  # just as wide as the box
		("abcd", 11.9, 6, 5.95),
		("abcd abcd", 12, 12, 6),  # on two lines
		("abcd abcd", 12, 11, 5.5),
		("a" * 400, 10, 10, STEP),
	],
)
def test_the_largest_size_that_fits(text, width, height, size):
	assert fit(text, width, height, 6, 1, half) == pytest.approx(size)


@given(
	st.lists(st.text("ab", min_size=1, max_size=12), min_size=1, max_size=8),
	st.integers(5, 100),
	st.integers(5, 50),
)
def test_words_stay_whole_and_lines_inside(words, width, height):
	size = fit(" ".join(words), width, height, 6, 1.2, half)
	assert STEP <= size <= 6
	if size > STEP:
		assert max(map(len, words)) / 2 * size <= width + 1e-6
