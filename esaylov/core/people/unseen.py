"""Characters that nobody sees and that change what is seen: control characters, and those that turn the direction of writing.

In a name they make two papers that look alike differ, or one read backwards; tables and PDFs cannot hold some of them.
Nothing that people of this country write needs one (own design; Unicode TR 36 and TR 39 give the reasons).
"""

import re

UNSEEN = re.compile(
	"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control, but tabulator and ends of lines
	"\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # without width, direction
	"\ud800-\udfff\ufffe\uffff\U000e0000-\U000e0fff]"  # halves, none, tags
)
"""One of them."""


def seen(text: str) -> str:
	"""The text without them, for papers and tables made of what was filed before they were refused."""
	return UNSEEN.sub("", text)
