"""Tells German endings from letters that only look like them: Bild-er, but Leder, Boxer.

Only two kinds of words take -er: some hundred nouns, to which no new ones come, for their
plural, and adjectives. Whatever else ends so is a word of its own, or names who or what does
something: a Drucker is no Druck, a Mixer no Mix, a Locher no Loch. Only adjectives take -est,
with another ending behind it, and only participles -et: a Podest is no Pod, a Filet no File.
"""

import re
from collections.abc import Callable

_PLURAL_ER = (
    "amt bad band bild biest blatt brett buch dach denkmal dorf fach fass feld geist geld"
    " gemut geschlecht gesicht gespenst gewand glas glied grab gras gut haupt haus holz horn"
    " huhn kalb kind kleid klotz korn kraut land leib licht lid lied loch mann maul mund"
    " nest pfand rad rand rind scheit schild schloss schwert spital strauch tal tuch tum"
    " volk wald weib wort wurm"
)
_ADJECTIVES = (
    "alt arm beig best bitter blank blass blau blind blond braun breit bunt derb deutsch dezent"
    " dicht dick dunkel dunkl dunn echt edl elegant eng extrem feinherb fein fern fest fett"
    " feucht fit flach flexibl frech frei fremd frisch fruh ganz gar gelb gesund glatt grau"
    " grell grob gross grun gut halb halbtrocken hart hell herb heiss hoh hohl hubsch intensiv"
    " jung kalt karg klar klein klug knapp komplett kompakt kraftig krumm kurz lang lau laut"
    " lecker leer leicht leis lieb locker mager matt mediterran mild mittelscharf modern mud"
    " nackt nass nett neu nobl normal offen oval pikant platt praktisch prall pur quer"
    " rar rasch rau rauh rein reif roh rosa rot rund sanft satt sauber saur scharf silbern"
    " schick schief schlank schlau schlicht schlimm schmal schnell schon schrag schwach"
    " schwarz schwer sicher spat sprod stabil stark steif steil still stolz straff"
    " streng stumpf suss taub teur toll treu trocken trub variabl vegan viereckig"
    " voll wach wahr warm weich weiss weit welk wenig wild wund zah zart"
    " gebacken gebraten gebrannt gefarbt gefroren gefullt gegrillt gehackt gekocht gekuhlt"
    " feuerfest hitzefest kratzfest kussfest reissfest rutschfest wasserfest wischfest"
    " gemacht gemahlen gemischt gemustert geolt gepolstert gepunktet geraspelt gerauchert"
    " gerieben gerostet gesalzen geschalt geschnitten gestreift gesusst getrocknet gewurzt"
    " gezuckert entrahmt veredelt"
)
_BEFORE = "halb hell dunkel extra kalorien fett koffein mittel super tief ultra un zart"
_DERIVED = "bar dend fest gend haft ierend ig isch lich reich sam voll zend"

_DOERS = ("loch", "reinig")
"""Such nouns and adjectives as spelled of which -er makes a doer: holes are Löcher."""
_NOUNS = tuple(_PLURAL_ER.split())
_BEHIND_NOUNS = ("farben", "frei", "iert", "los")
_OFTEN_ADJECTIVE = tuple(_DERIVED.split())
"""Endings of many adjectives, and of some nouns: Backfisch, Apfelessig."""
_PARTICIPLE = re.compile("(?:ge|be|er|ent|ver|zer)...")
_DECLENSION = re.compile("(?<=...)e[mnrs]?$")
_SHORTEST = 3
"""Letters before such an ending."""


def _any_of(words: str) -> str:
    return f"(?:{words.replace(' ', '|')})"


_ADJECTIVE = re.compile(rf"{_any_of(_BEFORE)}?{_any_of(_ADJECTIVES)}(?:e?st)?")


def misread(word: str, folded: str) -> str | None:
    """Return what of a normalised word is no ending, though its last letters look like one.

    `folded` is the word without umlauts, and so is the answer: "podest" of "Podesten". It is
    None where the letters are an ending, or no German one.
    """
    for ending, takes in _ENDINGS:
        found = ending.search(folded)
        if found and not takes(word.removesuffix(found.group()), folded[: found.start()]):
            return folded[: found.end(1)]
    return None


def _takes_er(spelled: str, base: str) -> bool:
    """Say whether -er is an ending behind these letters; what they end with decides."""
    if spelled.endswith(_DOERS):
        return False
    return (
        is_adjective(base)
        or base.endswith(_NOUNS)
        or base.endswith(_OFTEN_ADJECTIVE, _SHORTEST)
    )


def _takes_est(_: str, base: str) -> bool:
    return is_adjective(base) or base.endswith(_OFTEN_ADJECTIVE, _SHORTEST)


def _takes_et(_: str, base: str) -> bool:
    return bool(_PARTICIPLE.search(base))


def is_adjective(fold: str) -> bool:
    """Say whether a folded German word is an adjective as it stands, and surely no noun."""
    return bool(_ADJECTIVE.fullmatch(fold)) or fold.endswith(_BEHIND_NOUNS, _SHORTEST)


def is_declined_adjective(fold: str) -> bool:
    """Say whether a folded German word is an adjective before its noun: "künstlichen"."""
    base = _DECLENSION.sub("", fold)
    return base != fold and (is_adjective(base) or base.endswith(_OFTEN_ADJECTIVE, _SHORTEST))


_ENDINGS: tuple[tuple[re.Pattern[str], Callable[[str, str], bool]], ...] = (
    (re.compile("(?<=..)(er)(?:e[mnrs]?|ns?|s)?$"), _takes_er),
    (re.compile("(?<=..)(e?st)e[mnrs]?$"), _takes_est),
    (re.compile("(?<=..)(e?st)s?$"), lambda *_: False),
    (re.compile("(?<=..)(et)(?:e[mnrs]?|s)?$"), _takes_et),
)
"""What looks like an ending and may be one, perhaps with others behind it, and behind what."""
