"""Which reader reads which form of the codebook's ``date_forms``."""

import re
from collections.abc import Callable, Mapping

from deedbook.coding import calendar_readers as calendar
from deedbook.coding import relative_readers as relative
from deedbook.coding.date_scene import Scene, Value

READERS: Mapping[str, Callable[[re.Match[str], Scene], Value | None]] = {
    "iso": calendar.read_iso,
    "numeric": calendar.read_numeric,
    "day_month_hyphened": calendar.read_month_day,
    "day_month": calendar.read_month_day,
    "ordinal_of_month": calendar.read_month_day,
    "month_day": calendar.read_month_day,
    "month_ordinal": calendar.read_month_day,
    "month_year": calendar.read_month_year,
    "month": calendar.read_month,
    "quarter_year_first": calendar.read_quarter,
    "quarter": calendar.read_quarter,
    "quarters_of": calendar.read_quarters_of,
    "quarter_short": calendar.read_quarter_short,
    "half_short": calendar.read_half,
    "half": calendar.read_half,
    "half_decade": calendar.read_half_decade,
    "same_period": relative.read_same_period,
    "months_of": calendar.read_months_of,
    "year_period": relative.read_year_period,
    "fiscal": calendar.read_fiscal,
    "fiscal_rel": relative.read_fiscal_rel,
    "season": calendar.read_season,
    "decade": calendar.read_decade,
    "decade_short": calendar.read_decade_short,
    "century": calendar.read_century,
    "years_range": calendar.read_years_range,
    "ago": relative.read_ago,
    "year_ago": relative.read_year_ago,
    "past_years": relative.read_past_years,
    "rel_unit": relative.read_rel_unit,
    "part_of_unit": relative.read_part_of_unit,
    "year_end": relative.read_year_end,
    "bare_unit": relative.read_bare_unit,
    "deictic": relative.read_deictic,
    "overnight": relative.read_overnight,
    "daypart": relative.read_daypart,
    "weekday_numeric": relative.read_weekday_numeric,
    "weekday": relative.read_weekday,
    "clock": relative.read_clock,
    "set": relative.read_set,
    "frequency": relative.read_set,
    "duration": relative.read_duration,
    "holiday": calendar.read_holiday,
    "nine_eleven": calendar.read_nine_eleven,
    "year_word": calendar.read_plain_year,
    "spelled_year": calendar.read_plain_year,
    "year_short": calendar.read_year_short,
    "year": calendar.read_bare_year,
}
