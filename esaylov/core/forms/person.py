"""The columns of a person (*shaxs*): the @person and @foreign_person blocks of the domain's grammar.

Of a citizen the applicant types PINFL or passport (of who gets a mandate the PINFL), the name and the phone; the rest comes from
the personalization register, and is optional until that is asked. Of a foreigner everything is typed.
"""

from esaylov.core.forms.definition import Choice, Field, Kind
from esaylov.core.people.identity import PASSPORT_PATTERN, PINFL_PATTERN, Gender


def is_typed(item: Field) -> bool:
	"""Whether the applicant types a field; else the system or a state register fills it in."""
	return not (item.read_only or item.from_register)


def _label(uz: str, ru: str, en: str) -> dict[str, str]:
	return {"uz": uz, "ru": ru, "en": en}


PERSON_FIELDS: tuple[Field, ...] = (
	Field(
		"pinfl",
		Kind.SHORT_TEXT,
		_label("JShShIR", "ПИНФЛ", "PINFL"),
		_label("14 ta raqam", "14 цифр", "14 digits"),
		pattern=PINFL_PATTERN,
		identifier="pinfl",
	),
	Field(
		"passport",
		Kind.SHORT_TEXT,
		_label("Pasport seriyasi va raqami", "Серия и номер паспорта", "Passport series and number"),
		_label(
			"JShShIR bilan birga; masalan, AA1234567",
			"Вместе с ПИНФЛ; например, AA1234567",
			"With the PINFL; for example AA1234567",
		),
		pattern=PASSPORT_PATTERN,
		identifier="passport",
	),
	Field(
		"full_name",
		Kind.SHORT_TEXT,
		_label(
			"Familiyasi, ismi, otasining ismi", "Фамилия, имя, отчество", "Surname, given name, patronymic"
		),
		required=True,
		minimum=2,
	),
	Field(
		"birth_date",
		Kind.DATE,
		_label("Tugʻilgan sanasi", "Дата рождения", "Date of birth"),
		from_register=True,
	),
	Field(
		"gender",
		Kind.CHOICE,
		_label("Jinsi", "Пол", "Gender"),
		choices=(
			Choice(Gender.MALE.value, _label("Erkak", "Мужской", "Male")),
			Choice(Gender.FEMALE.value, _label("Ayol", "Женский", "Female")),
		),
		from_register=True,
	),
	Field(
		"nationality", Kind.SHORT_TEXT, _label("Millati", "Национальность", "Nationality"), from_register=True
	),
	Field(
		"address",
		Kind.SHORT_TEXT,
		_label("Yashash manzili", "Адрес проживания", "Address"),
		maximum=500,
		from_register=True,
	),
	Field(
		"specialty",
		Kind.SHORT_TEXT,
		_label("Mutaxassisligi", "Специальность", "Specialty"),
		from_register=True,
	),
	Field(
		"workplace_position",
		Kind.SHORT_TEXT,
		_label("Ish joyi va lavozimi", "Место работы и должность", "Place of work and position"),
		maximum=500,
		from_register=True,
	),
	Field(
		"phone",
		Kind.PHONE,
		_label("Telefon raqami", "Номер телефона", "Phone number"),
		_label("masalan, +998 90 123 45 67", "например, +998 90 123 45 67", "for example +998 90 123 45 67"),
		required=True,
	),
)

FOREIGN_PERSON_FIELDS: tuple[Field, ...] = (
	Field(
		"full_name",
		Kind.SHORT_TEXT,
		_label("Familiyasi va ismi", "Фамилия и имя", "Surname and given name"),
		_label(
			"Pasportdagidek, lotin harflarida",
			"Как в паспорте, латиницей",
			"As in the passport, in Latin letters",
		),
		required=True,
		minimum=2,
	),
	Field(
		"citizenship",
		Kind.SHORT_TEXT,
		_label("Fuqaroligi", "Гражданство", "Citizenship"),
		required=True,
		maximum=100,
	),
	Field(
		"foreign_passport_no",
		Kind.SHORT_TEXT,
		_label("Xorijiy pasport raqami", "Номер иностранного паспорта", "Number of the foreign passport"),
		_label(
			"Lotin harflari va raqamlar, boʻsh joysiz",
			"Латинские буквы и цифры без пробелов",
			"Latin letters and digits, no spaces",
		),
		required=True,
		pattern="^[A-Z0-9-]{4,20}$",
	),
	Field(
		"birth_date", Kind.DATE, _label("Tugʻilgan sanasi", "Дата рождения", "Date of birth"), required=True
	),
)

BLOCKS = {"@person": PERSON_FIELDS, "@foreign_person": FOREIGN_PERSON_FIELDS}
"""Blocks that are spread into the level where they stand, by their names."""
