"""How languages join words to one: linking elements, and what such a word must not be cut into.

The German shares are counts of Langer, "Zur Morphologie und Semantik von Nominalkomposita"
(KONVENS 1998), an umlaut counted with its ending since folded letters carry none. Those of
the other languages are rough: what a shop's own words show soon outweighs them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Link(NamedTuple):
    """What a modifier gets at its end, and loses there, and the share of compounds so made."""

    added: str
    removed: str
    prior: float


@dataclass(frozen=True, slots=True)
class Linking:
    """What one language's compounds are made with; all words are written in folded letters.

    `closed` says whether compounds are written as one word as a rule. `short` are words of
    two letters that take part nevertheless; `bound` are no parts though they may be words:
    prefixes, endings. `opaque` words do not mean what their parts say. `turning` words
    stand between a head and its modifier: "Futter für Hunde".
    """

    links: tuple[Link, ...] = (Link("", "", 1.0),)
    closed: bool = False
    short: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    opaque: frozenset[str] = frozenset()
    turning: frozenset[str] = frozenset()

    @classmethod
    def of(cls, language: str) -> "Linking":
        """Return a language's ways; one that is not known here joins words without a link."""
        return _LINKING.get(language.partition("-")[0].lower(), cls())


def _links(counts: Mapping[tuple[str, str], float]) -> tuple[Link, ...]:
    total = sum(counts.values())
    return tuple(Link(*way, count / total) for way, count in counts.items())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GERMAN = Linking(
    links=_links(
        {
            ("", ""): 22759,
            ("s", ""): 9637,
            ("n", ""): 5307,
            ("en", ""): 4316,
            ("nen", ""): 2610,
            ("en", "us"): 618,
            ("en", "um"): 348,
            ("a", "um"): 255,
            ("e", ""): 87 + 73,
            ("", "e"): 122,
            ("en", "a"): 95,
            ("er", ""): 25 + 38,
            ("en", "on"): 59,
            ("es", ""): 43,
            ("", "en"): 33,
            ("ien", ""): 19,
            ("i", "e"): 11,
        }
    ),
    closed=True,
    short=_words("ol"),
    bound=_words(
        "ange auf aus bei ber bzw che des durch ein einen einer ent fur ganz gegen ger her"
        " hin ich ing ion ist ite los lich ling mit nach nen pro qua ten ter tion tum und"
        " uber unter ver von vor weg wieder zer zum zur"
        " alle ausge eine einer eines einge haft heit keit lein schaft schaften"
    ),
    opaque=_words(
        "augapfel barlauch baumwolle bernstein buchweizen eichhornchen eisbein elfenbein"
        " erdapfel eselsohr fingerhut fledermaus fliegenpilz frauenschuh gansehaut gluhbirne"
        " handschuh hexenschuss hirschkafer hosentrager junggeselle kindergarten lampenfieber"
        " lebkuchen lowenmaul lowenzahn maulkorb maulwurf meerkatze meerrettich"
        " meerschweinchen muttermal nasenbar ohrwurm pferdeschwanz rollmops schildkrote"
        " schmetterling seehund seelowe seestern slipper stachelschwein tausendfuss walnuss"
        " wasserhahn weinbrand wissenschaft wolkenkratzer zahnfleisch zapfhahn zollstock"
    ),
    turning=_words("aus fur vom von zu zum zur"),
)

_SCANDINAVIAN = _links({("", ""): 70, ("s", ""): 25, ("e", ""): 5})
_LINKING = {
    "de": _GERMAN,
    "da": Linking(links=_SCANDINAVIAN, closed=True, turning=_words("af for fra til")),
    "no": Linking(links=_SCANDINAVIAN, closed=True, turning=_words("av for fra til")),
    "sv": Linking(
        links=_links(
            {
                ("", ""): 65,
                ("s", ""): 25,
                ("", "a"): 5,
                ("e", ""): 1,
                ("o", "a"): 1,
                ("u", "a"): 1,
            }
        ),
        closed=True,
        turning=_words("av for fran till"),
    ),
    "nl": Linking(
        links=_links(
            {("", ""): 69, ("s", ""): 11, ("en", ""): 15, ("e", ""): 4, ("er", ""): 1}
        ),
        closed=True,
        turning=_words("uit van voor"),
    ),
    "en": Linking(turning=_words("for of")),
}
