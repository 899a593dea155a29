"""Who makes the things the shop sells? Every name here is invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brand:
    """A maker: its price level (1 is usual), its leaning in style and what it makes."""

    name: str
    level: float
    style: int
    makes: frozenset[str]


def _brand(name: str, level: float, style: int, makes: str) -> Brand:
    return Brand(name, level, style, frozenset(makes.split()))


BRANDS = (
    _brand("Velmora", 1.15, 1, "women bags"),
    _brand("Ostrelle", 1.4, 1, "women shoes bags"),
    _brand("Mirabeth", 0.85, 2, "women children"),
    _brand("Halvarin", 1.3, 1, "women men bags camera_bags"),
    _brand("Fennbruk", 0.95, 3, "women men children"),
    _brand("Jorvesk", 1.05, 3, "men shoes"),
    _brand("Graustett", 1.25, 1, "men bags"),
    _brand("Kestrando", 1.2, 0, "running sport women men children"),
    _brand("Zephlauf", 1.0, 0, "running sport"),
    _brand("Trabanero", 0.75, 0, "running sport shoes children"),
    _brand("Pacevoll", 1.45, 0, "running sport"),
    _brand("Tarnwald", 1.25, 0, "sport outdoor women men children camera_bags"),
    _brand("Alpfirn", 1.5, 0, "outdoor sport women men"),
    _brand("Lüttstern", 1.0, 2, "children"),
    _brand("Purzelina", 0.8, 2, "children"),
    _brand("Wichtelbach", 1.2, 3, "children shoes"),
    _brand("Basalo", 0.6, 3, "women men children shoes"),
    _brand("Schuhmar", 0.85, 1, "shoes"),
    _brand("Visoryn", 1.2, 0, "camera_kv"),
    _brand("Lumivar", 1.0, 0, "camera_orb"),
    _brand("Kadrelle", 1.5, 0, "camera_tq"),
    _brand("Pixalto", 0.7, 0, "camera_orb compact"),
    _brand("Brennglas & Sohn", 1.25, 0, "lenses filters"),
    _brand("Optelis", 0.8, 0, "lenses filters tripods"),
    _brand("Speichra", 1.0, 0, "cards"),
    _brand("Datavolt", 0.75, 0, "cards batteries"),
    _brand("Dreibeiner", 1.1, 0, "tripods camera_bags"),
    _brand("Ruckmann", 0.9, 0, "camera_bags bags"),
    _brand("Gartenholt", 1.0, 0, "houses garden"),
    _brand("Lohbeck", 1.3, 0, "houses wood"),
    _brand("Wiesenruh", 0.8, 0, "houses garden light"),
    _brand("Schirmtal", 1.0, 0, "roofs"),
    _brand("Farbholm", 1.0, 0, "paint"),
    _brand("Lasurit Nord", 1.3, 0, "paint"),
    _brand("Glimmerhof", 1.1, 0, "light"),
    _brand("Brakmar", 1.2, 0, "tools hardware houses"),
    _brand("Zorntal", 1.4, 0, "tools bits"),
    _brand("Werkbold", 0.7, 0, "tools bits hardware paint"),
    _brand("Schraubitz", 0.9, 0, "hardware bits"),
    _brand("Nagelfluh", 1.1, 0, "hardware roofs"),
    _brand("Pfefferhain", 1.2, 0, "spices mills"),
    _brand("Quendelhof", 1.0, 0, "spices garden"),
    _brand("Salbinger", 0.7, 0, "spices"),
    _brand("Safranelle", 1.5, 0, "spices"),
    _brand("Kornblumer", 1.3, 0, "spices"),
    _brand("Mahlwerk", 1.2, 0, "mills"),
)


def makers(*goods: str) -> tuple[Brand, ...]:
    """Name the brands that make any of the goods."""
    return tuple(brand for brand in BRANDS if brand.makes.intersection(goods))
