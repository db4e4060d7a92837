"""Texts about sessions of commissions, votes and rules of deciding."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"rule_missing": Message(
		"Bu darajadagi komissiya uchun qaror qabul qilish qoidasi kiritilmagan: {key}. Administrator uni kiritishi kerak.",
		"Не внесено правило принятия решений для комиссий этого уровня: {key}. Его вносит администратор.",
		"No decision rule is entered for commissions of this level: {key}. The administrator must enter it.",
	),
	"rule_second_default": Message(
		"Bu darajaning asosiy qoidasi bor. Avval undan belgini oling.",
		"У этого уровня уже есть основное правило. Сначала снимите отметку с него.",
		"This level has a default rule already. Take the mark off that one first.",
	),
	"quorum_share": Message(
		"Kvorum ulushi noto'g'ri: u noldan katta, birdan oshmaydigan kasr bo'lishi kerak.",
		"Доля кворума неверна: это дробь больше нуля и не больше единицы.",
		"The share of the quorum is wrong: it is a fraction above nought and not above one.",
	),
	"casting_vote_of_two_thirds": Message(
		"Uchdan ikki ko'pchilikda hal qiluvchi ovoz bo'lmaydi: teng ovozlar hech qachon uchdan ikki emas.",
		"При большинстве в две трети решающего голоса нет: равные голоса никогда не составляют двух третей.",
		"Two thirds leave nothing to a casting vote: equal votes are never two thirds.",
	),
	"tie_adopts": Message(
		"Teng ovozlar qarorni qabul qilmaydi. «Qabul qilinmadi» yoki «Keyinga qoldirildi»ni tanlang.",
		"Равные голоса решения не принимают. Выберите «Не принято» или «Отложено».",
		"Equal votes adopt nothing. Choose Not Adopted or Postponed.",
	),
	"vote_stands": Message(
		"Berilgan ovoz o'zgartirilmaydi. Masala yana ovozga qo'yilsa, yangi bosqichda ovoz bering.",
		"Поданный голос не меняется. Если вопрос поставят снова, голосуйте в новом туре.",
		"A vote that was cast never changes. If the item is opened again, vote in the new round.",
	),
	"session_state": Message(
		"Majlisning hozirgi holatida bu amal bajarilmaydi: {status}. Sahifani yangilang.",
		"В нынешнем состоянии заседания это невозможно: {status}. Обновите страницу.",
		"The session is {status}: this cannot be done now. Reload the page.",
	),
	"session_in_the_past": Message(
		"Majlis kuni o'tib ketgan. Bugungi yoki keyingi kunni tanlang.",
		"День заседания уже прошёл. Выберите сегодняшний или более поздний.",
		"The day of the session is over. Choose today or a later day.",
	),
	"attendance_early": Message(
		"Majlis {date} kuni o'tadi. Shu kundan boshlab qayd etiladi.",
		"Заседание {date}. Отметиться можно с этого дня.",
		"The session is on {date}. Attendance is taken from that day on.",
	),
	"not_present": Message(
		"Avval majlisda ishtirokingizni imzo bilan tasdiqlang.",
		"Сначала подтвердите участие в заседании подписью.",
		"Sign your attendance of the session first.",
	),
	"not_presiding": Message(
		"Bu amalni hozir bo'lgan raislik qiluvchi bajaradi.",
		"Это делает присутствующий председательствующий.",
		"This is for whoever presides and is present.",
	),
	"chair_is_here": Message(
		"Rais hozir: o'rinbosar raislik qilmaydi.",
		"Председатель присутствует: заместитель не председательствует.",
		"The chair is present: the deputy does not preside.",
	),
	"keeps_the_record": Message(
		"Siz bayonnoma yuritmoqdasiz. Avval boshqa kotib tayinlansin.",
		"Вы ведёте протокол. Сначала назначьте другого секретаря.",
		"You keep the record. Let another secretary be named first.",
	),
	"secretary_is_here": Message(
		"Kotib hozir: bayonnomani u yuritadi.",
		"Секретарь присутствует: протокол ведёт он.",
		"The secretary is present and keeps the record.",
	),
	"secretary_absent": Message(
		"Kotib yo'q. Bayonnomani yuritadigan hozir bo'lgan a'zoni tanlang.",
		"Секретаря нет. Выберите присутствующего члена комиссии, который поведёт протокол.",
		"The secretary is absent. Choose a member present who keeps the record.",
	),
	"not_a_member_here": Message(
		"Bu shaxs hozir bo'lgan a'zolar orasida yo'q yoki bu vazifani bajara olmaydi.",
		"Этого лица нет среди присутствующих членов комиссии, или ему это поручить нельзя.",
		"This person is not among the members present, or cannot do this.",
	),
	"no_quorum": Message(
		"Kvorum yo'q: {members} a'zodan {present} nafari hozir. Yana a'zolar qayd etilsin yoki masala keyinga qoldirilsin.",
		"Кворума нет: присутствуют {present} из {members}. Дождитесь других членов комиссии или отложите вопрос.",
		"There is no quorum: {present} of {members} are present. Wait for more members, or postpone.",
	),
	"item_state": Message(
		"Masalaning hozirgi holatida bu amal bajarilmaydi: {status}. Sahifani yangilang.",
		"В нынешнем состоянии вопроса это невозможно: {status}. Обновите страницу.",
		"The item is {status}: this cannot be done now. Reload the page.",
	),
	"item_is_open": Message(
		"Avval ovozga qo'yilgan masalani yoping yoki keyinga qoldiring.",
		"Сначала закройте или отложите вопрос, который сейчас голосуется.",
		"Close or postpone the item that is being voted on first.",
	),
	"item_not_open": Message(
		"{item}-masala hozir ovozga qo'yilmagan.",
		"Вопрос №{item} сейчас не голосуется.",
		"Item {item} is not open for voting.",
	),
	"vote_time_over": Message(
		"{item}-masala bo'yicha ovoz berish vaqti tugagan.",
		"Время голосования по вопросу №{item} истекло.",
		"The time to vote on item {item} is over.",
	),
	"appeal_left_agenda": Message(
		"{item}-masaladagi murojaat qaytarib olingan. Masalani kun tartibidan olib tashlang.",
		"Обращение по вопросу №{item} отозвано. Снимите вопрос с повестки.",
		"The appeal of item {item} was withdrawn. Take the item off the agenda.",
	),
	"item_undecided": Message(
		"{item}-masala bo'yicha ovoz berib bo'lmaydi: reyestr javobi mos kelmagan {rows} ta qatorda hech kim natijani tanlamagan. «Loyihani o'zgartirish»da har biri uchun tanlang.",
		"По вопросу №{item} голосовать нельзя: по строкам ({rows}), против которых говорят реестры, никто не выбрал исход. Выберите его для каждой в «Изменить проект».",
		"Item {item} cannot be voted on: nobody has chosen for {rows} of its rows that the registers speak against. Choose for each under Change the Draft.",
	),
	"draft_undecided": Message(
		"Qaror loyihasi hali yo'q. Reyestr javobi mos kelmagan qatorlar bo'yicha natija tanlanmagan: {rows}.",
		"Проекта решения ещё нет. Не выбран исход по строкам, против которых говорят реестры: {rows}.",
		"There is no draft decision yet. Nobody has chosen for the rows that the registers speak against: {rows}.",
	),
	"item_entry_exists": Message(
		"{item}-masala loyihasini imzolab bo'lmaydi: bu shaxs yoki o'rin bo'yicha reyestrda amaldagi yozuv bor. Loyihada rad eting yoki masalani qoldiring.",
		"Проект по вопросу №{item} нельзя будет подписать: в реестре уже есть действующая запись об этом лице или месте. Откажите в проекте или отложите вопрос.",
		"The draft of item {item} could not be signed: the register has an entry in force for this person or seat. Refuse it in the draft, or postpone the item.",
	),
	"item_claimed": Message(
		"{item}-masala loyihasini imzolab bo'lmaydi: shu shaxs yoki o'rinni {number}-son murojaat ham so'ragan. Bittasini rad eting yoki keyinga qoldiring.",
		"Проект по вопросу №{item} нельзя будет подписать: на то же лицо или место претендует обращение №{number}. Откажите по одному из них или отложите его.",
		"The draft of item {item} could not be signed: appeal {number} claims the same person or seat. Refuse one of them, or postpone it.",
	),
	"item_party_not_admitted": Message(
		"{item}-masala loyihasini imzolab bo'lmaydi: partiya bu saylovga qo'yilmagan. Loyihada rad eting yoki masalani qoldiring.",
		"Проект по вопросу №{item} нельзя будет подписать: партия не допущена к этим выборам. Откажите в проекте или отложите вопрос.",
		"The draft of item {item} could not be signed: the party is not admitted to this election. Refuse it in the draft, or postpone the item.",
	),
	"decision_takes_effect": Message(
		"Bu qaror kuchga kira oladi: uni imzolang. Qabul qilingan qaror faqat reyestr rad etsa chetga olinadi.",
		"Это решение может вступить в силу: подпишите его. Принятое откладывают, только если его не принимает реестр.",
		"This decision can take effect: sign it. What was adopted is set aside only where the registers refuse it.",
	),
	"conclusion_missing_yet": Message(
		"Bu murojaat bo'yicha avval ekspert xulosasi kerak.",
		"По этому обращению сначала нужно заключение экспертов.",
		"This appeal needs the experts' conclusion first.",
	),
	"voted_already": Message(
		"Bu masala bo'yicha ovoz bergansiz. Berilgan ovoz o'zgarmaydi.",
		"По этому вопросу вы уже голосовали. Поданный голос не меняется.",
		"You have voted on this. A vote that was cast never changes.",
	),
	"vote_conflict": Message(
		"Manfaatlar to'qnashuvi sababli bu masalada ovoz bermaysiz: {reason}. O'zingizni rad etganingiz qayd etildi.",
		"Из-за конфликта интересов вы не голосуете по этому вопросу: {reason}. Самоотвод записан.",
		"You do not vote on this because of a conflict of interest: {reason}. Your recusal is on record.",
	),
	"ballot_list": Message(
		"Ovozlar ro'yxatida 1 tadan {limit} tagacha masala bo'ladi, har biri bir marta.",
		"В списке голосов от 1 до {limit} вопросов, каждый один раз.",
		"A ballot names from 1 to {limit} items, each once.",
	),
	"ballot_item": Message(
		"Bu majlisda bunday masala yo'q.",
		"В этом заседании такого вопроса нет.",
		"There is no such item in this session.",
	),
	"time_is_over": Message(
		"Bu vaqt o'tib ketgan. Keyingi vaqtni tanlang.",
		"Это время уже прошло. Выберите более позднее.",
		"That time is over. Choose a later one.",
	),
}
