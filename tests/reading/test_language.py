"""Languages other than English are recognised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deedbook.reading.language import recognise


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The two ministers signed the accord on Monday."),
        ("en", "Freedonia slams Sylvania"),
        ("en", "Señor Álvarez, Müller and Gül met in Orléans on Monday."),
        ("fr", "Les deux ministres ont signé l'accord lundi dans la capitale."),
        ("de", "Die beiden Minister haben das Abkommen am Montag unterzeichnet."),
        ("es", "Los dos ministros firmaron el acuerdo el lunes en la capital."),
        ("pt", "Os dois ministros assinaram o acordo na segunda-feira e não deram detalhes."),
        ("it", "I due ministri hanno firmato l'accordo lunedì nella capitale."),
        ("nl", "De twee ministers hebben het akkoord op maandag ondertekend."),
        ("tr", "İki bakan anlaşmayı pazartesi günü başkentte imzaladı ve daha sonra basına konuştu."),
        ("ru", "Министры двух стран подписали соглашение в понедельник."),
        ("uk", "Міністри двох країн підписали угоду в понеділок."),
        ("ur", "دونوں وزرا نے پیر کو معاہدے پر دستخط کیے ہیں۔"),
        ("ar", "وقع الوزيران الاتفاق يوم الاثنين في العاصمة بعد محادثات."),
        ("fa", "دو وزیر این توافق را روز دوشنبه در پایتخت امضا کردند که برای آن ماه‌ها گفتگو شد."),
        ("hi", "दोनों मंत्रियों ने सोमवार को समझौते पर हस्ताक्षर किए।"),
        ("zh", "两国部长星期一在首都签署了协议。"),
        ("ja", "両国の大臣は月曜日に首都で協定に署名した。"),
        ("ko", "두 나라 장관은 월요일 수도에서 협정에 서명했다."),
        ("und", "1234 56.7 %"),
    ],
)
def test_the_language_of_a_sentence(language: str, text: str) -> None:
    assert recognise(text) == language


def test_the_declared_language_is_only_a_hint() -> None:
    assert recognise("The two ministers signed the accord on Monday.", "fr-FR") == "en"
    assert recognise("Berlin: Zölle bleiben", "de") == "de"


@given(st.text(max_size=300), st.text(max_size=5))
def test_any_text_has_a_language_or_none(text: str, hint: str) -> None:
    assert recognise(text, hint)
