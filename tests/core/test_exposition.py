"""The text that Prometheus reads."""

from esaylov.core.formats.prometheus import Counter, Gauge, Sample, text_of


def test_a_gauge_has_its_help_its_type_and_its_samples():
	gauge = Gauge("esaylov_queue_jobs", "Jobs that wait", [Sample(2, {"queue": "default"}), Sample(0.5)])
	assert text_of([gauge]).splitlines() == [
		"# HELP esaylov_queue_jobs Jobs that wait",
		"# TYPE esaylov_queue_jobs gauge",
		'esaylov_queue_jobs{queue="default"} 2',
		"esaylov_queue_jobs 0.5",
	]


def test_labels_are_sorted_and_escaped():
	text = text_of([Gauge("x", "a\nb\\c", [Sample(1, {"b": 'qo"sh\\\n', "a": "1"})])])
	assert text == '# HELP x a\\nb\\\\c\n# TYPE x gauge\nx{a="1",b="qo\\"sh\\\\\\n"} 1\n'


def test_without_samples_there_is_the_heading_alone():
	assert text_of([Gauge("x", "y", [])]) == "# HELP x y\n# TYPE x gauge\n"


def test_a_counter_says_that_it_is_one():
	text = text_of([Counter("esaylov_refusals_total", "Refusals", [Sample(3, {"class": "NotFound"})])])
	assert text.splitlines()[1:] == [
		"# TYPE esaylov_refusals_total counter",
		'esaylov_refusals_total{class="NotFound"} 3',
	]
