"""Vocabularies as data files, loaded and checked once: event types, statuses, domains, instruments and their rungs,
states and names, organisations, offices and holders by date, classes, outlets, furniture, milestones."""

from deedbook.codebook.book import EVERYBODY, Codebook, load
from deedbook.codebook.entries import (
    ClassMeasure,
    ClassMember,
    Domain,
    EventType,
    FurnitureRule,
    Holder,
    Instrument,
    Milestone,
    Name,
    NameKind,
    Office,
    Organisation,
    Outlet,
    Rung,
    State,
    Status,
    UnusedName,
)
from deedbook.codebook.table import CodebookError

__all__ = [
    "EVERYBODY",
    "ClassMeasure",
    "ClassMember",
    "Codebook",
    "CodebookError",
    "Domain",
    "EventType",
    "FurnitureRule",
    "Holder",
    "Instrument",
    "Milestone",
    "Name",
    "NameKind",
    "Office",
    "Organisation",
    "Outlet",
    "Rung",
    "State",
    "Status",
    "UnusedName",
    "load",
]
