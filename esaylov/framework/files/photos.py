"""Pictures of users on a site: small ones are read at once, others by a program outside the web threads (`pictures`)."""

import hashlib
import json
import sys
import threading
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final, Self

import frappe

from esaylov.core.findings import Finding
from esaylov.core.formats.picture_metadata import PictureDamaged, without_metadata
from esaylov.framework.errors import FileInWork, FormInvalid
from esaylov.framework.files import pictures
from esaylov.framework.files.file_processes import file_work, missing_programs, run_file_work
from esaylov.framework.files.file_results import TIMED_OUT, ProgramResult
from esaylov.framework.files.pictures import PictureRefused

PREVIEW = 480
"""Dots of the longer side of a preview."""
MAY_BE_TURNED = (b"Exif\0\0", b"eXIf", b"http://ns.adobe.com/")
"""One of these is in each file that states how the camera was held."""
PROGRAM: Final = (
	"import sys; sys.path.insert(0, sys.argv[1]); from esaylov.framework.files import pictures; "
	"sys.exit(pictures.run_program(sys.argv[2:]))"
)
APP: Final = str(Path(__file__).parents[3])

_reading: Final = threading.Lock()
"""pillow's leniency with cut pictures is one setting of a process: one thread at a time changes it."""


@dataclass(frozen=True, slots=True)
class Crop:
	"""The part of an upright picture that somebody chose; shares of its width and height, from the left and the top."""

	left: float
	top: float
	width: float
	height: float

	@classmethod
	def of(cls, text: str, field: str = "photo") -> Self | None:
		"""From `0.1,0.05,0.8,0.9`; None of an empty text. Raises FormInvalid (`photo_crop`)."""
		if not text:
			return None
		try:
			found = cls(*(float(part) for part in text.split(",")))
		except (TypeError, ValueError) as problem:
			raise FormInvalid([Finding("photo_crop", field)]) from problem
		if not found.lies_inside():
			raise FormInvalid([Finding("photo_crop", field)])
		return found

	def lies_inside(self) -> bool:
		"""Whether it is a part of the picture; a number that is none lies nowhere."""
		across = self.left >= 0 and self.width > 0 and self.left + self.width <= 1.001
		return across and self.top >= 0 and self.height > 0 and self.top + self.height <= 1.001


def cut(content: bytes, field: str = "photo", crop: Crop | None = None) -> bytes:
	"""The photo 3x4 of a picture, as `pictures.cut`; crop: the part that was chosen.

	Raises FormInvalid (`photo_unreadable`, `photo_small`, `photo_ratio`), FileInWork.
	"""
	return _work("cut", content, astuple(crop) if crop else (), field, "photo_unreadable")


def check(content: bytes, form: str, field: str) -> None:
	"""Raise FormInvalid (`file_unreadable`, `picture_too_large`) for a picture that is kept as it is; FileInWork.

	form: JPEG or PNG.
	"""
	_work("check", content, (form,), field)


def without_camera_data(kind: str, content: bytes, field: str) -> bytes:
	"""A picture that is kept, as somebody sees it, without anything but its dots; other kinds stay as they are.

	The dots are only written again where the camera was held on its side: the file says so in what is cut. Raises FormInvalid
	(`file_unreadable`), FileInWork.
	"""
	form = kind.partition("/")[2].upper()
	has_form = form in pictures.MOST_PIXELS and any(mark in content for mark in MAY_BE_TURNED)
	if has_form and pictures.is_turned(content, form):
		content = _work("upright", content, (form,), field)
	try:
		return without_metadata(kind, content)
	except PictureDamaged as problem:
		raise FormInvalid([Finding("file_unreadable", field)]) from problem


def preview(content: bytes, side: int = PREVIEW) -> bytes:
	"""A picture that was kept as it is (`check`) as a small JPEG; side: dots of the longer one, at most.

	Raises FormInvalid (`file_unreadable`), FileInWork.
	"""
	return _work("preview", content, (side,), "")


def _work(
	name: str, content: bytes, arguments: tuple[object, ...], field: str, damaged: str = "file_unreadable"
) -> bytes:
	"""What one of `pictures.WORKS` makes of a picture. damaged: the finding where a program was ended by a limit."""
	is_request = bool(getattr(frappe.local, "request", None))
	try:
		if is_request and pictures.is_costly(content) and not missing_programs(()):
			return _work_in_program(name, content, json.dumps(arguments), damaged)
		with _reading:
			return pictures.WORKS[name](content, *arguments)
	except PictureRefused as problem:
		raise FormInvalid([Finding(problem.code, field, params=problem.params)]) from problem


def _work_in_program(name: str, content: bytes, arguments: str, damaged: str) -> bytes:
	"""Raises PictureRefused, FileInWork; RuntimeError where the program itself fails."""
	command = [sys.executable, "-I", "-c", PROGRAM, APP, name, arguments]
	what = f"{name}-{hashlib.sha256(arguments.encode()).hexdigest()[:16]}"
	result = run_file_work(file_work(content, what, command))
	if result.status == 0:
		return result.output
	raise _refusal_of(result, damaged)


def _refusal_of(result: ProgramResult, damaged: str) -> Exception:
	if result.status == TIMED_OUT:  # the machine is busy: nothing is known of the file
		return FileInWork()
	if result.status == pictures.REFUSED:
		code, params = json.loads(result.output)
		return PictureRefused(code, params)
	if result.status < 0:  # ended by a limit
		return PictureRefused(damaged)
	return RuntimeError(f"the work on a picture ended with {result.status}")
