"""Events against labels, by the rule of docs/evaluation.md."""

from dataclasses import replace

from deedbook.evaluate.labels import Act, compare

ACT = Act("JPN", "MMR", "CONCEDE", "agreed", False, (6, 20))


def f1(gold: list[Act], ours: list[Act], rule: str) -> float:
    return compare([("a", gold, ours)]).tallies[rule].f1


def test_the_same_event_matches_by_every_rule() -> None:
    report = compare([("a", [ACT], [ACT])])
    assert all(tally.f1 == 1 for tally in report.tallies.values())


def test_each_rule_asks_for_more_than_the_pair() -> None:
    later, other = replace(ACT, status="delivered"), replace(ACT, event_type="AID")
    assert (f1([ACT], [later], "pair"), f1([ACT], [later], "pair + status")) == (1, 0)
    assert (f1([ACT], [other], "pair + status"), f1([ACT], [other], "pair + type + status")) == (1, 0)


def test_order_matters_unless_the_act_is_joint() -> None:
    turned = replace(ACT, actor="MMR", recipient="JPN")
    assert f1([ACT], [turned], "pair") == 0
    assert f1([replace(ACT, symmetric=True)], [turned], "pair") == 1


def test_an_event_is_matched_once() -> None:
    report = compare([("a", [ACT], [ACT, ACT])])
    assert report.tallies["pair"].precision == 0.5 and report.tallies["pair"].recall == 1


def test_cues_match_where_they_overlap_whatever_the_parties() -> None:
    assert f1([ACT], [replace(ACT, actor="KEN", cue=(19, 25))], "cue overlap") == 1
    assert f1([ACT], [replace(ACT, cue=(20, 25))], "cue overlap") == 0


def test_the_report_names_sentences_documents_and_intervals() -> None:
    lines = compare([("a", [ACT], [ACT]), ("b", [ACT], [])]).lines("coder against labels")
    assert lines[0] == "coder against labels: 2 sentences of 2 documents"
    assert "of 1 " in lines[1] and "[" in lines[1]
