import json
from dataclasses import fields
from pathlib import Path

import pytest

from deedbook.brief import render
from deedbook.brief.structured import document
from deedbook.measures.answer import Answer

from .builders import answer, crowded_answer, empty_answer, hostile_answer


@pytest.mark.parametrize("made", [answer, crowded_answer, empty_answer, hostile_answer])
def test_the_json_is_valid_utf8_and_reads_back_as_the_document(made) -> None:
    text = str(render(made(), "json"))
    assert json.loads(text.encode("utf-8")) == document(made())


def test_every_field_of_the_answer_is_there_but_the_snapshot() -> None:
    keys = list(document(answer()))
    assert keys[:3] == ["schema", "schema_version", "generator"]
    assert set(keys[3:]) == {field.name for field in fields(Answer)} - {"snapshot"} | {"articles"}


def test_a_quote_leads_to_its_article_and_place() -> None:
    made = document(answer())
    quote = made["quotes"][0]
    article = next(item for item in made["articles"] if item["key"] == quote["evidence"]["article_key"])
    assert article["id"] == quote["article_id"] == "dispatch-01.txt"
    raw = answer().snapshot.articles[article["key"]].raw
    assert raw[quote["evidence"]["start"] : quote["evidence"]["end"]] == quote["text"]
    assert quote["published"] == "2025-12-10"


def test_texts_of_articles_are_not_in_it() -> None:
    assert "raw" not in document(answer())["articles"][0]


def test_the_documentation_names_every_key(root: Path) -> None:
    text = (root / "docs" / "brief.md").read_text(encoding="utf-8")
    made = document(answer())

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*(keys(item) for item in value.values())) if value else set()
        return set().union(*(keys(item) for item in value)) if isinstance(value, list) else set()

    made["names"] = {}
    missing = {key for key in keys(made) if f"`{key}`" not in text}
    assert missing == set()
