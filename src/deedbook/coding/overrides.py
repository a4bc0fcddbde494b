"""Types and rungs that a few words decide, whatever else the sentence is like.

The trained reader has met too few sentences of these kinds. Each rule names words that leave no choice."""

import re

_NO_LONGER = re.compile(r"\bno longer\b(?: \w+ly)?(?: \w+)?$", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:no longer|stop(?:s|ped)? (?:pressing|asking|demanding|seeking|urging|calling))\b", re.I)
_GREETING = re.compile(
    r"\b(?:pleas(?:ure|ed)|honou?r(?:ed)?|delighted|glad|happy|great|good|privilege) to"
    r" (?:have )?(?:me?et|host(?:ed)?|welcom(?:e|ed)|receiv(?:e|ed)|speak|spoken|talk(?:ed)?|see|seen)\b",
    re.IGNORECASE,
)
_SETS = re.compile(
    r"^(?:has |have |had )?(?:set|sets|setting|order(?:s|ed|ing)?|sign(?:s|ed|ing)?|decree[sd]?)\b", re.I
)
_BY_ORDER = re.compile(r"\b(?:executive order|proclamation|decree|by order|order signed)\b", re.IGNORECASE)
_SOUGHT = re.compile(  # what is looked for is not yet done
    r"\b(?:avenues|ways|means|options|opportunit(?:y|ies)|possibilit(?:y|ies)|prospects?)"
    r" (?:for|of|to)(?: \w+ly)?(?: the)?$",
    re.IGNORECASE,
)
_UNMEANT = re.compile(
    r"\b(?:(?:no|(?:not|n't|n’t) (?:have )?any) (?:intentions?|plans?|thought|wish|desire) (?:of|to|for)"
    r"|(?:not|n't|n’t) (?:plan|planning|intend|intending|seek|seeking) to) "
    r"(?:(?P<leave>leav(?:e|ing)|quit(?:ting)?|withdraw(?:ing|al)?|pull(?:ing)? out)"
    r"|retaliat\w*|impos\w+|attack\w*|invad\w+|punish\w*|expel\w*|sever\w*|threaten\w*|sanction\w*)\b",
    re.IGNORECASE,
)
_BACKING = re.compile(
    r"\bback(?:s|ed|ing)?(?: by| for)?$|^(?:has|had|have|enjoys?|enjoyed) (?:\S+ ){0,4}support$", re.I
)
_EASING = re.compile(
    r"\b(?:cut(?:s|ting)?|lower(?:s|ed|ing)?|reduc(?:es?|ed|ing)|slash(?:es|ed|ing)?|eas(?:es?|ed|ing)"
    r"|lift(?:s|ed|ing)?|remov(?:es?|ed|ing)|scrap(?:s|ped|ping)?|abolish(?:es|ed|ing)?)"
    r"(?: (?!(?:on|in|to|from|by|aid|quotas?|imports?|sales)\b)[\w.’'-]+){0,4}?"
    r" (?:tariffs?|dut(?:y|ies)|surcharges?|lev(?:y|ies)|sanctions|embargo|restrictions|barriers|curbs)\b",
    re.IGNORECASE,
)
_UNYIELDING = re.compile(
    r"\b(?:adher|stick|st[ou]ck|hold|held|cling|cl[ou]ng|stand|stood)\w* (?:to|by) (?:its|their|his|her|the same)"
    r"(?: own)? (?:position|stance|refusal|rejection)\b",
    re.IGNORECASE,
)
_UNOPPOSED = re.compile(
    r"(?:(?P<ahead>(?:will|would|wo)(?: not|n't|n’t))|(?:(?!not )\w+ ){0,3}(?:not|no longer)|\w+(?:n't|n’t)) (?:to )?"
    r"(?:oppose|object|block|veto|stand in (?:the|its|their|his) way)\b",
    re.IGNORECASE,
)
_DECIDED = re.compile(r"\b(?:decision|ruling|order|decree)\b[^,;.]*$", re.IGNORECASE)
_HANDED = re.compile(r"^(?:has |have |had )?(?:hand|turn)(?:s|ed|ing)? over\b", re.IGNORECASE)
_YIELDED = re.compile(  # who, or what ground, is given up
    r"\b(?:prisoner|detainee|hostage|captive|soldier|troop|suspect|fugitive|fisher|crew|citizen|national|bod(?:y|ies)"
    r"|remains|convict|militant|pilot|bases?\b|territor|village|island|control|power|province|border|crossing|weapon)",
    re.IGNORECASE,
)
_EFFECT = re.compile(
    r"^(?:takes?|took|taken|has taken) effect\b|^(?:has )?(?:enter(?:s|ed)|comes?|came) into (?:force|effect)\b",
    re.IGNORECASE,
)
_PACT = re.compile(r"\b(?:pact|agreement|treaty|accord|convention)\b", re.IGNORECASE)
_FORGIVEN = re.compile(  # a debt that is cancelled is a debt no more, and nothing was taken back
    r"\b(?:(?P<ahead>(?:will|would|to) )?(?:cancel(?:s|led|ed|ling|ing)?|waiv(?:es?|ed|ing)|writ(?:es?|ing)[ -]off"
    r"|wr(?:ote|itten)[ -]off|forg(?:ives?|ave|iven|iving)|wip(?:es?|ed|ing) out))"
    r"(?: (?!loan|contract|deal|agreement|order)[^\s,;]+){0,6}? debts?\b"
    r"(?![- ](?:relief|swap|deal|agreement|talks|restruct\w+))",
    re.IGNORECASE,
)
_HONOUR = re.compile(r"\b(?:recommend|nominat)\w*\b(?=.*\b(?:prize|award|medal)\b)", re.IGNORECASE | re.DOTALL)


def overridden(text: str, cue: tuple[int, int], event_type: str, status: str) -> tuple[str, str]:
    """Type and rung of the act that the words at ``cue`` tell in the sentence ``text``; as given where no rule holds.

    - a request that is no longer pressed is withdrawn;
    - "a pleasure to meet the ambassador" tells of a meeting held, and promises none;
    - whoever sets a duty by an order that is signed has ordered it: in force it is from the day that the order names;
    - what ways or avenues are sought for ("explore all avenues for strengthening trade") is talked of, not done;
    - whoever holds to a position yields nothing;
    - whoever does not oppose or veto a thing backs it, and whoever will not offers to;
    - whoever has no intention of leaving a pact, or of doing harm, refuses nothing: it is the harm that is denied;
    - whoever backs somebody, and no word tells of money or goods, has given support and nothing that could be counted;
    - whoever cuts a duty or lifts a ban eases it;
    - whoever hands goods over gives help and withdraws nothing;
    - whoever cancels or forgives a debt gives relief and takes nothing back;
    - a pact that takes effect is in force, and nobody has withdrawn;
    - whoever recommends somebody for a prize endorses them, and asks nothing of them."""
    start, end = cue
    before, words, behind = (" ".join(part.split()) for part in (text[:start], text[start:end], text[end:]))
    if event_type == "REQUEST":
        if _WITHIN.search(words) or _NO_LONGER.search(before):
            return event_type, "withdrawn"
        if _HONOUR.search(f"{words} {behind}") and not _HONOUR.search(behind):
            return "SUPPORT", "act"
    if event_type == "RETREAT" and status == "delivered" and _HANDED.search(words) and not _YIELDED.search(text):
        return "AID", status
    if (
        event_type in ("RETREAT", "SUPPORT")
        and status in ("delivered", "agreed")
        and _EFFECT.search(words)
        and _PACT.search(before)
    ):
        return "SUPPORT", "delivered"
    if (
        status == "withdrawn"
        and event_type in ("AID", "COOPERATE", "CONCEDE", "SANCTION")
        and (forgiven := _FORGIVEN.search(f"{words} {behind}"))
        and forgiven.start() < len(words)
    ):
        return "CONCEDE", "promised" if forgiven["ahead"] else "delivered"
    if event_type in ("AGREE", "CONSULT") and _GREETING.search(words):
        return "CONSULT", "act"
    if (
        event_type in ("AGREE", "SUPPORT")
        and (kept := _UNYIELDING.search(f"{words} {behind}"))
        and kept.start() < len(words)
    ):
        return "REJECT", "refused"
    if event_type == "REJECT" and (let := _UNOPPOSED.match(words)):
        return ("AGREE", "offered") if let["ahead"] else ("SUPPORT", "act")
    if event_type == "REJECT" and (harm := _UNMEANT.search(f"{words} {behind}")) and harm.start() < len(words):
        return "SANCTION" if harm["leave"] else "THREATEN", "promised"
    if event_type in ("AID", "COOPERATE") and status == "delivered" and _BACKING.search(words):
        return "SUPPORT", "act"
    if event_type == "SANCTION" and (eased := _EASING.search(f"{words} {behind}")) and eased.start() < len(words):
        decided = status == "delivered" and _DECIDED.search(f"{before} {words[: eased.start()]}")
        return "CONCEDE", "approved" if decided else status
    if event_type == "SANCTION" and status == "delivered" and _SETS.search(words) and _BY_ORDER.search(text):
        return event_type, "approved"
    if status == "delivered" and _SOUGHT.search(before):
        return "AGREE", "discussed"
    return event_type, status
