"""Colours of the design are read by everybody (WCAG 2.2, 1.4.3): 4.5 : 1 of each pair of letters and ground, in either theme."""

import re
from pathlib import Path

import pytest

SCSS = Path(__file__).parents[1] / "esaylov" / "public" / "scss"
PAIRS = [
	*(("ink", ground) for ground in ("ground", "card", "sky-soft", "sun-soft", "rose-soft", "leaf-soft")),
	*(("ink-soft", "ground"), ("ink-soft", "card"), ("sky", "ground"), ("sky", "card"), ("on-sky", "sky")),
	*((colour, ground) for colour in ("leaf", "sun", "rose") for ground in ("card", f"{colour}-soft")),
]
LEAST = 4.5


def tokens(theme: str) -> dict[str, str]:
	text = (SCSS / "_tokens.scss").read_text(encoding="utf-8")
	return colours(text.partition(f"@mixin {theme} {{")[2].partition("\n}")[0])


def colours(text: str) -> dict[str, str]:
	return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))


def luminance(colour: str) -> float:
	parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
	red, green, blue = (
		part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
	)
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
	darker, lighter = sorted((luminance(one), luminance(other)))
	return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_letters_of_the_design_are_read_on_each_ground(theme):
	found = tokens(theme)
	low = {pair: contrast(found[pair[0]], found[pair[1]]) for pair in PAIRS}
	assert {pair: round(value, 2) for pair, value in low.items() if value < LEAST} == {}
	assert (
		contrast("#ab6e05", "#fffcef") < LEAST
	)  # the framework's own of a warning, which is why it has ours


@pytest.mark.parametrize("bundle", sorted(path.name for path in SCSS.glob("*.scss")))
def test_what_is_chosen_and_what_has_the_keys_is_seen_in_the_dark(bundle):
	"""The framework's `--primary` is the same near black in both themes, and so is its ground in the dark: outlines, arrows and marks were gone."""
	text = (SCSS / bundle).read_text(encoding="utf-8")
	assert "var(--primary" not in text


@pytest.mark.parametrize(("theme", "rule"), [("light", ":root"), ("dark", '[data-theme="dark"]')])
def test_a_warning_of_the_desk_has_the_colours_of_the_design_and_a_state_is_read(theme, rule):
	"""A mark of a state had letters of 2.4 : 1 in the dark."""
	text = (SCSS / "esaylov_desk.bundle.scss").read_text(encoding="utf-8")
	found = colours(text.partition(f"\n{rule} {{")[2].partition("\n}")[0])
	known = tokens(theme)
	for letters, ground in (("alert-text-warning", "alert-bg-warning"), ("text-on-yellow", "bg-yellow")):
		assert (found.pop(letters), found.pop(ground)) == (known["sun"], known["sun-soft"])
	marks = {name.removeprefix("bg-") for name in found if name.startswith("bg-")}
	dark = {"blue", "gray", "grey", "darkgrey", "dark-gray"}  # in the light they are read
	assert marks == {"light-blue"} | (dark if theme == "dark" else set())
	low = {name: contrast(found[f"text-on-{name}"], found[f"bg-{name}"]) for name in marks}
	assert {name: round(value, 2) for name, value in low.items() if value < LEAST} == {}
