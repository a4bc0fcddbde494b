"""Who vouches for an act: the model says how it is told, the article says by whom."""

from collections.abc import Sequence

from deedbook.coding.attribution import Voice, behind, quoted
from deedbook.coding.joiner import Discourse, seats
from deedbook.coding.mentions import Mention
from deedbook.coding.phrases import Found
from deedbook.coding.quotations import quotations
from deedbook.coding.sentences import Sentence
from deedbook.records import Article, Speaker
from deedbook.records.event import SpeakerKind


class Voices:
    """The speakers of one article, asked for in order of its sentences: a speaker is kept until another one speaks."""

    def __init__(self, article: Article, found: Sequence[Mention]) -> None:
        self._article = article
        self._found = found
        self._quotes = quotations(article)
        self._last: Speaker | None = None

    def speaker(self, sentence: Sentence, found: Found, kind: SpeakerKind, named: Sequence[Mention]) -> Speaker:
        """The speaker of one cue. Inside quotation marks it is whoever is quoted; otherwise as the model says."""
        at = sentence.start + found.cue[0]
        quote = next((q for q in self._quotes if q.start <= at < q.end), None)
        if quote:
            text = self._article.raw
            line = text.rfind("\n\n", 0, quote.start) + 1, (text.find("\n\n", quote.end) + 1 or len(text) + 1) - 1
            around = [m for m in self._found if line[0] <= m.start < line[1]]
            present = seats(text, Sentence(line[0], line[1], sentence.kind), around, Discourse(None))
            voice: Voice | None = quoted(text, quote, line, present)
            if voice:
                self._last = voice.speaker
                return voice.speaker
            kind = "direct"
        if kind == "narrator":
            return Speaker()
        spoken = self._spoken(sentence, found, kind, named)
        if spoken:
            self._last = spoken if spoken.kind != "unnamed" else self._last
            return spoken
        if self._last:
            return Speaker(kind, self._last.code, self._last.name)
        return Speaker(kind, "UNK")

    def _spoken(self, sentence: Sentence, found: Found, kind: SpeakerKind, named: Sequence[Mention]) -> Speaker | None:
        if found.speaker is None:
            return None
        start, end = (sentence.start + x for x in found.speaker)
        held = [m for m in named if m.start < end and start < m.end]
        person = next((m for m in held if m.kind == "person"), None)
        mention = person or (held[0] if held else None)
        words = self._article.raw[start:end]
        if mention is None and words.lower() in ("he", "she", "it", "they") and self._last:
            return Speaker(kind, self._last.code, self._last.name, start, end)
        name = None if kind == "unnamed" else (mention and mention.name) or words + behind(self._article.raw, end)
        return Speaker(kind, mention.code if mention else "UNK", name, start, end)
