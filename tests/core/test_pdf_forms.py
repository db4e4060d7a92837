"""A PDF whose forms multiply is refused when it is uploaded; papers with many forms are not."""

import zlib

import pytest
from factories.papers import PDF, nested_forms, numbered, stream, with_object

from esaylov.core.formats import pdf_contents as look
from esaylov.core.formats import pdf_forms

FORM = b"/Type/XObject/Subtype/Form"


def forms(*resources: bytes, content: bytes = b"/F Do " * 400) -> bytes:
	"""The PDF with forms from number 20 on, each with these resources and content."""
	made = b"".join(
		b"%d 0 obj\n%s\nendobj\n" % (number, stream(FORM + b"/Resources " + each, content))
		for number, each in enumerate(resources, 20)
	)
	return PDF.replace(b"xref\n0 ", made + b"xref\n0 ", 1)


@pytest.mark.parametrize(
	"content",
	[
		pytest.param(nested_forms(), id="ten-levels"),
		pytest.param(nested_forms(5, 12), id="five-levels"),
		pytest.param(nested_forms(60, 1), id="sixty-levels"),
		pytest.param(
			forms(b"<</XObject<</F 21 0 R>>>>", b"<</XObject<</F 22 0 R>>>>", b"<<>>"), id="plain-content"
		),
		pytest.param(
			with_object(
				b"<</F 21 0 R>>", forms(b"<</XObject 9 0 R>>", b"<</XObject<</F 22 0 R>>>>", b"<<>>")
			),
			id="resources-by-number",
		),
		pytest.param(
			forms(
				b"<</XObject<</#46 21 0 R>>>>",
				b"<</XObject<</F 22 0 R>>>>",
				b"<<>>",
				content=b"/#46\nDo\n" * 400,
			),
			id="escaped",
		),
	],
)
def test_forms_that_multiply_are_refused(content: bytes) -> None:
	with pytest.raises(pdf_forms.PdfComplex):
		look.check(content)


@pytest.mark.parametrize(
	"content",
	[
		pytest.param(nested_forms(4, 10), id="ten-thousand"),
		pytest.param(forms(b"<</XObject<</F 21 0 R>>>>", b"<<>>", content=b"/F Do " * 40_000), id="a-map"),
		pytest.param(
			forms(b"<</XObject<</F 20 0 R>>>>", b"<</XObject<</F 20 0 R>>>>", content=b"/F Do " * 99),
			id="itself",
		),
		pytest.param(forms(*[b"<</XObject<</F 90 0 R>>>>"] * 50), id="nothing-there"),
		pytest.param(
			numbered(
				[
					b"<</Type/Catalog/Root 1 0 R>>",
					stream(FORM + b"/Filter/FlateDecode", b"x"),
					stream(FORM, b""),
				]
			),
			id="not-packed-as-said",
		),
		pytest.param(with_object(stream(FORM + b"/Filter/FlateDecode", zlib.compress(b"/F Do"))), id="one"),
	],
)
def test_papers_with_forms_are_taken(content: bytes) -> None:
	look.check(content)


def test_many_forms_are_far_from_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
	"""5,000 signs of a map, each drawn in a form of its own that shares its resources with all others."""
	monkeypatch.setattr(look, "LIMIT", look.LIMIT // 3)
	shared = b"9000 0 obj<</XObject<<%s>>>>endobj\n" % b"".join(b"/F%d 20 0 R" % n for n in range(200))
	made = forms(
		*[b"9000 0 R/Matrix[1 0 0 1 0 0]/BBox[0 0 9 9]"] * 5_000, content=b"q 1 0 0 1 0 0 cm /F0 Do Q"
	)
	look.check(made.replace(b"xref\n0 ", shared + b"xref\n0 ", 1))
