"""The segments every shop starts with; an entry of the same id takes the place of one."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from knowledge_base.segments import read_segment

Body = Mapping[str, Any]


def _body(german: str, english: str, condition: str, **more: Any) -> Body:
    names = {"de": german, "en": english}
    return {"name": german, "names": names, "condition": condition, **more}


SHIPPED_BODIES: Mapping[str, Body] = MappingProxyType(
    {
        "vip": _body("VIP", "VIP", "orders >= 2 and spent >= top_spent"),
        "loyal": _body("Stammkunden", "Loyal customers", "orders >= 4 and overdue < 0.9"),
        "repeat": _body("Wiederkäufer", "Repeat customers", "orders >= 2"),
        "first_time": _body("Erstkäufer", "First-time customers", "orders == 1"),
        "at_risk": _body("Abwanderungsgefährdet", "At risk", "orders >= 2 and overdue >= 0.9"),
        "inactive": _body("Inaktive", "Inactive", "days_since_last_visit >= 180"),
        "high_intent": _body(
            "Kurz vor dem Kauf",
            "High intent",
            "converted == 0 and (filling_basket > 0 or repeated_views >= 0.75)",
        ),
        "browsing": _body(
            "Stöberer", "Browsers", "orders == 0 and views >= 5 and filling_basket == 0"
        ),
        "bargain": _body(
            "Schnäppchenjäger",
            "Bargain hunters",
            "(views >= 8 and sale_view_share >= 0.5)"
            " or (purchases >= 3 and discount_share >= 0.5)",
            prefer=[{"filter": "sale:true", "strength": "medium"}],
        ),
        "brand_loyal": _body("Markentreue", "Brand-loyal", "brand_loyalty >= 0.5"),
        "enthusiast": _body(
            "Begeistert von *",
            "Keen on *",
            'interest("category:*") >= 0.3 and fondness("category:*") >= 2',
        ),
    }
)
"""What every shop starts with, as it is written."""

SHIPPED = {name: read_segment(name, body) for name, body in SHIPPED_BODIES.items()}
