"""Texts about certificates, their papers, photos and batches."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"format_unfit": Message(
		"'{format}' chop etish shakli guvohnoma uchun yaramaydi: u o'chirilmagan, Certificate uchun va Jinja turida bo'lishi kerak.",
		"Печатная форма «{format}» не подходит: она должна быть включена, для Certificate и вида Jinja.",
		"The print format '{format}' draws no certificate: it must be enabled, for Certificate, and of the type Jinja.",
	),
	"certificate_ended": Message(
		"Bu hujjat amalda emas (holati: {status}). Qayta berish faqat amaldagi hujjat uchun.",
		"Этот документ не действует (состояние: «{status}»). Повторно выдаётся только действующий.",
		"This document is not in force (state: {status}). Only one in force is issued again.",
	),
	"name_unchanged": Message(
		"Ism o'zgarmagan. Tuzatilgan ismni kiriting yoki avval shaxs ma'lumotini tuzating.",
		"Имя не изменилось. Введите исправленное имя или сначала исправьте данные лица.",
		"The name is the same. Type the corrected name, or mend the person's data first.",
	),
	"name_unfit": Message(
		"Ismda harf, apostrof, chiziqcha va bo'shliqdan boshqa belgi bor. Ismni hujjatdagidek kiriting.",
		"В имени есть знаки кроме букв, апострофа, дефиса и пробела. Введите имя как в документе.",
		"The name holds signs other than letters, apostrophes, hyphens and spaces. Type it as in the document.",
	),
	"batch_empty": Message(
		"Tanlangan shartlarda chop etiladigan hujjat yo'q. Shartlarni o'zgartiring.",
		"По этим условиям нет документов для печати. Измените условия.",
		"There is nothing to print under these conditions. Change them.",
	),
	"photo_unreadable": Message(
		"Rasm ochilmadi. JPG yoki PNG rasmni qayta saqlab yuklang.",
		"Фотография не открывается. Сохраните её заново в JPG или PNG и загрузите.",
		"The picture cannot be opened. Save it again as JPG or PNG and upload it.",
	),
	"photo_small": Message(
		"Rasm kichik: {width}×{height} nuqta. 3×4 kesimi kamida {least_width}×{least_height} nuqta bo'lishi kerak.",
		"Снимок мал: {width}×{height} точек. Кадр 3×4 должен быть не меньше {least_width}×{least_height} точек.",
		"The picture is small: {width}×{height} dots. A 3×4 crop needs at least {least_width}×{least_height}.",
	),
	"photo_crop": Message(
		"Rasmning tanlangan qismi tushunarsiz. Uni qayta tanlang.",
		"Выбранная часть снимка непонятна. Выберите её ещё раз.",
		"The chosen part of the picture is not understood. Choose it once more.",
	),
	"photo_ratio": Message(
		"Rasm 3×4 dan juda farq qiladi (eni {width}, bo'yi {height}). Yuz o'rtada turgan tik rasm yuklang.",
		"Снимок слишком далёк от 3×4 (ширина {width}, высота {height}). Загрузите вертикальный снимок с лицом в центре.",
		"The picture is too far from 3×4 (width {width}, height {height}). Upload a standing one, the face in its middle.",
	),
}
