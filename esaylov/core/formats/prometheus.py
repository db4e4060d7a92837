"""The text format of Prometheus, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

MEDIA_TYPE = "text/plain"


@dataclass(frozen=True, slots=True)
class Sample:
	"""One value of a metric, told apart from its others by labels."""

	value: float
	labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gauge:
	"""A metric that goes up and down. unit stands at the end of the name: `_seconds`."""

	name: str
	help: str
	samples: Sequence[Sample]
	kind: ClassVar[str] = "gauge"


class Counter(Gauge):
	"""A metric that grows, and begins at 0 when the process or the store of it does. Its name ends in `_total`."""

	kind = "counter"


def text_of(gauges: Sequence[Gauge]) -> str:
	"""The exposition; a metric without samples has its heading alone."""
	lines = []
	for gauge in gauges:
		lines.append(f"# HELP {gauge.name} {_help(gauge.help)}")
		lines.append(f"# TYPE {gauge.name} {gauge.kind}")
		lines += [f"{gauge.name}{_labels(sample.labels)} {_number(sample.value)}" for sample in gauge.samples]
	return "\n".join(lines) + "\n"


def _help(text: str) -> str:
	return text.replace("\\", "\\\\").replace("\n", "\\n")


def _labels(labels: Mapping[str, str]) -> str:
	if not labels:
		return ""
	pairs = (f'{name}="{_escaped(value)}"' for name, value in sorted(labels.items()))
	return "{" + ",".join(pairs) + "}"


def _escaped(value: str) -> str:
	return _help(value).replace('"', '\\"')


def _number(value: float) -> str:
	return str(int(value)) if float(value).is_integer() else repr(float(value))
