"""Words of one family and of one meaning."""

import pytest

from deedbook.ledger.forms import akin, base, head, kin


@pytest.mark.parametrize(
    ("form", "same"),
    [("killed", "kill"), ("met", "meeting"), ("stopped", "stops"), ("was", "is"), ("tariffs", "tariff")],
)
def test_inflected_forms_share_their_base(form: str, same: str) -> None:
    assert base(form) == base(same)


@pytest.mark.parametrize(("one", "other"), [("acquire", "acquisition"), ("agree", "agreement"), ("sell", "seller")])
def test_words_of_one_family_are_akin(one: str, other: str) -> None:
    assert akin(base(one), base(other))


@pytest.mark.parametrize(("one", "other"), [("port", "portrait"), ("war", "warn"), ("praise", "promise")])
def test_words_that_only_begin_alike_are_not(one: str, other: str) -> None:
    assert not akin(base(one), base(other))


def test_words_of_one_meaning_are_kin() -> None:
    assert kin(base("loans"), base("lending"))
    assert not kin(base("loans"), base("visits"))


def test_the_head_is_what_was_done() -> None:
    assert head(["had", "agreed", "to"]) == base("agree")
    assert head(["checked", "into"]) == base("check")
    assert head([]) == ""
