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
}
