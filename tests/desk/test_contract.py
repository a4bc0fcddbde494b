"""The JSON face against its own description, and the forms as the desk shows them: whatever is asked or sent, the
answer is one that is described, and no failure."""

import json
import logging
import warnings
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema_rs import Draft202012Validator  # comes with schemathesis
from lxml import html
from schemathesis.specs.openapi.checks import positive_data_acceptance

from deedbook.desk.app import create_app
from deedbook.ledger import Ledger

from .test_doors import Client
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


REFUSED = {400, 403, 404, 409, 413, 415, 422, 429}
FORMS = {"/review": "/review?pair=PAK-USA", "/bring-in": "/bring-in", "/bring-in/tracker": "/bring-in"}


def posted(page: str, action: str) -> dict[str, Any]:
    """The body of a form as an object of JSON Schema: each field one of the values that it offers, or any text."""
    within = f"//form[@method='post' and starts-with(concat(@action, '?'), '{action}?')]"
    named = "[self::input or self::select or self::textarea or self::button][@name]"
    fields: dict[str, Any] = {}
    for one in html.fromstring(page).xpath(f"{within}//*{named}"):
        offered = one.xpath("./option/@value") or one.xpath("./@value")
        fields.setdefault(str(one.get("name")), []).extend(map(str, offered))
    text = {"type": "string", "maxLength": 300}
    described = {name: {"anyOf": [{"enum": values}, text] if values else [text]} for name, values in fields.items()}
    described["csrf"] = {"enum": fields["csrf"][-1:]}
    return {"type": "object", "properties": described, "required": ["csrf"]}


def test_whatever_is_posted_is_taken_or_refused_in_words(own_desk, caplog) -> None:
    address, path = own_desk
    client = Client(address)
    key = json.loads(client.ask("GET", "/PAK-USA.json")[1])["quotes"][0]["evidence"]["article_key"]
    forms = FORMS | {f"/articles/{key}/add": f"/articles/{key}/add"}
    paths = {}
    for action, shown in forms.items():
        body = posted(client.ask("GET", shown)[1], action)
        kinds = ("application/x-www-form-urlencoded", "multipart/form-data")
        content = {kind: {"schema": body} for kind in kinds}
        paths[action] = {
            "post": {
                "requestBody": {"content": content, "required": True},
                "responses": {"200": {"description": "done"}},
            }
        }
    whole = {"openapi": "3.0.3", "info": {"title": "forms", "version": "1"}, "paths": paths}
    answered = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for found in schemathesis.openapi.from_dict(whole).get_all_operations():

            @given(case=found.ok().as_strategy())
            @settings(
                max_examples=15,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            def sent(case) -> None:
                answer = case.call(
                    base_url=address, headers={"Cookie": client.cookie} if client.cookie else {}, allow_redirects=False
                )
                answered.add((case.path, answer.status_code))
                assert answer.status_code in REFUSED | {200, 303}, (case.path, case.body)
                assert ("Traceback" not in answer.text and "<main" in answer.text) or answer.status_code == 303

            with caplog.at_level(logging.ERROR):
                sent()
    assert not caplog.records
    assert {action for action, status in answered if status != 403} == set(forms), "the token was taken"
    Ledger.open(path, create=False).close()
