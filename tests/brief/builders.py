# ruff: noqa: E501  (sentences and rows read better on one line)
"""An answer about Pakistan and the United States made by hand, from sentences written for these tests.

The facts are public (two dozen dated acts of 2019 to 2026, in our own words); the outlets do not exist.
"""

from dataclasses import replace
from datetime import date

from deedbook.measures.answer import (
    AbsenceRow,
    Account,
    Answer,
    BalanceRow,
    Behind,
    ClaimRow,
    CommitmentRow,
    ComparisonRow,
    Coverage,
    HistoryLine,
    LadderCell,
    Line,
    Quote,
    SignalCell,
    StandingRow,
    ToldAct,
)
from deedbook.records import Article, Block, Interval, Origin, Snapshot, TextEvidence

# outlet, date, speaker, flags, sentence
SENTENCES: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    (
        "Potomac Wire",
        "2025-12-10",
        "Natalie Baker, US chargé d’affaires",
        (),
        "“The Export-Import Bank has approved 1.25 billion dollars in financing for the Reko Diq mine,” the American chargé said on Wednesday.",
    ),
    ("Margalla Courier", "2025-12-11", "narrator", (), "The approval is not a payment, and no board date was given."),
    (
        "Harbour Ledger",
        "2026-03-26",
        "narrator",
        (),
        "Barrick said it would slow work at Reko Diq and extend its review by twelve months from July.",
    ),
    (
        "Harbour Ledger",
        "2026-02-19",
        "narrator",
        (),
        "The lenders’ package has not closed, since the mining firm wants a security review finished first.",
    ),
    (
        "Margalla Courier",
        "2025-10-29",
        "narrator",
        (),
        "The first cargo of American crude reached Pakistan on Wednesday, bought by the refiner Cnergyico.",
    ),
    (
        "Potomac Wire",
        "2025-12-16",
        "narrator",
        (),
        "The Pentagon’s sales agency told Congress of a possible 686 million dollar upgrade for Pakistan’s F-16 fleet.",
    ),
    (
        "Indus Evening Post",
        "2026-01-09",
        "narrator",
        ("undated inference",),
        "The thirty-day review passed without an objection, but no letter of offer has been signed.",
    ),
    (
        "Margalla Courier",
        "2025-11-08",
        "Rizwan Saeed Sheikh, Pakistan’s ambassador",
        (),
        "The envoy said the two had talked about trade, investment and energy, and about moving beyond crisis-driven ties.",
    ),
    (
        "Potomac Wire",
        "2025-11-08",
        "Paul Kapur, US Assistant Secretary of State",
        (),
        "“We talked about how to make both countries safer and more prosperous,” Mr Kapur wrote.",
    ),
    (
        "Indus Evening Post",
        "",
        "Kamran Khan, commentator",
        ("undated", "opinion", "one commentator"),
        "He listed what has not come: tariff preferences, GSP benefits, Export-Import Bank money and guaranteed investment.",
    ),
    (
        "Indus Evening Post",
        "",
        "narrator",
        ("undated",),
        "Islamabad has told Washington that it is willing to work together on rare earths.",
    ),
    (
        "Potomac Wire",
        "2025-07-31",
        "Donald Trump, US President",
        (),
        "“We have a deal with Pakistan, and we will develop its oil together,” the president posted.",
    ),
    (
        "Margalla Courier",
        "2025-08-01",
        "narrator",
        (),
        "An executive order put the duty on Pakistani goods at 19 per cent, down from the 29 per cent listed in April.",
    ),
    (
        "Customs Gazette",
        "2026-02-22",
        "US Customs and Border Protection",
        (),
        "Duties under the emergency law stop being collected on 24 February, Pakistan’s 19 per cent among them.",
    ),
    (
        "Customs Gazette",
        "2026-02-25",
        "narrator",
        (),
        "A surcharge of ten per cent on all countries took effect the same day and runs to 24 July.",
    ),
    (
        "Margalla Courier",
        "2025-09-09",
        "Prime Minister’s Office, Islamabad",
        (),
        "The prime minister’s office spoke of a first investment of 500 million dollars by the American firm.",
    ),
    (
        "Potomac Wire",
        "2025-09-08",
        "US Embassy, Islamabad",
        (),
        "The embassy’s note on the minerals memorandum names the firm and the army’s works organisation but no sum.",
    ),
    (
        "Harbour Ledger",
        "2025-10-03",
        "US Strategic Metals",
        ("one press release",),
        "A first sample of antimony and copper concentrate was handed to the American firm on Thursday.",
    ),
    (
        "Potomac Wire",
        "2025-08-11",
        "US State Department",
        (),
        "Washington put the Balochistan Liberation Army on its list of foreign terrorist organisations.",
    ),
    (
        "Margalla Courier",
        "2026-01-14",
        "narrator",
        (),
        "The United States will stop issuing immigrant visas to nationals of 75 countries, Pakistan included.",
    ),
    (
        "Margalla Courier",
        "2026-01-21",
        "narrator",
        (),
        "The pause in immigrant visas began on Wednesday; visitors’ visas are not touched by it.",
    ),
    (
        "Potomac Wire",
        "2025-09-26",
        "narrator",
        (),
        "The president received Prime Minister Sharif and Field Marshal Munir in the Oval Office, without the press.",
    ),
    ("Margalla Courier", "2025-06-19", "narrator", (), "The army chief had lunch at the White House on Wednesday."),
    (
        "Indus Evening Post",
        "2025-06-21",
        "Government of Pakistan",
        (),
        "The government said it would put the American president forward for next year’s peace prize.",
    ),
    (
        "Customs Gazette",
        "2021-01-05",
        "narrator",
        (),
        "The preference scheme known as GSP ran out for every country on 31 December 2020.",
    ),
    (
        "Deccan Standard",
        "2026-02-03",
        "Donald Trump, US President",
        (),
        "The president wrote that India’s rate would fall from 25 to 18 per cent at once.",
    ),
    (
        "Customs Gazette",
        "2026-02-09",
        "US Customs and Border Protection",
        (),
        "The notice to filers keeps the 25 per cent rate for goods of India and ends only the oil surcharge.",
    ),
    (
        "Deccan Standard",
        "2026-03-13",
        "narrator",
        (),
        "The interim trade text between Washington and New Delhi has still not been signed.",
    ),
    (
        "Potomac Wire",
        "2026-06-03",
        "US Trade Representative",
        (),
        "The trade office proposed extra duties over forced labour, with a hearing on 7 July.",
    ),
    (
        "Margalla Courier",
        "2026-04-12",
        "narrator",
        (),
        "Islamabad was host to the first direct talks between American and Iranian envoys.",
    ),
    (
        "Indus Evening Post",
        "2026-06-20",
        "Donald Trump, US President",
        ("headline only",),
        "The American president credits Pakistan for the understanding with Iran.",
    ),
    (
        "Harbour Ledger",
        "2025-11-24",
        "John Jovanovic, EXIM chair",
        ("one interview",),
        "The bank’s chair told a newspaper that early deals include a 1.25 billion dollar loan for the mine.",
    ),
    (
        "Margalla Courier",
        "2025-04-08",
        "narrator",
        (),
        "The mine’s director said talks with the American export bank were about half a billion to one billion dollars.",
    ),
    (
        "Indus Evening Post",
        "2025-10-08",
        "unnamed officials",
        ("unattributed",),
        "Officials claimed that new air-to-air missiles were on their way.",
    ),
    (
        "Potomac Wire",
        "2025-10-10",
        "US Embassy, Islamabad",
        (),
        "The embassy said the contract covers upkeep and spares and that no new missiles are to be delivered.",
    ),
)


def snapshot() -> tuple[Snapshot, tuple[Quote, ...]]:
    """One article a sentence, and the quotes that point into them."""
    articles, quotes = {}, []
    for number, (outlet, published, speaker, flags, sentence) in enumerate(SENTENCES, 1):
        head = f"Dispatch {number}, written for the tests of the brief.\n\n"
        raw = f"{head}{sentence}\n"
        when = date.fromisoformat(published) if published else None
        article = Article(
            id=f"dispatch-{number:02d}.txt",
            raw=raw,
            blocks=(Block("headline", 0, len(head) - 2), Block("body", len(head), len(raw) - 1)),
            origin=Origin(f"dispatch-{number:02d}.txt", "text", "0" * 64, "utf-8", "text 1"),
            url=f"https://example.org/{outlet.lower().replace(' ', '-')}/{number}" if number % 3 else None,
            outlet=outlet,
            published=Interval(when, when, "publication" if when else "none"),
            title=f"Dispatch {number}",
            rights="written for this project",
        )
        articles[article.key] = article
        quotes.append(
            Quote(
                number=number,
                evidence=TextEvidence(article.key, len(head), len(head) + len(sentence)),
                outlet=outlet,
                published=when,
                text=sentence,
                speaker=speaker,
                article_id=article.id,
                url=article.url,
                flags=flags,
            )
        )
    return Snapshot(articles, (), (), (), wire={key: key for key in articles}), tuple(quotes)


def _line(text: str, *quotes: int, sources: int = 1, sure: str = "", reviewed: bool = False) -> Line:
    return Line(text, quotes, sources, sure, reviewed)


def _signals() -> tuple[SignalCell, ...]:
    rows = (
        ("2025-04", "CONSULT", "word", "export_credit", "PAK", 1, (33,)),
        ("2025-06", "CONSULT", "word", "diplomacy", "USA", 1, (23,)),
        ("2025-06", "SUPPORT", "word", "diplomacy", "PAK", 1, (24,)),
        ("2025-07", "AGREE", "word", "energy", "USA", 1, (12,)),
        ("2025-07", "AGREE", "word", "trade", "USA", 1, (12,)),
        ("2025-07", "CONSULT", "word", "security", "USA", 2, (12, 19)),
        ("2025-08", "CONCEDE", "deed", "trade", "USA", 1, (13,)),
        ("2025-08", "SANCTION", "deed", "security", "USA", 1, (19,)),
        ("2025-09", "SUPPORT", "word", "minerals", "PAK", 1, (16, 17)),
        ("2025-09", "AGREE", "word", "investment", "USA", 1, (16,)),
        ("2025-09", "CONSULT", "word", "diplomacy", "USA", 1, (22,)),
        ("2025-09", "SUPPORT", "word", "diplomacy", "USA", 2, (22,)),
        ("2025-10", "COOPERATE", "deed", "minerals", "PAK", 1, (18,)),
        ("2025-10", "COOPERATE", "deed", "energy", "USA", 1, (5,)),
        ("2025-10", "REJECT", "word", "defence", "USA", 1, (35,)),
        ("2025-11", "CONSULT", "word", "diplomacy", "PAK", 1, (8, 9), 1),
        ("2025-11", "AGREE", "word", "export_credit", "USA", 1, (32,)),
        ("2025-12", "AGREE", "word", "export_credit", "USA", 1, (1, 2), 1),
        ("2025-12", "AGREE", "word", "defence", "USA", 1, (6,)),
        ("2026-01", "COERCE", "deed", "migration", "USA", 1, (20, 21), 1),
        ("2026-02", "CONCEDE", "deed", "trade", "USA", 1, (14,)),
        ("2026-02", "SANCTION", "deed", "trade", "USA", 1, (15,)),
        ("2026-02", "RETREAT", "word", "export_credit", "Barrick", 1, (4,)),
        ("2026-03", "REJECT", "word", "investment", "Barrick", 1, (3,)),
        ("2026-04", "CONSULT", "word", "diplomacy", "PAK", 1, (30,)),
        ("2026-06", "SUPPORT", "word", "diplomacy", "USA", 1, (31,)),
        ("2026-06", "THREATEN", "word", "trade", "USA", 1, (29,)),
        ("undated", "AGREE", "word", "minerals", "PAK", 1, (11,)),
        ("undated", "CONCEDE", "word", "trade", "USA", 1, (10,)),
    )
    return tuple(SignalCell(*row) for row in rows)  # type: ignore[arg-type]


def _ladder() -> tuple[LadderCell, ...]:
    rows = (
        ("trade", "delivered", "USA", 1, "duty of 19 % instead of 29 %", (13, 14)),
        ("trade", "discussed", "USA", 1, "extra duties over forced labour", (29,)),
        ("trade", "lapsed", "USA", 1, "GSP preferences", (25,)),
        ("trade", "agreed", "USA", 1, "trade deal announced in July 2025", (12,)),
        ("energy", "delivered", "USA", 1, "one million barrels of crude", (5,)),
        ("energy", "discussed", "USA", 1, "joint work on oil reserves", (12,)),
        ("export_credit", "approved", "USA", 1, "EXIM financing of Reko Diq", (1, 2)),
        ("investment", "suspended", "Barrick", 1, "building of Reko Diq", (3,)),
        ("investment", "promised", "USA", 1, "500 million dollars by US Strategic Metals", (16,)),
        ("investment", "not_received", "USA", 1, "guaranteed investment", (10,)),
        ("minerals", "offered", "PAK", 1, "work together on rare earths", (11,)),
        ("minerals", "delivered", "PAK", 1, "sample of antimony and copper", (18,)),
        ("minerals", "agreed", "PAK", 1, "minerals memorandum", (16, 17)),
        ("defence", "approved", "USA", 1, "F-16 upkeep and upgrade", (6, 7)),
        ("security", "delivered", "USA", 1, "listing of the Balochistan Liberation Army", (19,)),
        ("migration", "suspended", "USA", 1, "immigrant visas", (20, 21)),
        ("diplomacy", "offered", "PAK", 1, "nomination for the peace prize", (24,)),
    )
    return tuple(LadderCell(*row) for row in rows)


def _commitments() -> tuple[CommitmentRow, ...]:
    return (
        CommitmentRow(
            "c-exim", "USA", "PAK", "EXIM financing of the Reko Diq mine", "export_credit", ("export_credit", "minerals"),
            "1.25 billion US dollars (face value)", "Approved; not closed, nothing paid as far as we see",
            "unstated", "none", "suspended", "Barrick and its lenders",
            (
                HistoryLine("8 April 2025", "discussed", "discussed", _line("The mine’s director speaks of talks on half to one billion dollars.", 33)),
                HistoryLine("24 November 2025", "promised", "announced", _line("EXIM’s chair names a loan of 1.25 billion.", 32, sure="all reports rest on one interview")),
                HistoryLine("10 December 2025", "approved", "approved", _line("The US chargé says EXIM has approved it; no board date is given.", 1, 2, sources=2)),
                HistoryLine("19 February 2026", "suspended", "suspended", _line("The lenders’ package stays open until a security review is done.", 4)),
                HistoryLine("26 March 2026", "suspended", "suspended", _line("Barrick slows the project and extends its review to mid-2027.", 3)),
            ),
        ),
        CommitmentRow(
            "c-f16", "USA", "PAK", "Upgrade and upkeep of F-16 aircraft", "arms_sale", ("defence",), "up to 686 million US dollars (ceiling)",
            "Offered to Congress; no contract", "non-binding", "none", "live", "",
            (
                HistoryLine("8 December 2025", "approved", "notice to Congress", _line("The Pentagon notifies Congress of a possible sale.", 6)),
                HistoryLine("7 January 2026", "approved", "review over", _line("Thirty days pass without objection; no letter of offer is signed.", 7, sure="date is our sum: notice plus thirty days")),
            ),
        ),
        CommitmentRow(
            "c-tariff", "USA", "PAK", "Duty of 19 % on Pakistani goods, instead of 29 %", "tariff", ("trade",), "19 % ad valorem",
            "In force, then struck down", "binding", "complete", "struck down", "US Supreme Court",
            (
                HistoryLine("31 July 2025", "agreed", "announced", _line("The president announces a deal without a rate.", 12)),
                HistoryLine("7 August 2025", "delivered", "in force", _line("The order’s 19 % applies.", 13, sources=2, reviewed=True)),
                HistoryLine("24 February 2026", "withdrawn", "struck down", _line("Customs stops collecting; a surcharge of 10 % for all takes its place.", 14, 15, sources=2)),
            ),
        ),
        CommitmentRow(
            "c-ussm", "USA", "PAK", "500 million dollars of investment by US Strategic Metals", "investment", ("investment", "minerals"),
            "500 million US dollars (announced)", "Promised; one sample shipped the other way", "non-binding", "none", "live", "",
            (
                HistoryLine("8 September 2025", "agreed", "memorandum", _line("The firm and the army’s works organisation sign a memorandum.", 17)),
                HistoryLine("9 September 2025", "promised", "announced", _line("Islamabad names the sum; the embassy’s text does not.", 16, 17)),
                HistoryLine("2 October 2025", "delivered", "part", _line("Pakistan hands over a first sample of ore.", 18, sure="one press release")),
            ),
        ),
    )  # fmt: skip


def answer() -> Answer:
    """The whole answer, with something in every part."""
    held, quotes = snapshot()
    return Answer(
        pair=("PAK", "USA"),
        against=("IND", "USA"),
        names={"PAK": "Pakistan", "USA": "United States", "IND": "India"},
        judgement=(
            _line("In part: the words became a lower duty, one cargo of crude and a terrorist listing, and the largest promise, EXIM’s 1.25 billion dollars for Reko Diq, was approved but not paid.", 13, 5, 19, 1, sources=4, sure="Fairly sure: the delivered acts rest on official notices, the unpaid loan on an absence of reports"),
            _line("Arms, minerals and investment have not passed the stage of notices and memoranda.", 6, 17, 16, sources=2),
        ),
        standing=(
            StandingRow("delivered or binding", "USA", "PAK", _line("Duty of 19 %, not 29 %, until it was struck down", 13, 14), "7 Aug 2025", ""),
            StandingRow("delivered or binding", "USA", "PAK", _line("First cargo of US crude, a private purchase", 5), "29 Oct 2025"),
            StandingRow("delivered or binding", "USA", "PAK", _line("Balochistan Liberation Army listed as terrorist", 19), "11 Aug 2025"),
            StandingRow("promised", "USA", "PAK", _line("EXIM’s 1.25 billion dollars for Reko Diq: approved, not closed", 1, 4), "10 Dec 2025", "Barrick’s review"),
            StandingRow("promised", "USA", "PAK", _line("F-16 upkeep, up to 686 million: notice to Congress", 6, 7), "8 Dec 2025"),
            StandingRow("talk only", "PAK", "USA", _line("Rare earths: willingness and a memorandum", 11, 17), "Sep 2025"),
            StandingRow("stopped", "USA", "PAK", _line("Immigrant visas paused for 75 countries", 20, 21), "21 Jan 2026", "USA"),
            StandingRow("stopped", "USA", "PAK", _line("GSP preferences, closed to every country", 25), "31 Dec 2020", "US Congress"),
        ),
        told=(
            ToldAct(
                _line("Ambassador Sheikh met Assistant Secretary Kapur, November 2025.", 8, 9, sources=2),
                4,
                (
                    Account("PAK", ("trade", "investment", "energy"), ("security",), (8,)),
                    Account("USA", ("prosperity", "security"), ("trade", "investment", "energy"), (9,)),
                ),
            ),
            ToldAct(
                _line("A minerals memorandum was signed on 8 September 2025.", 16, 17, sources=2),
                2,
                (
                    Account("PAK", ("500 million dollars of investment",), (), (16,)),
                    Account("USA", ("the firm and the works organisation",), ("any sum",), (17,)),
                ),
            ),
        ),
        unknown=(
            _line("Whether EXIM paid anything: no report after March 2026.", 3, 4),
            _line("The board date of EXIM’s approval: not in any article read.", 2),
            _line("What replaced the surcharge after 24 July 2026: nothing read.", 15),
        ),
        would_change=(
            _line("A loan agreement or first drawdown for Reko Diq.", 4),
            _line("A signed letter of offer for the F-16 work.", 7),
        ),
        dates_ahead=(
            _line("7 July 2026: hearing on forced-labour duties.", 29),
            _line("24 July 2026: the 10 % surcharge runs out.", 15),
            _line("Mid-2027: Barrick’s review ends.", 3),
        ),
        coverage=Coverage("30 June 2026", 35, 6, 61, 64, date(2021, 1, 5), date(2026, 6, 20), 2, 0, 0, ("nota-01.html: Urdu, 1 article",)),
        signals=_signals(),
        ladder=_ladder(),
        commitments=_commitments(),
        absences=(
            AbsenceRow(_line("Export-Import Bank financing", 10, sure="opinion, one commentator"), "USA", "PAK", "claimed", "Kamran Khan, commentator", "overtaken",
                       "True until EXIM’s approval was announced; payment has not been seen.",
                       (HistoryLine("10 December 2025", "approved", "approved", _line("EXIM approved 1.25 billion dollars.", 1)),)),
            AbsenceRow(_line("GSP benefits", 10, sure="opinion, one commentator"), "USA", "PAK", "closed", "Kamran Khan, commentator", "supported, omits",
                       "The scheme ran out for every country on 31 December 2020.", ()),
            AbsenceRow(_line("Guaranteed investment", 10, sure="opinion, one commentator"), "USA", "PAK", "claimed", "Kamran Khan, commentator", "unresolved",
                       "We hold no report of a guarantee, in 35 articles.", ()),
        ),
        balance=(
            BalanceRow("USA", "PAK", "trade", 1, 0, 2, 1, (_line("19 % instead of 29 %, until 24 February 2026.", 13, 14),)),
            BalanceRow("USA", "PAK", "energy", 1, 0, 1, 0, (_line("One million barrels of crude, paid for by the refiner.", 5),)),
            BalanceRow("USA", "PAK", "export_credit", 0, 1, 0, 0),
            BalanceRow("USA", "PAK", "defence", 0, 1, 0, 0),
            BalanceRow("PAK", "USA", "minerals", 1, 0, 2, 0, (_line("A first sample of ore.", 18),)),
            BalanceRow("PAK", "USA", "diplomacy", 0, 0, 1, 0),
        ),
        comparison=(
            ComparisonRow("Tariff", _line("19 % in force from 7 August 2025 to 24 February 2026.", 13, 14, sources=2), _line("18 % announced on 2 February 2026; customs kept 25 %.", 26, 27, sources=2), "Announced is not in force: India’s cut never reached the tariff schedule."),
            ComparisonRow("Trade agreement", _line("Announced in July 2025; no signed text seen.", 12), _line("Framework of February 2026; not signed by mid-March.", 28)),
        ),
        disagreements=(
            _line("Missiles: unnamed officials say they are on their way, the US Embassy says that no new ones are.", 34, 35, sources=2),
            _line("The minerals sum: Islamabad names 500 million dollars, the embassy’s text names none.", 16, 17, sources=2),
        ),
        caveats=(
            _line("The list of things not received comes from one commentator, in an undated article that cannot be earlier than 2 February 2026.", 10, sure="inferred: it mentions India’s lower tariff"),
            _line("All reports of the December approval rest on one speech.", 1, 2),
        ),
        quotes=quotes,
        snapshot=held,
        written_examples=True,
        behind=Behind(commitments=4, acts=31, absent=3, disagreements=2),
        further_standing=(
            StandingRow("stopped", "USA", "PAK", _line("A surcharge of 10 % on all countries", 15), "24 Feb 2026", burden=True),
            StandingRow("promised", "USA", "PAK", _line("500 million dollars by US Strategic Metals", 16), "Sep 2025", private=True),
        ),
        further_unknown=(_line("Who pays for the security of the mine: not in any article read.", 4),),
        claims=(
            ClaimRow(_line("The 19 % duty is in force.", 13), "USA", "PAK", "the report itself", "supported", "Customs says so too.", "1 August 2025", True),
            ClaimRow(_line("New missiles are on their way.", 34), "USA", "PAK", "unnamed officials", "contradicted", "The embassy denies it.", "8 October 2025"),
        ),
        others=(_line("International Monetary Fund → Pakistan: 914 million SDR paid on 10 December 2025.", 2),),
        comparison_note="The comparator India–United States was chosen by whoever asked for this brief.",
    )  # fmt: skip


def hostile_answer() -> Answer:
    """The same answer with text that would break a page, a table, a terminal or a Word file that trusted it."""
    whole = answer()
    nasty = '<script>alert("x")</script> & "quotes" \'single\' <img src=x onerror=alert(1)> | `code` *star* [a](b) \x1b[31m\ud800\u202e'
    quotes = (
        replace(whole.quotes[0], text=nasty, outlet=nasty, speaker=nasty, url="javascript:alert(1)", article_id=nasty),
        *whole.quotes[1:],
    )
    cell = replace(whole.ladder[0], what=nasty)
    return replace(
        whole,
        quotes=quotes,
        judgement=(_line(nasty, 1), whole.judgement[1]),
        names=whole.names | {"PAK": nasty},
        ladder=(cell, *whole.ladder[1:]),
        caveats=(_line(nasty, 1, 999),),
    )  # fmt: skip


def empty_answer() -> Answer:
    """What is left when nothing about the pair was found."""
    whole = answer()
    none = Snapshot({}, (), (), ())
    return Answer(
        pair=whole.pair, against=None, names=whole.names, judgement=(_line("Nothing about the two was found in one article."),),
        standing=(), told=(), unknown=(), would_change=(), dates_ahead=(),
        coverage=Coverage("none; the latest article is undated", 1, 0, 0, 0, None, None, 1, 0, 0),
        signals=(), ladder=(), commitments=(), absences=(), balance=(), comparison=(), disagreements=(), caveats=(),
        quotes=(), snapshot=none,
    )  # fmt: skip


def crowded_answer(times: int = 40) -> Answer:
    """Far more than a page can hold: long lines, many rows, stacks of hundreds of acts."""
    whole = answer()
    long = "This statement goes on and on in order to find out what a page of four hundred words does with it, "
    return replace(
        whole,
        judgement=tuple(replace(line, text=long * 2 + line.text) for line in whole.judgement) * 2,
        standing=tuple(replace(row, what=replace(row.what, text=long + row.what.text)) for row in whole.standing)
        * times,
        unknown=whole.unknown * times,
        would_change=tuple(replace(line, quotes=tuple(range(1, 12))) for line in whole.would_change) * times,
        dates_ahead=whole.dates_ahead * times,
        told=whole.told * times,
        signals=tuple(replace(cell, count=cell.count * times) for cell in whole.signals)
        + tuple(replace(cell, month="2019-03") for cell in whole.signals[:3]),
    )
