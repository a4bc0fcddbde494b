"""One realistic story of two states, told in invented sentences: promises kept, open, overtaken and never in force."""

from datetime import date

from deedbook.records import Amount, Inference, Phrase, Remark, Snapshot

from .builders import Desk, voice

BILLION = 1e9


def story(as_of: str | None = None) -> Snapshot:
    """Pakistan and the United States, with India beside them, in eleven reports from ten outlets."""
    desk = Desk()
    _talks(desk)
    _credit(desk)
    _tariffs(desk)
    _list(desk)
    _around(desk)
    return desk.snapshot(as_of)


def _talks(desk: Desk) -> None:
    gazette = desk.article(
        "Karachi Gazette",
        "2025-11-08",
        "Ambassador Omar Latif met Assistant Secretary Jane Field in Washington this week.",
        "“We went through trade, investment and energy with Ms Field,” the envoy Omar Latif wrote.",
        "Mr Latif asked for regular working talks on energy projects.",
        "“A pleasure to see Ambassador Latif; we spoke about security and shared prosperity,” Jane Field wrote.",
        "American officials signalled that they were willing to keep talking.",
        "Islamabad offered to work with Washington on rare earth mining.",
    )
    courier = desk.article("Hill Courier", "2025-11-09", "Jane Field received Pakistan’s ambassador on Friday.")
    week = "2025-11-03/2025-11-08"
    talks = {"symmetric": True, "instrument": "talks", "date": week}
    names = {"actor_name": "Omar Latif", "recipient_name": "Jane Field"}
    desk.act(
        desk.entry(gazette, "met Assistant", "PAK", "USA", "CONSULT", "act", **talks, **names),
        desk.entry(
            gazette,
            "went through",
            "PAK",
            "USA",
            "CONSULT",
            "act",
            domains=("trade", "investment", "energy"),
            speaker=voice("direct", "Omar Latif", "PAK"),
            **talks,
        ),
        desk.entry(
            gazette,
            "spoke about",
            "USA",
            "PAK",
            "CONSULT",
            "act",
            domains=("security", "diplomacy"),
            speaker=voice("direct", "Jane Field", "USA"),
            **talks,
        ),
        desk.entry(courier, "received", "USA", "PAK", "CONSULT", "act", symmetric=True, date="2025-11-07"),
    )
    desk.act(
        desk.entry(
            gazette,
            "asked for",
            "PAK",
            "USA",
            "REQUEST",
            "requested",
            domains=("energy",),
            object="regular working talks on energy projects",
            date=week,
        )
    )
    willing = desk.entry(
        gazette,
        "willing to",
        "USA",
        "PAK",
        "AGREE",
        "offered",
        object="keep talking",
        speaker=voice("unnamed"),
        date=week,
    )
    desk.act(willing)
    minerals = desk.act(
        desk.entry(
            gazette,
            "offered to work",
            "PAK",
            "USA",
            "AGREE",
            "offered",
            instrument="mineral_deal",
            domains=("minerals",),
            object="rare earth mining",
        )
    )
    desk.commitment(minerals, displayed="offered")


def _credit(desk: Desk) -> None:
    ledger_ = desk.article(
        "Lahore Ledger",
        "2025-11-24",
        "The head of the Export-Import Bank said a loan of $1.25 billion for the Reko Diq mine was on its way.",
    )
    embassy = desk.article(
        "Embassy page",
        "2025-12-10",
        "The bank has approved financing of $1.25 billion for mining at Reko Diq, the chargé said.",
        genre="release",
    )
    review = desk.article(
        "Mine Review",
        "2026-02-15",
        "Washington would put up to $1.4 billion into Reko Diq, the department listed.",
    )
    common = {"instrument": "export_credit", "domains": ("export_credit", "minerals")}
    promised = desk.act(
        desk.entry(
            ledger_,
            "was on its way",
            "USA",
            "PAK",
            "AID",
            "promised",
            object="loan of $1.25 billion for the Reko Diq mine",
            amount=Amount(1.25 * BILLION, "USD"),
            speaker=voice("indirect", "John Bell", "USA"),
            **common,
        )
    )
    approved = desk.act(
        desk.entry(
            embassy,
            "has approved",
            "USA",
            "PAK",
            "AID",
            "approved",
            object="financing of $1.25 billion for mining at Reko Diq",
            amount=Amount(1.25 * BILLION, "USD"),
            **common,
        )
    )
    again = desk.act(
        desk.entry(
            review,
            "would put",
            "USA",
            "PAK",
            "AID",
            "promised",
            object="Reko Diq",
            amount=Amount(1.4 * BILLION, "USD"),
            **common,
        )
    )
    desk.commitment(
        promised,
        approved,
        again,
        object="financing for mining at Reko Diq",
        displayed="approved; no payment reported",
        due=date(2027, 7, 31),
        blocked_by="third party",
    )
    defence = desk.article(
        "Defence Diary",
        "2025-12-12",
        "The agency notified Congress on 8 December of a possible $686 million upgrade of Pakistan’s F-16 fleet.",
    )
    notice = desk.act(
        desk.entry(
            defence,
            "notified",
            "USA",
            "PAK",
            "COOPERATE",
            "approved",
            instrument="arms_sale",
            domains=("defence",),
            object="upgrade of Pakistan’s F-16 fleet",
            amount=Amount(686e6, "USD", qualifier="up_to"),
            date="2025-12-08",
        )
    )
    desk.commitment((notice, "offered"), displayed="offered: notice to Congress, no letter signed")
    oil = desk.article(
        "Karachi Gazette",
        "2025-10-30",
        "Cnergyico took delivery of the first American crude, one million barrels, on 29 October.",
    )
    cargo = desk.act(
        desk.entry(
            oil,
            "took delivery",
            "USA",
            "PAK",
            "COOPERATE",
            "delivered",
            instrument="purchase",
            domains=("energy", "trade"),
            object="first American crude",
            amount=Amount(1e6, "bbl"),
            sectors=("BUS", "BUS"),
            date="2025-10-29",
        )
    )
    desk.commitment(cargo, execution="complete", force="binding", displayed="delivered")


def _tariffs(desk: Desk) -> None:
    order = desk.article(
        "Customs bulletin",
        "2025-08-04",
        "An order puts a duty of 19 percent on Pakistani goods entered from 7 August 2025.",
        genre="record",
    )
    ruling = desk.article(
        "Customs bulletin",
        "2026-02-22",
        "Duties under the emergency powers act cease for all countries on 24 February 2026.",
        genre="record",
    )
    imposed = desk.act(
        desk.entry(
            order,
            "puts a duty",
            "USA",
            "PAK",
            "SANCTION",
            "delivered",
            instrument="tariff",
            domains=("trade",),
            object="duty of 19 percent on Pakistani goods",
            amount=Amount(19, "%"),
            date="2025-08-07",
        )
    )
    ended = desk.act(
        desk.entry(
            ruling,
            "cease",
            "USA",
            "ALL",
            "CONCEDE",
            "withdrawn",
            instrument="tariff",
            domains=("trade",),
            object="Duties under the emergency powers act",
            date="2026-02-24",
            sectors=("JUD", "GOV"),
        )
    )
    desk.commitment(
        imposed, ended, force="binding", health="struck down", displayed="struck down by a court", blocked_by="court"
    )
    post = desk.article(
        "Delhi Mail",
        "2026-02-03",
        "The president posted that the duty on Indian goods would fall from 25 to 18 percent.",
    )
    customs = desk.article(
        "Customs bulletin",
        "2026-02-09",
        "The reduced rate of 18 percent for Indian goods has not been put into force.",
        genre="record",
    )
    cut = {"instrument": "tariff", "domains": ("trade",)}
    promised = desk.act(
        desk.entry(
            post,
            "would fall",
            "USA",
            "IND",
            "CONCEDE",
            "promised",
            object="duty on Indian goods",
            amount=Amount(18, "%"),
            **cut,
        )
    )
    told = desk.article(
        "Radar Daily",
        None,
        "Bilal Anwar said on his show that Pakistan had seen no defence support and no security guarantees.",
        "Pakistan has not received preferential trade terms, GSP benefits, Export-Import Bank financing"
        " or meaningful investment.",
        "Washington cut the duties on Indian goods below Pakistan’s.",
        title="Warm words, empty hands",
    )
    done = desk.act(
        desk.entry(
            told,
            "cut the duties",
            "USA",
            "IND",
            "CONCEDE",
            "delivered",
            object="duties on Indian goods",
            **cut,
        )
    )
    absent = desk.act(
        desk.entry(
            customs,
            "has not been put",
            "USA",
            "IND",
            "CONCEDE",
            "not_received",
            object="reduced rate of 18 percent for Indian goods",
            **cut,
        )
    )
    desk.commitment(
        promised, absent, (done, "announced"), object="duty on Indian goods", displayed="announced, not in force"
    )
    mention = "cut the duties on Indian goods"
    at = told.raw.index(mention)
    desk.inferences[told.key] = Inference(
        date(2026, 2, 2), (("it mentions the cut announced that day", Phrase(at, at + len(mention), mention)),)
    )
    at = told.raw.index("Bilal Anwar said")
    desk.remarks.append(Remark(told.key, at, at + 11, "Bilal Anwar is called a minister, which he was not."))


def _list(desk: Desk) -> None:
    told = next(article for article in desk.articles.values() if article.outlet == "Radar Daily")
    anwar = voice("indirect", "Bilal Anwar", "UNK")
    for cue, object_, kind, instrument, domains, speaker in (
        ("had seen no", "defence support", "AID", "military_aid", ("defence",), anwar),
        ("had seen no", "security guarantees", "AGREE", "guarantee", ("security",), anwar),
        ("has not received", "preferential trade terms", "CONCEDE", "trade_preference", ("trade",), voice("narrator")),
        ("has not received", "GSP benefits", "CONCEDE", "trade_preference", ("trade",), voice("narrator")),
        (
            "has not received",
            "Export-Import Bank financing",
            "AID",
            "export_credit",
            ("export_credit",),
            voice("narrator"),
        ),
        ("has not received", "meaningful investment", "COOPERATE", "investment", ("investment",), voice("narrator")),
    ):
        desk.act(
            desk.entry(
                told,
                cue,
                "USA",
                "PAK",
                kind,
                "not_received",
                instrument=instrument,
                domains=domains,
                object=object_,
                speaker=speaker,
            )
        )


def _around(desk: Desk) -> None:
    fund = desk.article(
        "Capital Wire",
        "2025-12-12",
        "The State Bank booked $1.2 billion from the International Monetary Fund on 10 December.",
    )
    tranche = desk.act(
        desk.entry(
            fund,
            "booked",
            "IMF",
            "PAK",
            "AID",
            "delivered",
            instrument="imf_support",
            domains=("finance",),
            object="$1.2 billion from the International Monetary Fund",
            amount=Amount(1.2 * BILLION, "USD"),
            date="2025-12-10",
        )
    )
    desk.commitment(tranche, force="binding", execution="complete", displayed="paid")
    dam = desk.article("Delhi Mail", "2025-12-20", "India and Pakistan argued over a dam.")
    desk.act(desk.entry(dam, "argued", "IND", "PAK", "ACCUSE", "act"))
