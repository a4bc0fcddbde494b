"""Same text and same wire copy: articles that are one source.

Simple today: exact containment of word 5-grams over an inverted index. Later: MinHash, labelled pairs, citations."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import combinations

from deedbook.codebook import Outlet
from deedbook.ledger.vocabulary import tokens
from deedbook.records import Article

SHINGLE_WORDS = 5  # long enough that two reporters do not write it by chance, short enough to survive an edit
SAME_TEXT = 0.8  # of the shorter text's 5-grams: an editor's cuts and a new first paragraph still leave this much
SAME_CREDIT = 0.5  # where both carry the credit line of one agency, half is enough: desks rewrite the top
MIN_SHINGLES = 10  # shorter texts (a headline, a one-line brief) are one only where they are equal
CREDIT_DAYS = 3  # an agency's copy is printed within days; the same words a month later are a template
CREDIT_EDGE = 300  # characters at either end of a report where credit lines stand
COMMON = 60  # a 5-gram in more articles than this ("said in a statement on") proposes no pair; it still counts
CODED = frozenset({"headline", "subhead", "body"})


def groups(articles: Mapping[str, Article], outlets: Sequence[Outlet] = ()) -> dict[str, str]:
    """Each article's key to the key that stands for its text or wire copy: the earliest published of the group (undated
    last), the smallest key among equals. An article that stands alone stands for itself.

    Two articles are one source where the shorter's word 5-grams are contained in the longer's to ``SAME_TEXT``, or to
    ``SAME_CREDIT`` where both credit the same agency within ``CREDIT_DAYS``; or where their words are equal. Groups
    are the connected components, so the order of ``articles`` does not matter."""
    parent = {key: key for key in articles}

    def find(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    shingles: dict[str, frozenset[bytes]] = {}
    whole: dict[bytes, str] = {}
    for key in sorted(articles):
        words = tokens(_coded_text(articles[key]))
        parent[key] = whole.setdefault(_digest(" ".join(words)) if words else key.encode(), key)
        shingles[key] = frozenset(
            _digest(" ".join(words[at : at + SHINGLE_WORDS])) for at in range(len(words) - SHINGLE_WORDS + 1)
        )
    index: dict[bytes, list[str]] = {}
    for key, own in shingles.items():
        if len(own) >= MIN_SHINGLES and parent[key] == key:
            for shingle in own:
                index.setdefault(shingle, []).append(key)
    shared: Counter[tuple[str, str]] = Counter()
    for keys in index.values():
        if 1 < len(keys) <= COMMON:
            shared.update(combinations(keys, 2))
    credited = {key: credits(article, outlets) for key, article in articles.items()} if outlets else {}
    for one, other in sorted(shared):
        both = len(shingles[one] & shingles[other]) / min(len(shingles[one]), len(shingles[other]))
        if both >= SAME_TEXT or (
            both >= SAME_CREDIT and _same_agency(articles[one], articles[other], credited.get(one), credited.get(other))
        ):
            parent[find(one)] = find(other)
    members: dict[str, list[str]] = {}
    for key in articles:
        members.setdefault(find(key), []).append(key)
    found = {}
    for group in members.values():
        first = min(group, key=lambda key: (str(articles[key].published.start or "9999"), key))
        found.update(dict.fromkeys(group, first))
    return found


def source(key: str, articles: Mapping[str, Article], wire: Mapping[str, str]) -> str:
    """The independent source that an article speaks for: the outlet of its wire copy's first print, or that print
    itself where no outlet is known. Two reports of one outlet are one source."""
    first = wire.get(key, key)
    article = articles.get(first)
    return (article.outlet if article else None) or first


def credits(article: Article, outlets: Sequence[Outlet]) -> frozenset[str]:
    """Names of the agencies that ``article`` credits: in its byline, near its start or its end, or as its outlet."""
    raw = article.raw
    edge = f"{article.byline or ''}\n{raw[:CREDIT_EDGE]}\n{raw[-CREDIT_EDGE:]}"
    return frozenset(
        outlet.name
        for outlet in outlets
        if outlet.kind == "wire"
        and (article.outlet in (outlet.name, *outlet.aliases) or any(credit in edge for credit in outlet.credit))
    )


def _same_agency(
    one: Article, other: Article, credits_one: frozenset[str] | None, credits_other: frozenset[str] | None
) -> bool:
    if not credits_one or not credits_other or not credits_one & credits_other:
        return False
    days = (one.published.start, other.published.start)
    if days[0] is None or days[1] is None:
        return True
    return abs(days[0] - days[1]) <= timedelta(days=CREDIT_DAYS)


def _coded_text(article: Article) -> str:
    """Headline and body: what outlets add around them differs between copies of one text."""
    return "\n".join(article.raw[b.start : b.end] for b in article.blocks if b.kind in CODED)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
