"""The JSON face against its own description: whatever is asked, the answer is one that is described, and no failure."""

import json
import logging
import warnings

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema_rs import Draft202012Validator  # comes with schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

from deedbook.desk.app import create_app

from .test_frame import fetch


def test_every_answer_is_one_that_is_described(filled, caplog) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the checker's own
        schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(filled, hosts=("*",)))
        asked = set()
        for found in schema.get_all_operations():
            operation = found.ok()
            asked.add(operation.path)

            @given(case=operation.as_strategy())
            @settings(
                max_examples=12,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            def checked(case) -> None:
                # A range of days cannot be described, so a day in the year 2382 is refused though the form allows it.
                case.call_and_validate(excluded_checks=[positive_data_acceptance])

            with caplog.at_level(logging.ERROR):
                checked()
    assert {"/{pair}/timeline.vl.json", "/{pair}/comparison.json", "/{pair}/commitments/{id}.vl.json"} <= asked
    assert {"/{pair}.json", "/articles/{key}.json", "/search.json", "/review.json"} <= asked
    assert not caplog.records


def test_every_body_has_a_schema_that_says_all_of_its_keys(desk) -> None:
    described = json.loads(fetch(f"{desk}/openapi.json")[2])["paths"]
    for path, methods in described.items():
        body = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert body["type"] == "object" and body["required"], path
        assert path.endswith(".vl.json") or body["additionalProperties"] is False, path


def test_what_the_pages_of_a_real_relation_answer_fits(desk) -> None:
    described = json.loads(fetch(f"{desk}/openapi.json")[2])["paths"]
    answer = json.loads(fetch(f"{desk}/PAK-USA.json")[2])
    mine = max(answer["commitments"], key=lambda c: len(c["history"]))["id"]
    key = answer["quotes"][0]["evidence"]["article_key"]
    for path, methods in described.items():
        asked = path.replace("{pair}", "PAK-USA").replace("{id}", mine).replace("{key}", key)
        more = {"/search.json": "?q=loan", "/accounts.json": f"?article={key}", "/review.json": "?pair=PAK-USA"}
        status, _, body = fetch(f"{desk}{asked}{more.get(path, '?against=IND-USA')}")
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        found = [error.message[:200] for error in Draft202012Validator(schema).iter_errors(json.loads(body))]
        assert status == 200 and not found, (path, found[:3])
