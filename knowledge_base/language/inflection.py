"""Tells the German ending -er from letters that only look like it: Bild-er, but Leder, Boxer.

Only two kinds of words take it: some hundred nouns, to which no new ones come, for their
plural, and adjectives. Whatever else ends so is a word of its own, or names who or what does
something: a Drucker is no Druck, a Mixer no Mix.
"""

import re

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
    " rar rasch rau rauh rein reif roh rosa rot rund sanft satt sauber saur scharf"
    " schick schief schlank schlau schlicht schlimm schmal schnell schon schrag schwach"
    " schwarz schwer sicher spat sprod stabil stark steif steil still stolz straff"
    " streng stumpf suss taub teur toll treu trocken trub variabl vegan viereckig"
    " voll wach wahr warm weich weiss weit welk wenig wild wund zah zart"
    " gebacken gebraten gebrannt gefarbt gefroren gefullt gegrillt gehackt gekocht gekuhlt"
    " gemacht gemahlen gemischt gemustert geolt gepolstert gepunktet geraspelt gerauchert"
    " gerieben gerostet gesalzen geschalt geschnitten gestreift gesusst getrocknet gewurzt"
    " gezuckert entrahmt veredelt"
)
_BEFORE = "halb hell dunkel extra kalorien fett koffein mittel super tief ultra un zart"
_DERIVED = "bar dend gend haft ierend ig isch lich reich sam voll zend"

_NOUNS = tuple(_PLURAL_ER.split())
_BEHIND_NOUNS = ("farben", "frei", "iert", "los")
_OFTEN_ADJECTIVE = tuple(_DERIVED.split())
"""Endings of many adjectives, and of some nouns: Backfisch, Apfelessig."""
_SHORTEST = 3
"""Letters before such an ending."""


def _any_of(words: str) -> str:
    return f"(?:{words.replace(' ', '|')})"


_ADJECTIVE = re.compile(rf"{_any_of(_BEFORE)}?{_any_of(_ADJECTIVES)}(?:e?st)?")


def takes_er(base: str) -> bool:
    """Say whether -er is an ending behind these folded letters; what they end with decides."""
    if base.endswith("reinig"):
        return False  # a Reiniger cleans
    return (
        is_adjective(base)
        or base.endswith(_NOUNS)
        or base.endswith(_OFTEN_ADJECTIVE, _SHORTEST)
    )


def is_adjective(fold: str) -> bool:
    """Say whether a folded German word is an adjective as it stands, and surely no noun."""
    return bool(_ADJECTIVE.fullmatch(fold)) or fold.endswith(_BEHIND_NOUNS, _SHORTEST)
