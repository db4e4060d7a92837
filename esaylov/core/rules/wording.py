"""What each rule says and asks for, in words of the person who builds an appeal type."""

from collections.abc import Mapping

from esaylov.core.texts.message import Message

RULES: Mapping[str, Message] = {
	"inside_window": Message(
		"Murojaat faqat saylov kalendarida belgilangan muddatda qabul qilinadi.",
		"Обращение принимается только в срок по календарю выборов.",
		"The appeal is taken only inside its window of the election calendar.",
	),
	"observer_notice": Message(
		"Kuzatuvchilar haqida saylovdan kamida belgilangan kun oldin xabar beriladi.",
		"О наблюдателях сообщают не позднее чем за установленное число дней до выборов.",
		"Observers are notified at least so many days before the election.",
	),
	"unique_persons": Message(
		"Har bir shaxs guruhda bir marta uchraydi.",
		"Каждое лицо стоит в группе один раз.",
		"Each person stands in the group once.",
	),
	"not_candidate_or_member": Message(
		"Shaxs shu saylovda nomzod ham, komissiya aʼzosi ham emas.",
		"Лицо не кандидат на этих выборах и не член комиссии.",
		"The person is neither a candidate of this election nor a member of a commission.",
	),
	"not_candidate": Message(
		"Shaxs shu saylovda nomzod emas.",
		"Лицо не кандидат на этих выборах.",
		"The person is not a candidate of this election.",
	),
	"not_commission_member": Message(
		"Shaxs saylov komissiyasi aʼzosi emas; yangidan tuzilayotgan komissiya bundan mustasno.",
		"Лицо не член избирательной комиссии, кроме той, которая образуется заново.",
		"The person is not a member of an election commission, other than one that is formed anew.",
	),
	"minimum_age": Message(
		"Shaxs belgilangan yoshga toʻlgan boʻladi.",
		"Лицо достигло установленного возраста.",
		"The person has reached the age.",
	),
	"list_size": Message(
		"Roʻyxatdagi qatorlar soni belgilangan chegarada.",
		"Число строк списка в установленных пределах.",
		"The number of rows of the list is inside its limits.",
	),
	"women_share": Message(
		"Ayollar ulushi belgilangandan kam emas.",
		"Доля женщин не меньше установленной.",
		"The share of women is at least the one set.",
	),
	"women_nominees": Message(
		"Okruglar boʻyicha partiya nomzodlari orasida ayollar ulushi past boʻlsa, eslatiladi.",
		"Напоминает, если среди кандидатов партии по округам женщин меньше установленной доли.",
		"Reminds where fewer of the party's nominees by constituencies are women than the share.",
	),
	"women_in_row": Message(
		"Roʻyxatda ketma-ket har besh (belgilangan) nomzod orasida yetarlicha ayol bor.",
		"Среди каждых пяти (установленного числа) кандидатов списка подряд достаточно женщин.",
		"Of every five (the number set) candidates in a row enough are women.",
	),
	"list_positions": Message(
		"Tartib raqamlari 1 dan boshlab, har biri bir marta beriladi.",
		"Порядковые номера идут с 1, каждый один раз.",
		"The places on the list run from 1, each once.",
	),
	"one_candidate_per_constituency": Message(
		"Partiya bitta okrugda bitta nomzod koʻrsatadi.",
		"Партия выдвигает в округе одного кандидата.",
		"A party nominates one candidate in a constituency.",
	),
	"party_admitted": Message(
		"Partiya shu saylovda ishtirok etishga qoʻyilgan.",
		"Партия допущена к этим выборам.",
		"The party is admitted to this election.",
	),
	"proxy_limit": Message(
		"Nomzodning ishonchli vakillari belgilangan sondan oshmaydi.",
		"Доверенных лиц кандидата не больше установленного числа.",
		"A candidate has no more proxies than the number set.",
	),
	"not_convicted": Message(
		"Reyestrga koʻra shaxsning sudlanganligi yoʻq.",
		"По данным реестра у лица нет судимости.",
		"The register shows no criminal record of the person.",
	),
	"legally_capable": Message(
		"Reyestrga koʻra shaxs muomalaga layoqatli.",
		"По данным реестра лицо дееспособно.",
		"The register shows that the person is legally capable.",
	),
	"incompatible_office": Message(
		"Hokim, prokuratura yoki sud xodimi boʻlsa, ogohlantiradi.",
		"Предупреждает, если лицо — хоким, работник прокуратуры или суда.",
		"Warns when the person is a hokim or works for a prosecutor or a court.",
	),
	"not_in_service": Message(
		"Ish joyi harbiy, ichki ishlar, bojxona xizmati yoki diniy tashkilotni bildirsa, ogohlantiradi.",
		"Предупреждает, если место работы — военная служба, внутренние дела, таможня или духовенство.",
		"Warns when the workplace is an armed service, interior affairs, customs or the clergy.",
	),
	"resident": Message(
		"Mamlakatda belgilangan muddat yashaganini tekshirishni eslatadi: buni reyestrlar bilmaydi.",
		"Напоминает проверить срок проживания в стране: реестры его не знают.",
		"Reminds to check how long the person has lived in the country: no register knows.",
	),
	"not_clergy": Message(
		"Ish joyi professional diniy xizmatni bildirsa, tekshirish soʻraladi.",
		"Просит проверить место работы, если оно указывает на профессиональное религиозное служение.",
		"Asks for a look where the workplace names professional clergy.",
	),
	"no_other_party": Message(
		"Shaxs boshqa partiya aʼzosi emas.",
		"Лицо не состоит в другой партии.",
		"The person is not a member of another party.",
	),
	"signatures_minimum": Message(
		"Imzolar belgilangan sondan kam emas.",
		"Подписей не меньше установленного числа.",
		"There are at least so many signatures.",
	),
	"signatures_region_share": Message(
		"Hududlar yigʻindisi jamiga teng; bitta hudud ulushi belgilangandan oshmaydi.",
		"Сумма по регионам равна общему числу; доля региона не больше установленной.",
		"The regions add up to the total, and none gives more than its share.",
	),
	"signatures_of_voters": Message(
		"Imzolar saylovchilarning belgilangan ulushidan kam emas.",
		"Подписей не меньше установленной доли избирателей.",
		"The signatures are at least the share of all voters.",
	),
	"registered_before": Message(
		"Sana bosqichdan kamida belgilangan oy oldin.",
		"Дата не позднее чем за установленное число месяцев до этапа.",
		"The date lies at least so many months before the stage.",
	),
	"voters_deviation": Message(
		"Okruglardagi saylovchilar soni oʻrtachadan belgilangan foizdan ortiq farq qilmaydi.",
		"Число избирателей округов отличается от среднего не больше чем на установленный процент.",
		"The voters of each row differ from the mean by no more than the percent.",
	),
	"voters_between": Message(
		"Saylovchilar soni belgilangan chegarada.",
		"Число избирателей в установленных пределах.",
		"The number of voters is inside its limits.",
	),
	"unique_values": Message(
		"Ustundagi qiymatlar takrorlanmaydi.",
		"Значения столбца не повторяются.",
		"The values of the column differ.",
	),
	"date_in_stage": Message(
		"Sana saylov kalendarining bosqichi ichida.",
		"Дата внутри этапа календаря выборов.",
		"The date lies inside a stage of the election calendar.",
	),
	"filed_within": Message(
		"Murojaat koʻrsatilgan sanadan keyin belgilangan kun ichida yuboriladi.",
		"Обращение подаётся в установленное число дней после указанной даты.",
		"The appeal is filed within so many days of the date.",
	),
	"not_after": Message(
		"Sana kelajakda emas.",
		"Дата не в будущем.",
		"The date is not in the future.",
	),
	"station_numbers_free": Message(
		"Bu raqamli saylov uchastkasi hududda hali yoʻq.",
		"Избирательного участка с таким номером на территории ещё нет.",
		"The territory has no polling station with this number yet.",
	),
	"not_before": Message(
		"Sana oʻtib ketmagan.",
		"Дата не в прошлом.",
		"The date is not in the past.",
	),
	"composition": Message(
		"Tarkibda rais, oʻrinbosar va kotib bittadan ortiq emas; tanlangan darajada qonun nomlagan lavozimlarning hammasi bor.",
		"В составе не более одного председателя, заместителя и секретаря; есть все должности, названные законом для выбранного уровня.",
		"There is at most one chair, deputy and secretary, and each position that the law names for the chosen level.",
	),
	"from_one_organization": Message(
		"Bitta tashkilotdan tarkibning yarmidan koʻpi emas.",
		"От одной организации не более половины состава.",
		"One organization recommends half of the persons at most.",
	),
	"voters_deviation_country": Message(
		"Saylovchilar soni mamlakat boʻyicha oʻrtacha sondan odatda belgilangandan koʻp farq qilmaydi.",
		"Число избирателей, как правило, отличается от среднего по стране не больше установленного.",
		"As a rule the number of voters differs from the mean of the country by no more than the percent.",
	),
	"court_decides": Message(
		"Komissiya qarori ustidan shikoyat sudga berilishi aytiladi (muddati bilan).",
		"Сообщается, что решение комиссии обжалуют в суд, и до какого дня.",
		"It is said that a decision of a commission is contested in court, and until when.",
	),
	"group_size_statute": Message(
		"Qatorlar soni belgilangandan oshmaydi.",
		"Строк не больше установленного числа.",
		"There are no more rows than the number set.",
	),
}

PARAMETERS: Mapping[str, tuple[Message, Message]] = {
	"group": (
		Message("Guruh", "Группа", "Group"),
		Message(
			"Shaxslar yoki qatorlar turgan guruh; boʻsh — yuqori darajadagi shaxs.",
			"Группа с лицами или строками; пусто — лицо верхнего уровня.",
			"The group of the persons or rows; empty is the person at the top level.",
		),
	),
	"field": (
		Message("Maydon", "Поле", "Field"),
		Message("Tekshiriladigan maydon.", "Проверяемое поле.", "The field that is checked."),
	),
	"level": (
		Message("Komissiya darajasi", "Уровень комиссии", "Level of the commission"),
		Message(
			"Qonun lavozimlarni nomlagan daraja; boʻsh — lavozimlar talab qilinmaydi.",
			"Уровень, для которого закон называет должности; пусто — должности не требуются.",
			"The level for which the law names positions; empty requires none.",
		),
	),
	"hour": (Message("Vaqt", "Время", "Time"), Message("Bugun uchun.", "Для сегодня.", "For today.")),
	"total": (
		Message("Jami maydoni", "Поле общего числа", "Field of the total"),
		Message(
			"Umumiy son yozilgan maydon.", "Поле, где стоит общее число.", "The field that holds the total."
		),
	),
	"statute": (
		Message("Qonundagi son", "Число из закона", "Number of the law"),
		Message("Son Statute roʻyxatidan olinadi.", "Число берётся из Statute.", "The number is a Statute."),
	),
	"row_statute": (
		Message("Ketma-ket soni", "Сколько подряд", "How many in a row"),
		Message("Son Statute roʻyxatidan olinadi.", "Число берётся из Statute.", "The number is a Statute."),
	),
	"seats_statute": (
		Message("Okruglar soni", "Число округов", "Number of constituencies"),
		Message("Son Statute roʻyxatidan olinadi.", "Число берётся из Statute.", "The number is a Statute."),
	),
	"review_statute": (
		Message("Sud muddati", "Срок суда", "Days of the court"),
		Message("Son Statute roʻyxatidan olinadi.", "Число берётся из Statute.", "The number is a Statute."),
	),
	"minimum_statute": (
		Message("Eng kami", "Наименьшее", "Least"),
		Message(
			"Eng kam son Statute roʻyxatidan olinadi.",
			"Наименьшее число берётся из Statute.",
			"The least number is a Statute.",
		),
	),
	"maximum_statute": (
		Message("Eng koʻpi", "Наибольшее", "Greatest"),
		Message(
			"Eng koʻp son Statute roʻyxatidan olinadi.",
			"Наибольшее число берётся из Statute.",
			"The greatest number is a Statute.",
		),
	),
	"stage": (
		Message("Kalendar bosqichi", "Этап календаря", "Stage of the calendar"),
		Message(
			"Saylov kalendaridagi bosqich kodi.",
			"Код этапа календаря выборов.",
			"The code of a stage of the election calendar.",
		),
	),
	"on": (
		Message("Qaysi kunga", "На какой день", "On which day"),
		Message(
			"Yosh saylov kuniga yoki bugungi kunga hisoblanadi.",
			"Возраст считается на день выборов или на сегодня.",
			"The age is counted on election day or today.",
		),
	),
	"contest": (
		Message("Qaysi saylovda", "На каких выборах", "In which contest"),
		Message(
			"Qoida faqat shu saylovga tegishli murojaatda tekshiriladi; boʻsh — har birida.",
			"Правило проверяется только для этих выборов; пусто — для любых.",
			"The rule is checked where the appeal is about this contest alone; empty is any.",
		),
	),
}
