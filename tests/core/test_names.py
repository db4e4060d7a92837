"""Scripts, search keys, initials."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.people import names

PAIRS = list(csv.reader((Path(__file__).parent / "data" / "uz_names.csv").open(encoding="utf-8")))


@pytest.mark.parametrize(("latin", "cyrillic"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_official_names_of_territories_and_parties(latin, cyrillic):
	assert names.to_cyrillic(latin) == cyrillic
	assert names.search_key(latin) == names.search_key(cyrillic)


@pytest.mark.parametrize(
	("latin", "cyrillic"),
	[
		("Oʻzbekiston", "Ўзбекистон"),
		("O‘g‘il", "Ўғил"),
		("o`g`il", "ўғил"),
		("Yo'ldosh yo'l yoz Yusuf yana", "Йўлдош йўл ёз Юсуф яна"),
		("yer Yelena qayerda", "ер Елена қаерда"),
		("Tarjimayi hol", "Таржимаи ҳол"),
		("e'lon aeroport ekran Meros", "эълон аэропорт экран Мерос"),
		("ma'lumot san'at", "маълумот санъат"),
		("Is'hoq Ishoq", "Исҳоқ Ишоқ"),
		("'Adolat'", "'Адолат'"),
		("konstitutsiya sotsial protsess Tsoy", "конституция социал процесс Цой"),
		("aytsin hurmatsiz ketsa", "айтсин ҳурматсиз кетса"),
		("Vasilyev OBYEKT Byulleten", "Васильев ОБЪЕКТ Бюллетень"),
		("27-oktabr, Noyabrda", "27-октябрь, Ноябрьда"),
		("ShARQ Shavkat SHAHAR sharq", "ШАРҚ Шавкат ШАҲАР шарқ"),
		("XX asr, XDP", "XX аср, ХДП"),
		("TSK, MCHJ, SHNQ AQSH", "ТСК, МЧЖ, ШНҚ АҚШ"),
		("TSSh MTSHning JShShIR", "ТСШ МТШнинг ЖШШИР"),
		("{name} tumani {n", "{name} тумани {н"),
		("cobalt, wi-fi", "собалт, ви-фи"),
		("100 %", "100 %"),
		("Тошкент", "Тошкент"),
		("", ""),
		("rol rolik parol parollar", "роль ролик пароль пароллар"),
		("singil tong", "сингил тонг"),
	],
)
def test_latin_to_cyrillic(latin, cyrillic):
	assert names.to_cyrillic(latin) == cyrillic


def test_kept_words_stay_latin():
	assert names.to_cyrillic("PDF fayl", frozenset({"PDF"})) == "PDF файл"


@given(st.text())
def test_transliteration_takes_any_text(text):
	written = names.to_cyrillic(text)
	assert "{" in text or not set(written) & set("abdefghijklmnopqrstuvxyz")


@pytest.mark.parametrize(
	"spellings",
	[
		["Bo'ronov", "Boʻronov", "Bo‘ronov", "Bo`ronov", "BORONOV", "Бўронов", "Буронов"],
		["G'aniyev Oʻktam", "Ғаниев Ўктам", "Ganiyev Oktam", "ganiev  o'ktam"],
		["Qodirov", "Қодиров", "Kodirov"],
		["Jamshid", "Жамшид", "Джамшид"],
		["Xolmatov", "Холматов", "Kholmatov"],
		["Yelena", "Елена", "Elena"],
		["Litsey", "Лицей"],
		["Ma'murov", "Маъмуров", "Mamurov"],
	],
)
def test_spellings_of_one_name_share_a_key(spellings):
	assert len({names.search_key(spelling) for spelling in spellings}) == 1


def test_different_names_have_different_keys():
	assert len({names.search_key(name) for name in ("Karimov", "Rahimov", "Salimov", "Halimov")}) == 4


@given(st.text())
def test_a_key_of_a_key_is_itself_plain(text):
	key = names.search_key(text)
	assert key.isascii()
	assert key == key.strip().lower()


@pytest.mark.parametrize(
	("text", "part"),
	[
		("Kuzatuvchilar: Litsenziya, 12-roʻyxat", "lit"),
		("Kuzatuvchilar: Litsenziya, 12-roʻyxat", "12-ro'y"),
		("Kuzatuvchilar: Litsenziya, 12-roʻyxat", "КУЗАТУВЧИЛАР"),
		("Shogʻirdlar tumani", "şoğirdlar"),
		("Şoğirdlar tumani", "shog'ird"),
		("Юнусобод тумани", "yunusobod tum"),
	],
)
def test_a_part_of_a_title_is_found_in_any_script_and_from_its_first_letters(text, part):
	assert names.part_key(part) in names.part_key(text)
	assert names.part_key(part)


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("oʻgʻ'şç щЁ-ЦцYe")), st.data())
def test_the_key_of_every_part_stands_in_the_key_of_the_whole(text, data):
	whole = unicodedata.normalize("NFC", text)
	begin, end = sorted(data.draw(st.integers(0, len(whole))) for _ in range(2))
	assert names.part_key(whole[begin:end]) in names.part_key(whole)


def test_signs_alone_have_no_key():
	assert names.part_key("№ ' - %_") == ""


@pytest.mark.parametrize(
	("full_name", "short"),
	[
		("BO'RONOV BO'RON BO'RONOVICH", "Bo'ronov B.B."),
		("Boʻronov Boʻron", "Bo'ronov B."),
		("Karimov Sherzod Ulug'bek o'g'li", "Karimov Sh.U."),
		("O'rinova Oʻgʻiloy G'ani qizi", "O'rinova O'.G'."),
		("Хасанов Шухрат Чориевич", "Хасанов Ш.Ч."),
		("Каримов Али Вали ўғли", "Каримов А.В."),
		("Yusupov Yo'ldosh Yunusovich", "Yusupov Y.Yu."),
		("Madonna", "Madonna"),
		("Smith 3rd", "Smith 3."),
		("  ", ""),
	],
)
def test_surname_and_initials(full_name, short):
	assert names.surname_and_initials(full_name) == short


@pytest.mark.parametrize(
	("limit", "fitted"),
	[
		(40, "Bo'ronov Bo'ron Bo'ronovich"),
		(20, "Bo'ronov Bo'ron B."),
		(14, "Bo'ronov B.B."),
		(5, "Bo'ro"),
	],
)
def test_a_name_is_shortened_step_by_step(limit, fitted):
	assert names.fitted("Bo'ronov  Bo'ron Bo'ronovich", limit) == fitted
	assert names.fitted("Bo'ronov Bo'ron", 10) == "Bo'ronov B"


def test_proper_case_touches_only_words_in_capitals():
	assert (
		names.proper_case("BO'RONOV Bo'ron McDonald O ЎКТАМ-ҚИЗИ") == "Bo'ronov Bo'ron McDonald O Ўктам-Қизи"
	)


@pytest.mark.parametrize(
	("typed", "printed"),
	[
		("O'zbekiston", "Oʻzbekiston"),
		("QORAQALPOG`ISTON", "QORAQALPOGʻISTON"),
		("a’zo", "aʼzo"),
		("san‘at", "sanʼat"),
		("noo'rin mo''jiza", "nooʻrin mo''jiza"),
		("tog‘", "togʻ"),
		("'Yangi hayot' gazetasi", "'Yangi hayot' gazetasi"),
		("ʻ oʼzi", "ʻ oʻzi"),
	],
)
def test_uzbek_letters(typed, printed):
	assert names.uzbek_letters(typed) == printed


@pytest.mark.parametrize("sign", names.APOSTROPHES)
@pytest.mark.parametrize("word", ["O{}zbekiston", "Farg{}ona", "e{}lon", "to{}g{}ri", "SA{}DULLA"])
def test_each_apostrophe_gives_the_same(word, sign):
	typed, plain = word.replace("{}", sign), word.replace("{}", "'")
	assert names.uzbek_letters(typed) == names.uzbek_letters(plain)
	assert names.plain_apostrophes(names.uzbek_letters(typed)) == plain
	assert names.to_cyrillic(typed) == names.to_cyrillic(plain)
	assert names.search_key(typed) == names.search_key(plain)
	assert names.surname_and_initials(typed) == names.surname_and_initials(plain)
	assert names.with_any_apostrophe(typed) == plain.replace("'", "_")


@given(st.text(alphabet="aoOgGsh -1" + names.APOSTROPHES))
def test_letters_of_letters_are_the_same_and_cyrillic_too(text):
	printed = names.uzbek_letters(text)
	assert names.uzbek_letters(printed) == printed
	assert names.to_cyrillic(printed) == names.to_cyrillic(text)
