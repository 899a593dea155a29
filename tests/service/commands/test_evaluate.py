"""Does `tresen evaluate` write what it found?"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.service.commands.conftest import Tresen
from tests.service.commands.test_commands import written


def test_the_figures_come_as_a_page_and_as_json(tresen: Tresen, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    products = [
        {"product_id": f"p{one}", "title": f"Sofa {one}", "price": "9.00", "stock": 3}
        for one in range(4)
    ]
    looks = [
        {
            "event_id": f"e{number}",
            "type": "view",
            "product_id": f"p{number % 4}",
            "visitor_id": f"v{number // 4}",
            "session_id": f"s{number // 4}",
            "consent": "personalization",
            "at": (now - timedelta(hours=60 - 1.4 * number)).isoformat(),
        }
        for number in range(40)
    ]
    assert tresen("products", "import", written(tmp_path / "feed.jsonl", products))[0] == 0
    assert tresen("events", "import", written(tmp_path / "past.jsonl", looks))[0] == 0
    assert tresen("train")[0] == 0
    code, said, _ = tresen("evaluate", "--report", str(tmp_path / "out"))
    assert code == 0
    assert "all but the last day\thome\tbase\t" in said
    figures = json.loads((tmp_path / "out" / "evaluation.json").read_bytes())
    assert figures["questions"]["home"] > 0
    assert "<svg" in (tmp_path / "out" / "evaluation.html").read_text(encoding="utf-8")
