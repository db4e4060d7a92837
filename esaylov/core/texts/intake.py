"""Texts about tables that are imported."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"intake_twice": Message(
		"Bu qator {line}-qatorda bor. Bittasini o'chiring.",
		"Такая строка уже есть: строка {line}. Удалите одну из них.",
		"The row stands in line {line} already. Remove one of them.",
	),
	"intake_differs": Message(
		"Reyestrda bu yozuv boshqa mazmunda turibdi. Uni faqat komissiya qarori o'zgartiradi.",
		"В реестре эта запись стоит с другим содержанием. Изменить её может только решение комиссии.",
		"The register has this entry with another content. Only a decision of the commission changes it.",
	),
	"intake_station_unknown": Message(
		"Bu hududda bunday raqamli uchastka yo'q. Avval uchastkalarni yuklang.",
		"На этой территории нет участка с таким номером. Сначала загрузите участки.",
		"The territory has no polling station of this number. Import the polling stations first.",
	),
	"intake_constituency_unknown": Message(
		"Bu saylovda hududning bunday raqamli okrugi yo'q. Avval okruglarni yuklang.",
		"На этих выборах на территории нет округа с таким номером. Сначала загрузите округа.",
		"In this election the territory has no constituency of this number. Import the constituencies first.",
	),
	"intake_other_file": Message(
		"Fayl tekshiruvdan keyin almashtirilgan. Uni qaytadan tekshiring.",
		"После проверки файл заменили. Проверьте его заново.",
		"The file was replaced after its check. Check it again.",
	),
}
