"""Texts about answers, identifiers, files and the definitions of forms."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"required": Message(
		"Bu maydon to'ldirilishi shart.", "Это поле нужно заполнить.", "This field must be filled in."
	),
	"unknown_field": Message(
		"Bu maydon shaklda yo'q. Uni olib tashlang.",
		"Такого поля в форме нет. Удалите его.",
		"The form has no such field. Remove it.",
	),
	"not_asked": Message(
		"Boshqa javoblarga ko'ra bu maydon so'ralmaydi. Uni bo'sh qoldiring.",
		"При других ваших ответах это поле не заполняется. Оставьте его пустым.",
		"With your other answers this field is not asked for. Leave it empty.",
	),
	"wrong_type": Message(
		"Qiymat turi noto'g'ri. Uni shakldagi ko'rsatmaga muvofiq kiriting.",
		"Значение не того вида. Введите его так, как указано в форме.",
		"The value is of the wrong kind. Enter it as the form says.",
	),
	"too_short": Message(
		"Matn juda qisqa: kamida {limit} ta belgi kiriting.",
		"Текст слишком короткий: введите не менее {limit} знаков.",
		"The text is too short: enter at least {limit} characters.",
	),
	"too_long": Message(
		"Matn juda uzun: {limit} ta belgidan oshmasin.",
		"Текст слишком длинный: не более {limit} знаков.",
		"The text is too long: {limit} characters at most.",
	),
	"unseen_characters": Message(
		"Matnda ko'rinmaydigan belgilar bor. Uni qaytadan, nusxa ko'chirmasdan yozing.",
		"В тексте есть невидимые знаки. Наберите его заново, не копируя.",
		"The text holds characters that cannot be seen. Type it anew instead of copying it.",
	),
	"pattern_mismatch": Message(
		"Qiymat ko'rsatilgan shaklga mos emas. Namunaga qarab kiriting.",
		"Значение не соответствует образцу. Введите его по образцу.",
		"The value does not follow the pattern. Enter it like the example.",
	),
	"not_a_choice": Message(
		"Ro'yxatdagi qiymatlardan birini tanlang.",
		"Выберите одно из значений списка.",
		"Choose one of the values of the list.",
	),
	"too_small": Message(
		"Son {limit} dan kichik bo'lmasligi kerak.",
		"Число должно быть не меньше {limit}.",
		"The number must be at least {limit}.",
	),
	"too_large": Message(
		"Son {limit} dan katta bo'lmasligi kerak.",
		"Число должно быть не больше {limit}.",
		"The number must be at most {limit}.",
	),
	"too_few_rows": Message(
		"Kamida {limit} ta qator kiriting.",
		"Добавьте не менее {limit} строк.",
		"Enter at least {limit} rows.",
	),
	"too_many_rows": Message(
		"Qatorlar soni {limit} tadan oshmasin. Ortiqchasini olib tashlang.",
		"Не более {limit} строк. Удалите лишние.",
		"There may be {limit} rows at most. Remove the others.",
	),
	"answers_too_large": Message(
		"Javoblar hajmi juda katta. Uzun matnlarni fayl qilib ilova qiling.",
		"Слишком большой объём ответов. Приложите длинные тексты файлами.",
		"The answers are too large. Attach long texts as files.",
	),
	"person_unidentified": Message(
		"JShShIR yoki pasport seriyasi va raqamini kiriting.",
		"Укажите ПИНФЛ или серию и номер паспорта.",
		"Enter the PINFL or the passport series and number.",
	),
	"pinfl_structure": Message(
		"JShShIR noto'g'ri: 14 ta raqam bo'lishi va tug'ilgan sanani o'z ichiga olishi kerak. Hujjatdan qayta kiriting.",
		"Неверный ПИНФЛ: это 14 цифр, содержащих дату рождения. Введите его заново по документу.",
		"The PINFL is wrong: it has 14 digits that hold the date of birth. Enter it again from the document.",
	),
	"pinfl_check_digit": Message(
		"JShShIRning nazorat raqami mos kelmadi. Hujjatga qarab tekshiring; to'g'ri bo'lsa, davom etishingiz mumkin.",
		"Контрольная цифра ПИНФЛ не сходится. Сверьте с документом; если всё верно, можно продолжать.",
		"The check digit of the PINFL does not fit. Compare it with the document; if it is right, you may go on.",
	),
	"passport_structure": Message(
		"Pasport ma'lumoti noto'g'ri: ikkita lotin bosh harfi va yettita raqam kiriting, masalan, AA1234567.",
		"Неверные данные паспорта: введите две латинские заглавные буквы и семь цифр, например AA1234567.",
		"The passport is wrong: enter two capital Latin letters and seven digits, for example AA1234567.",
	),
	"phone_structure": Message(
		"Telefon raqami noto'g'ri: +998 va to'qqizta raqam kiriting, masalan, +998901234567.",
		"Неверный номер телефона: введите +998 и девять цифр, например +998901234567.",
		"The phone number is wrong: enter +998 and nine digits, for example +998901234567.",
	),
	"tin_structure": Message(
		"STIR noto'g'ri: to'qqizta raqam kiriting.",
		"Неверный ИНН: введите девять цифр.",
		"The TIN is wrong: enter nine digits.",
	),
	"date_unreal": Message(
		"Bunday sana yo'q. Sanani yil-oy-kun tartibida kiriting.",
		"Такой даты нет. Введите дату в порядке год-месяц-день.",
		"There is no such date. Enter it as year-month-day.",
	),
	"date_too_early": Message(
		"Sana {limit} dan oldin bo'lmasligi kerak.",
		"Дата не может быть раньше {limit}.",
		"The date may not be before {limit}.",
	),
	"date_too_late": Message(
		"Sana {limit} dan keyin bo'lmasligi kerak.",
		"Дата не может быть позже {limit}.",
		"The date may not be after {limit}.",
	),
	"link_unknown": Message(
		"Bunday yozuv reyestrda yo'q yoki bu yerda tanlab bo'lmaydi. Ro'yxatdan tanlang.",
		"Такой записи нет в реестре или её нельзя выбрать здесь. Выберите из списка.",
		"The register has no such record, or it cannot be chosen here. Choose from the list.",
	),
	"file_missing": Message(
		"Fayl topilmadi. Uni qayta ilova qiling.",
		"Файл не найден. Приложите его ещё раз.",
		"The file was not found. Attach it again.",
	),
	"file_kind": Message(
		"Fayl turi mos emas. Ruxsat etilgan turlar: {kinds}.",
		"Файл не того вида. Допустимы: {kinds}.",
		"The file is of the wrong kind. Allowed: {kinds}.",
	),
	"file_too_large": Message(
		"Fayl juda katta: {limit} KB dan oshmasin.",
		"Файл слишком большой: не более {limit} КБ.",
		"The file is too large: {limit} KB at most.",
	),
	"file_too_small": Message(
		"Fayl juda kichik: kamida {limit} KB bo'lsin. Sifatliroq suratni ilova qiling.",
		"Файл слишком мал: не менее {limit} КБ. Приложите файл лучшего качества.",
		"The file is too small: {limit} KB at least. Attach one of better quality.",
	),
	"file_empty": Message(
		"Fayl bo'sh. To'g'ri faylni ilova qiling.",
		"Файл пуст. Приложите нужный файл.",
		"The file is empty. Attach the right one.",
	),
	"file_unreadable": Message(
		"Fayl ochilmadi: u shikastlangan yoki to'liq emas. Uni qayta saqlab, ilova qiling.",
		"Файл не открывается: он повреждён или неполон. Сохраните его заново и приложите.",
		"The file cannot be opened: it is damaged or not whole. Save it again and attach it.",
	),
	"file_unsafe": Message(
		"Fayl ichida ishga tushadigan dastur bor. Uni dastursiz PDF qilib saqlab, ilova qiling.",
		"В файле есть исполняемый сценарий. Сохраните его как PDF без сценария и приложите.",
		"The file holds a script. Save it as a PDF without one and attach it.",
	),
	"picture_too_large": Message(
		"Tasvir juda katta: {limit} million nuqtadan oshmasin. Uni kichraytirib, ilova qiling.",
		"Изображение слишком велико: не более {limit} млн точек. Уменьшите его и приложите.",
		"The picture is too large: {limit} million dots at most. Make it smaller and attach it.",
	),
	"file_disguised": Message(
		"Fayl mazmuni uning turiga mos emas. Faylni o'z turida saqlab, qayta ilova qiling.",
		"Содержимое файла не соответствует его виду. Сохраните файл в его виде и приложите снова.",
		"The content of the file is not what its kind says. Save it in its own kind and attach it again.",
	),
	"definition_key": Message(
		"Shakl tavsifida bunday kalit yo'q.",
		"В описании формы нет такого ключа.",
		"A form definition has no such key.",
	),
	"definition_value": Message(
		"Shakl tavsifidagi qiymat yo'q yoki turi noto'g'ri.",
		"Значение в описании формы отсутствует или не того вида.",
		"A value of the form definition is missing or of the wrong kind.",
	),
	"definition_fields": Message(
		"Shaklda yoki guruhda kamida bitta maydon bo'lishi kerak; guruhlar uch darajadan oshmasin.",
		"В форме и в группе нужно хотя бы одно поле; не более трёх уровней групп.",
		"A form and a group need at least one field, and three levels of groups at most.",
	),
	"definition_name": Message(
		"Maydon nomi {name} yaroqsiz: kichik lotin harflari, raqamlar va pastki chiziq ishlating.",
		"Имя поля {name} не годится: используйте строчные латинские буквы, цифры и подчёркивание.",
		"The field name {name} will not do: use lower-case Latin letters, digits and underscores.",
	),
	"definition_name_twice": Message(
		"Maydon nomi {name} ikki marta ishlatilgan. Boshqa nom bering.",
		"Имя поля {name} использовано дважды. Дайте другое имя.",
		"The field name {name} is used twice. Give another name.",
	),
	"definition_kind": Message(
		"Maydon turi {kind} mavjud emas. Ro'yxatdan tanlang.",
		"Вида поля {kind} нет. Выберите из списка.",
		"There is no field kind {kind}. Choose from the list.",
	),
	"definition_label": Message(
		"Maydonning o'zbekcha nomi bo'lishi shart; nomlar matn bo'lsin.",
		"У поля должно быть название на узбекском; названия должны быть текстом.",
		"The field needs a label in Uzbek; labels must be text.",
	),
	"definition_limits": Message(
		"Chegaralar noto'g'ri: eng kichigi eng kattasidan oshmasin va maydon turiga mos bo'lsin.",
		"Неверные границы: наименьшая не больше наибольшей, и обе подходят виду поля.",
		"The limits are wrong: the least may not pass the greatest, and both must fit the field kind.",
	),
	"definition_pattern": Message(
		"Namuna ifodasi yaroqsiz yoki bu maydon turida ishlatilmaydi.",
		"Выражение образца не годится или не применяется к этому виду поля.",
		"The pattern cannot be used, or not with this field kind.",
	),
	"definition_choices": Message(
		"Tanlov maydonida takrorlanmaydigan qiymatlar bo'lishi kerak; boshqa turlarda qiymatlar berilmaydi.",
		"У поля выбора должны быть неповторяющиеся значения; у других видов их нет.",
		"A choice field needs values that differ; other kinds have none.",
	),
	"definition_link": Message(
		"Havola maydonida reyestr ko'rsatilishi kerak; boshqa turlarda ko'rsatilmaydi.",
		"У поля-ссылки нужно указать реестр; у других видов он не указывается.",
		"A link field must name its register; other kinds name none.",
	),
	"definition_condition": Message(
		"{name} maydonining sharti o'qilmadi yoki mavjud bo'lmagan maydonga tayanadi.",
		"Условие поля {name} не читается или опирается на поле, которого нет.",
		"The condition of the field {name} cannot be read or refers to a field that does not exist.",
	),
	"definition_condition_circle": Message(
		"{name} maydoni hech qachon ko'rinmaydi: ko'rinish shartlari aylana bo'lib bir-biriga tayanadi.",
		"Поле {name} никогда не будет показано: условия показа ссылаются друг на друга по кругу.",
		"The field {name} is never shown: conditions of being shown refer to one another in a circle.",
	),
	"definition_rule": Message(
		"{rule} degan qoida yo'q. Ro'yxatdan tanlang.",
		"Правила {rule} нет. Выберите из списка.",
		"There is no rule {rule}. Choose from the list.",
	),
	"definition_rule_parameter": Message(
		"{rule} qoidasining {parameter} parametri yo'q yoki noto'g'ri.",
		"Параметр {parameter} правила {rule} отсутствует или неверен.",
		"The parameter {parameter} of the rule {rule} is missing or wrong.",
	),
	"definition_group": Message(
		"Guruh maydonlari noto'g'ri joylashgan.",
		"Поля группы расположены неверно.",
		"The fields of a group are misplaced.",
	),
	"definition_json": Message(
		"Matn JSON sifatida o'qilmadi. Qavs va qo'shtirnoqlarni tekshiring.",
		"Текст не читается как JSON. Проверьте скобки и кавычки.",
		"The text cannot be read as JSON. Check brackets and quotes.",
	),
}
