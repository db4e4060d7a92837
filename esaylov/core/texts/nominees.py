"""Texts of the rules about persons: candidates, proxies, members proposed for a commission."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"register_not_asked": Message(
		"Bu shaxs bo'yicha davlat reyestri hali javob bermagan ({register}). Davom etishingiz mumkin: komissiya o'zi tekshiradi.",
		"Государственный реестр ещё не ответил по этому лицу ({register}). Можно продолжать: комиссия проверит сама.",
		"The state register has not answered for this person yet ({register}). You may go on: the commission will check.",
	),
	"person_convicted": Message(
		"Reyestrga ko'ra bu shaxsning sudlanganligi bor, uni ko'rsatib bo'lmaydi. Boshqa shaxsni kiriting yoki ma'lumotga e'tiroz bildiring.",
		"По данным реестра у этого лица есть судимость, указать его нельзя. Укажите другое лицо или оспорьте сведения.",
		"The register says that this person has a criminal record and cannot stand. Enter another person or dispute the record.",
	),
	"person_incapable": Message(
		"Reyestrga ko'ra sud bu shaxsni muomalaga layoqatsiz deb topgan. Boshqa shaxsni kiriting yoki ma'lumotga e'tiroz bildiring.",
		"По данным реестра суд признал это лицо недееспособным. Укажите другое лицо или оспорьте сведения.",
		"The register says that a court found this person legally incapable. Enter another person or dispute the record.",
	),
	"person_too_young": Message(
		"Bu shaxs {day} kuni {years} yoshga to'lmagan bo'ladi. Tug'ilgan sanani tekshiring yoki boshqa shaxsni kiriting.",
		"На {day} этому лицу не исполнится {years} лет. Проверьте дату рождения или укажите другое лицо.",
		"On {day} this person will not be {years} years old. Check the date of birth or enter another person.",
	),
	"list_too_short": Message(
		"Ro'yxatda {number} ta nomzod bor, kamida {limit} ta bo'lishi kerak. Nomzodlarni qo'shing.",
		"В списке кандидатов: {number}, нужно не менее {limit}. Добавьте кандидатов.",
		"The list has {number} candidates and needs {limit} at least. Add candidates.",
	),
	"list_too_long": Message(
		"Ro'yxatda {number} ta nomzod bor, {limit} tadan oshmasligi kerak. Ortiqchasini olib tashlang.",
		"В списке кандидатов: {number}, допускается не более {limit}. Удалите лишних.",
		"The list has {number} candidates and may have {limit} at most. Remove the others.",
	),
	"women_share_low": Message(
		"Nomzodlar orasida {number} nafar ayol bor, kamida {needed} nafar ({share} foiz) bo'lishi kerak. Ayol nomzodlarni qo'shing.",
		"Женщин среди кандидатов: {number}, нужно не менее {needed} ({share} процентов). Добавьте женщин в список.",
		"There are {number} women among the candidates; at least {needed} ({share} per cent) are needed. Add women to the list.",
	),
	"list_position_outside": Message(
		"Ro'yxatdagi tartib raqami 1 dan {last} gacha bo'lishi kerak. Raqamni to'g'rilang.",
		"Порядковый номер в списке должен быть от 1 до {last}. Исправьте номер.",
		"The place on the list must be from 1 to {last}. Mend the number.",
	),
	"list_position_repeated": Message(
		"Bu tartib raqami {row}-qatorda ham bor. Har bir nomzodga o'z raqamini bering.",
		"Этот порядковый номер уже есть в строке {row}. Дайте каждому кандидату свой номер.",
		"This place on the list stands in row {row} too. Give each candidate a number of its own.",
	),
	"party_not_admitted": Message(
		"Partiya bu saylovga qo'yilmagan: reyestrda amaldagi ruxsat yo'q. Avval partiyaning ishtirokiga ruxsat so'rang.",
		"Партия не допущена к этим выборам: в реестре нет действующего допуска. Сначала подайте на допуск партии.",
		"The party is not admitted to this election: the register has no admission in force. Apply for its admission first.",
	),
	"constituency_taken": Message(
		"Partiyangizning bu okrugda nomzodi bor. Boshqa okrugni tanlang yoki avval o'sha nomzod bo'yicha qarorni bekor qiling.",
		"В этом округе уже есть кандидат вашей партии. Выберите другой округ или сначала отмените выдвижение того кандидата.",
		"Your party has a candidate in this constituency already. Choose another one, or revoke that nomination first.",
	),
	"proxies_too_many": Message(
		"Nomzodning ishonchli vakillari {limit} nafardan oshmasligi kerak; {registered} nafari ro'yxatga olingan, yana {left} nafarini kiritish mumkin.",
		"У кандидата может быть не более {limit} доверенных лиц; зарегистрировано: {registered}, можно добавить: {left}.",
		"A candidate may have {limit} proxies at most; {registered} are registered, so {left} more may be entered.",
	),
	"office_incompatible": Message(
		"Bu ish joyi yoki lavozim saylovdagi maqom bilan mos kelmasligi mumkin (hokim, prokuratura, sud). Tekshiring; majburiyatnoma kerak bo'lsa, ilova qiling.",
		"Это место работы или должность могут быть несовместимы с участием (хоким, прокуратура, суд). Проверьте; если нужно обязательство, приложите его.",
		"This office may not be compatible with the election (hokim, prosecutor, court). Check it, and attach the undertaking if one is needed.",
	),
	"other_party_member": Message(
		"Boshqa partiya a'zosini ko'rsatib bo'lmaydi: partiyangiz a'zosi yoki partiyasiz shaxsni kiriting.",
		"Нельзя указать члена другой партии: укажите члена вашей партии или беспартийного.",
		"A member of another party cannot stand: enter a member of your party or a person without a party.",
	),
	"position_missing": Message(
		"Komissiya tarkibida bitta {position} ko'rsatilishi kerak. Lavozimlarni tekshiring.",
		"В составе комиссии должен быть указан один {position}. Проверьте должности.",
		"The commission needs one {position}. Check the positions.",
	),
	"position_repeated": Message(
		"Bu lavozim ({position}) {row}-qatorda ham bor. Faqat bittasini qoldiring.",
		"Эта должность ({position}) уже есть в строке {row}. Оставьте только одну.",
		"This position ({position}) stands in row {row} too. Keep one only.",
	),
	"one_organization_too_many": Message(
		"Bitta tashkilotdan ({organization}) {number} kishi tavsiya etilgan, {limit} kishidan oshmasligi kerak. Boshqa tashkilotlardan kiriting.",
		"От одной организации ({organization}) рекомендовано: {number}, допускается не более {limit}. Добавьте людей от других организаций.",
		"One organization ({organization}) recommends {number} persons; {limit} at most are allowed. Enter people from other organizations.",
	),
}
