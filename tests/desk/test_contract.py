"""The JSON face against its own description: whatever is asked, the answer is one that is described, and no failure."""

import logging
import warnings

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from deedbook.desk.app import create_app


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
    assert {"/{pair}.json", "/articles/{key}.json", "/search.json", "/review.json"} <= asked
    assert not caplog.records
