"""The comparator beside the pair, and what others gave."""

from deedbook.measures import answer

from .story import story


def test_a_cut_announced_elsewhere_is_told_with_what_became_of_it() -> None:
    told = answer(story(), ("PAK", "USA"), against=("IND", "USA"))
    tariff = next(row for row in told.comparison if row.subject == "Tariff eased or lifted")
    assert "announced, not in force" in tariff.there.text and tariff.there.quotes
    imposed = next(row for row in told.comparison if row.subject == "Tariff imposed")
    assert "struck down by a court" in imposed.here.text
    assert "Radar Daily" in tariff.note and "undetermined by date" in tariff.note
    assert "Reported as not in force, 9 February 2026 (Customs bulletin)" in tariff.note


def test_who_chose_the_comparator_is_said() -> None:
    assert "chosen by whoever asked" in answer(story(), ("PAK", "USA"), against=("IND", "USA")).comparison_note
    assert "no comparator was asked for" in answer(story(), ("PAK", "USA")).comparison_note.lower()


def test_without_a_comparator_acts_toward_others_in_the_same_reports_are_shown() -> None:
    told = answer(story(), ("PAK", "USA"))
    assert told.against is None
    assert any("India" in row.there.text for row in told.comparison)


def test_facts_on_the_comparator_stay_out_of_the_pairs_own_tables() -> None:
    told = answer(story(), ("PAK", "USA"), against=("IND", "USA"))
    own = [row.what.text for row in (*told.standing, *told.further_standing)]
    own += [commitment.what for commitment in told.commitments] + [row.what.text for row in told.absences]
    assert not any("Indian goods" in text for text in own)


def test_a_subject_on_which_nothing_is_held_says_how_much_was_read() -> None:
    told = answer(story(), ("PAK", "USA"), against=("IND", "USA"))
    credit = next(row for row in told.comparison if row.subject == "Credit")
    assert credit.there.text == (
        "We hold nothing on this: 2 articles and 1 official record on India–United States, none of them on export"
        " credit, 3 February 2026 to 9 February 2026."
    )
