"""The units shops measure in: what each measures, how much it is, and how it is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

DATA, LENGTH, MASS, PIECES, VOLUME = "data", "length", "mass", "pieces", "volume"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `factor` of the base unit of its dimension.

    A `rounded` unit is usually a rounded one in another system: 13 inches are sold as 33 cm.
    More than `most` or fewer than `least` of it are not meant by a number before it.
    """

    name: str
    dimension: str
    factor: float
    rounded: bool = False
    least: float = 0.0
    most: float = float("inf")


# dimension, unit (~ rounded), factor, spellings: _ for a blank, a language in which alone a
# spelling holds, ≥ least, ≤ most. Words of four letters or more may take a plural s.
_TABLE = """
length nm 1e-6 nm nanometer nanometre
length µm 1e-3 µm μm mikrometer micron micrometer
length mm 1 mm millimeter millimetre
length cm 10 cm zentimeter centimeter centimetre
length dm 100 dm dezimeter decimeter
length m 1e3 m meter metern metre mtr lfm laufmeter ≤9999
length km 1e6 km kilometer kilometre ≤999
length in~ 25.4 en:in inch inches zoll " '' ≤999
length ft~ 304.8 ft foot feet fuß fuss ' ≤9999
length yd~ 914.4 yd yds yard
length mil~ 0.0254 en:mil
area mm² 0.01 mm² mm2 qmm
area cm² 1 cm² cm2 qcm
area m² 1e4 m² m2 qm sqm quadratmeter square_meter square_metre
area ha 1e8 ha hektar hectare
area sq_ft~ 929.0304 sq_ft sqft ft² ft2 square_foot square_feet
area sq_in~ 6.4516 sq_in square_inch square_inches
area acre~ 40468564.224 acre
volume ml 1 ml milliliter millilitre cm³ cm3 ccm cc
volume cl 10 cl zentiliter centiliter centilitre
volume dl 100 dl deziliter
volume l 1e3 l ltr liter litern litre
volume hl 1e5 hl hektoliter
volume m³ 1e6 m³ m3 cbm kubikmeter cubic_meter cubic_metre
volume fl_oz~ 29.5735 fl_oz floz fluid_ounce
volume pt~ 473.176 en:pt pint
volume qt~ 946.353 qt quart
volume gal~ 3785.41 gal gallon
volume cu_ft~ 28316.8 cu_ft cuft ft³ ft3 cubic_foot cubic_feet
volume cu_in~ 16.3871 cu_in cubic_inch cubic_inches
mass mg 1e-3 mg milligramm milligram
mass g 1 g gramm gram
mass kg 1e3 kg kilo kilogramm kilogram
mass t 1e6 tonne tonnen
mass oz~ 28.3495 oz ounce unze unzen
mass lb~ 453.592 lb lbs pound
mass pfund 500 pfund
grammage g/m² 1 g/m² g/m2 g/qm gsm
pieces pc 1 stück stücke stueck stk stck de:st pc pcs pce piece en:ct en:count ≤99999
pieces pack 1 er er-pack er_pack er-packung er_packung pack pk packung packungen ≤9999
pieces parts 1 teilig tlg de:teile ≤9999
voltage mV 1e-3 mv millivolt
voltage V 1 v volt vac vdc
voltage kV 1e3 kv kilovolt
current mA 1e-3 ma milliampere
current A 1 A ampere amp amps ≤9999
power mW 1e-3 mW milliwatt
power W 1 w watt
power kW 1e3 kw kilowatt
power MW 1e6 MW megawatt
power hp~ 745.7 en:hp en:horsepower
power PS~ 735.499 de:ps de:pferdestärken
apparent_power VA 1 va voltampere
apparent_power kVA 1e3 kva
heat BTU~ 1 btu
energy Wh 1 wh wattstunden
energy kWh 1e3 kwh kilowattstunden
charge mAh 1 mah
charge Ah 1e3 ah amperestunden
frequency Hz 1 hz hertz
frequency kHz 1e3 khz kilohertz
frequency MHz 1e6 mhz megahertz
frequency GHz 1e9 ghz gigahertz ≤999
data KB 1e-3 kb kbyte kilobyte
data MB 1 mb mbyte megabyte
data GB 1e3 gb gbyte gigabyte
data TB 1e6 tb tbyte terabyte ≤999
data_rate kbit/s 1e-3 kbit/s kbps
data_rate Mbit/s 1 mbit/s mbps mbit
data_rate Gbit/s 1e3 gbit/s gbps gbit
data_rate MB/s 8 mb/s
data_rate GB/s 8e3 gb/s
resolution dpi 1 dpi
pixels MP 1 mp mpix megapixel
light lm 1 lm lumen
colour_temperature K 1 k kelvin ≥1000 ≤20000
temperature °C 1 °c ℃
sound dB 1 db dezibel decibel
speed km/h 1 km/h kmh
speed mph~ 1.609344 mph
rotation rpm 1 rpm u/min upm
pressure bar 1 bar
pressure psi~ 0.0689476 psi
flow l/min 1 l/min
flow l/h 0.0166666667 l/h
flow gpm~ 3.78541 gpm
airflow m³/h 1 m³/h m3/h
airflow cfm~ 1.69901 cfm
torque Nm 1 Nm newtonmeter
percent % 1 % prozent percent
angle ° 1 ° degree
yarn den 1 DEN denier
insulation tog 1 tog
time s 1 sek sekunde sekunden second
time min 60 min minute minuten
time h 3600 h std stunde stunden hour hr hrs
time d 86400 tag tage tagen day
time wk 604800 woche wochen week
time mo 2629800 monat monate monaten month
time yr 31557600 jahr jahre jahren year yr yrs
"""
_PLURAL_FROM = 4


def _rows() -> Iterator[tuple[Unit, list[str]]]:
    for line in _TABLE.strip().splitlines():
        dimension, name, factor, *rest = line.split()
        limits = {one[0]: float(one[1:]) for one in rest if one[0] in "≥≤"}
        unit = Unit(
            name.rstrip("~").replace("_", " "),
            dimension,
            float(factor),
            rounded=name.endswith("~"),
            least=limits.get("≥", 0.0),
            most=limits.get("≤", float("inf")),
        )
        yield unit, [one.replace("_", " ") for one in rest if one[0] not in "≥≤"]


def _by_language() -> Mapping[str, Mapping[str, Unit]]:
    """Return the units by spelling and language; "" is for all languages."""
    found: dict[str, dict[str, Unit]] = {"": {}}
    for unit, spellings in _rows():
        for spelling in spellings:
            language, _, word = spelling.rpartition(":")
            words = found.setdefault(language, {})
            words[word] = unit
            if len(word) >= _PLURAL_FROM and word.isalpha():
                words.setdefault(f"{word}s", unit)
    return found


_UNITS = _by_language()
PACK = _UNITS[""]["pack"]

UNITS: Mapping[str, Unit] = {unit.name: unit for unit, _ in _rows()}
"""Every unit by its name."""
_PLAIN = str.maketrans(
    {".": " ", **dict.fromkeys("\u2019\u2032", "'"), **dict.fromkeys("\u201d\u2033", '"')}
)


@lru_cache(maxsize=1 << 14)
def unit_written(spelling: str, language: str) -> Unit | None:
    """Return the unit of a spelling as it stands behind a number, or None.

    Capitals count where they tell units apart: "Nm" is not "nm", and "A" not an article.
    """
    plain = " ".join(spelling.translate(_PLAIN).split())
    local = _UNITS.get(language.partition("-")[0].lower(), {})
    for word in (plain, plain.lower()):
        unit = local.get(word) or _UNITS[""].get(word)
        if unit:
            return unit
    return None
