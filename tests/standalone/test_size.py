"""`script/server --size`: the whole of 2024, or a share."""

import pytest

from standalone import cli


@pytest.mark.parametrize(("size", "share"), [("2024", 1.0), ("1%", 0.01), ("0.5%", 0.005), ("100%", 1.0)])
def test_a_size_is_the_whole_or_a_share(size, share):
	assert cli.share(size) == share


@pytest.mark.parametrize("size", ["2023", "1", "0%", "101%", "-1%", "nan%", "", "%"])
def test_another_size_is_refused_before_anything_begins(size, capsys):
	with pytest.raises(SystemExit) as refused:
		cli.server([f"--size={size}"])
	assert refused.value.code == 2
	assert "--size" in capsys.readouterr().err


def test_without_a_demonstration_there_is_no_size(capsys):
	with pytest.raises(SystemExit):
		cli.server(["--no-demo", "--size", "2024"])
	assert "demonstration" in capsys.readouterr().err
