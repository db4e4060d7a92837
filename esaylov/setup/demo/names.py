"""Made-up full names in four spellings, each told from its number alone: for the demonstration, tests and benchmarks.

Given names are common ones in Uzbek Latin and in the Russian transcription that passports and newspapers use; surnames
and patronymics are made from them. Nobody is meant.
"""

from dataclasses import dataclass

from esaylov.core.people.names import plain_apostrophes, to_cyrillic, uzbek_letters


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
	"""Latin and Russian spelling of each name of a list."""
	return tuple((latin, russian) for latin, _, russian in (pair.partition("|") for pair in text.split()))


MEN = _pairs(
	"Abdulla|Абдулла Abror|Аброр Akmal|Акмал Alisher|Алишер Anvar|Анвар Asqar|Аскар Aziz|Азиз Bahodir|Баходир "
	"Baxtiyor|Бахтиёр Behzod|Бехзод Bobur|Бабур Botir|Батыр Boymurod|Баймурад Davron|Даврон Dilmurod|Дильмурад "
	"Dilshod|Дильшод Doniyor|Данияр Egamberdi|Эгамберди Eldor|Эльдар Elyor|Элёр Ergash|Эргаш Erkin|Эркин "
	"Farhod|Фарход Farrux|Фаррух Gʻayrat|Гайрат Gʻofur|Гафур Gʻulom|Гулям Habib|Хабиб Hakim|Хаким Hamid|Хамид "
	"Hasan|Хасан Haydar|Хайдар Husan|Хусан Ibrohim|Ибрагим Ikrom|Икрам Ilhom|Ильхом Islom|Ислам Ismoil|Исмаил "
	"Jahongir|Джахангир Jalol|Джалал Jamshid|Джамшид Jasur|Джасур Javlon|Жавлон Joʻra|Джура Kamol|Камал "
	"Karim|Карим Komil|Комил Maʼruf|Маруф Mahmud|Махмуд Mansur|Мансур Mirzo|Мирзо Murod|Мурад Muzaffar|Музаффар "
	"Nazar|Назар Neʼmat|Немат Nodir|Надир Norbek|Норбек Normat|Нормат Odil|Адыл Olim|Олим Orif|Ориф Otabek|Отабек "
	"Oybek|Ойбек Oʻktam|Уктам Oʻtkir|Уткир Poʻlat|Пулат Qahramon|Кахрамон Qobil|Кабил Qodir|Кадыр Quvonch|Кувонч "
	"Rahim|Рахим Rahmon|Рахман Ravshan|Равшан Rustam|Рустам Saʼdulla|Садулла Said|Саид Salim|Салим Samandar|Самандар "
	"Sanjar|Санжар Sardor|Сардор Sarvar|Сарвар Shavkat|Шавкат Sherali|Шерали Sherzod|Шерзод Shuhrat|Шухрат Sobir|Сабир "
	"Sodiq|Садык Sulton|Султан Tohir|Тахир Toʻlqin|Тулкин Toʻra|Тура Tursun|Турсун Ulugʻbek|Улугбек Umar|Умар "
	"Umid|Умид Usmon|Усман Vali|Вали Vohid|Вахид Xayrulla|Хайрулла Xolmat|Холмат Xudoyor|Худояр Xurshid|Хуршид "
	"Yodgor|Ядгар Yoʻldosh|Юлдаш Yoqub|Якуб Yunus|Юнус Yusuf|Юсуф Zafar|Зафар Ziyod|Зиёд Zokir|Закир"
)
WOMEN = _pairs(
	"Aziza|Азиза Barno|Барно Charos|Чарос Dildora|Дилдора Dilfuza|Дилфуза Dilnoza|Дилноза Feruza|Феруза Gulchehra|Гульчехра "
	"Gulnora|Гульнара Halima|Халима Hilola|Хилола Iroda|Ирода Kamola|Камола Komila|Комила Lola|Лола Madina|Мадина "
	"Mahliyo|Махлиё Malika|Малика Manzura|Манзура Mavluda|Мавлюда Mohira|Мохира Munira|Мунира Muqaddas|Мукаддас Nafisa|Нафиса "
	"Nargiza|Наргиза Nilufar|Нилуфар Nodira|Нодира Ozoda|Озода Oygul|Ойгуль Oʻgʻiloy|Угилой Qunduz|Кундуз Raʼno|Рано "
	"Robiya|Рабия Sabohat|Сабохат Salima|Салима Saodat|Саодат Sevara|Севара Shahlo|Шахло Shahnoza|Шахноза Sitora|Ситора "
	"Tursunoy|Турсуной Umida|Умида Vazira|Вазира Xurshida|Хуршида Yulduz|Юлдуз Zebo|Зебо Zilola|Зилола Zulfiya|Зульфия"
)
QIZI, OGLI = "qizi", "oʻgʻli"
VOWELS = "ʻaeiou"
TURNS = 48_271
"""Steps through the names by a number without a divisor in common with their number: no name comes twice in a row."""


@dataclass(frozen=True, slots=True)
class Name:
	"""A person's name as its passport has it, and as others write it."""

	latin: str
	russian: str
	is_woman: bool

	@property
	def words(self) -> tuple[str, str, str]:
		"""Surname, given name and patronymic in Latin."""
		surname, given_name, patronymic = self.latin.split(" ", 2)
		return surname, given_name, patronymic

	@property
	def cyrillic(self) -> str:
		"""In Uzbek Cyrillic."""
		return to_cyrillic(self.latin)

	@property
	def unmarked(self) -> str:
		"""In Latin letters without any apostrophe, as on a keyboard in a hurry."""
		return self.latin.replace("'", "")

	@property
	def printed(self) -> str:
		"""In Latin letters as texts are printed, with ʻ and ʼ."""
		return uzbek_letters(self.latin)

	@property
	def spellings(self) -> tuple[str, str, str, str]:
		"""The four ways in which a reader may write it."""
		return self.printed, self.unmarked, self.cyrillic, self.russian


def made(number: int) -> Name:
	"""The name with a number, 0 and up; two numbers below 500,000 hardly ever give one name."""
	turned = number * TURNS
	is_woman = number % 5 in (1, 3)
	given = (WOMEN if is_woman else MEN)[turned % len(WOMEN if is_woman else MEN)]
	family = MEN[(turned // 7 + number) % len(MEN)]
	father = MEN[(turned // 11 + 3 * number + turned // 1009) % len(MEN)]
	end, russian_end = ("a", "а") if is_woman else ("", "")
	words = [
		f"{_family(family[0])}{end} {given[0]} {_of_father(father[0], is_woman, number)}",
		f"{_family_russian(family[1])}{russian_end} {given[1]} {_of_father_russian(father[1], is_woman, number)}",
	]
	return Name(plain_apostrophes(words[0]), words[1], is_woman)


def _family(stem: str) -> str:
	return f"{stem}yev" if stem[-1] in VOWELS else f"{stem}ov"


def _family_russian(stem: str) -> str:
	return f"{stem}ев" if stem[-1] in "аеиоуыэюяё" else f"{stem}ов"


def _of_father(stem: str, is_woman: bool, number: int) -> str:
	if number % 3 == 0:
		return f"{stem} {QIZI if is_woman else OGLI}"
	joined = f"{stem}y" if stem[-1] in VOWELS else stem
	joined_e = f"{joined}e" if stem[-1] in VOWELS else f"{joined}o"
	return f"{joined_e}vna" if is_woman else f"{joined_e}vich"


def _of_father_russian(stem: str, is_woman: bool, number: int) -> str:
	if number % 3 == 0:
		return f"{stem} {'кизи' if is_woman else 'угли'}"
	joined = f"{stem}е" if stem[-1] in "аеиоуыэюяё" else f"{stem}о"
	return f"{joined}вна" if is_woman else f"{joined}вич"
