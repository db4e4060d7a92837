"""What puts a site together, and whether it is as it should be."""


def verify(with_filing: bool = True) -> None:
	"""Check the bench and its site: `bench --site SITE execute esaylov.setup.verify`. See `verification.reporting.verify`."""
	# here: whoever imports one part of the set-up loads no other
	from esaylov.setup.verification import reporting

	reporting.verify(with_filing)
