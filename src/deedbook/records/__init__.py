"""The frozen, typed records that the layers hand to one another, and nothing else.

Names follow the field: PLOVER's actor, recipient and event type; IATI's commitment and disbursement.
Offsets are Python code points into ``Article.raw``; ``raw[start:end]`` is exactly the quoted text.
"""

from deedbook.records.article import Article, Block, Interval, Origin, Problem, Span
from deedbook.records.event import Amount, Coding, Event, Party, Passed, Phrase, Speaker, TitleMention
from deedbook.records.history import (
    Absence,
    Anchor,
    Claim,
    Commitment,
    Condition,
    Decision,
    Entry,
    Evidence,
    Extent,
    Inference,
    Occurrence,
    RecordEvidence,
    Remark,
    Snapshot,
    Stated,
    Step,
    TextEvidence,
    Voices,
)
from deedbook.records.official import Mark, OfficialRecord, Pointer, Search

__all__ = [
    "Absence",
    "Amount",
    "Anchor",
    "Article",
    "Block",
    "Claim",
    "Coding",
    "Commitment",
    "Condition",
    "Decision",
    "Entry",
    "Event",
    "Evidence",
    "Extent",
    "Inference",
    "Interval",
    "Mark",
    "Occurrence",
    "OfficialRecord",
    "Origin",
    "Party",
    "Passed",
    "Phrase",
    "Pointer",
    "Problem",
    "RecordEvidence",
    "Remark",
    "Search",
    "Snapshot",
    "Span",
    "Speaker",
    "Stated",
    "Step",
    "TextEvidence",
    "TitleMention",
    "Voices",
]
