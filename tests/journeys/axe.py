"""What axe finds on a page, by all rules of WCAG 2.2 A and AA and its own best practices."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_ASK = """tags => axe.run({ runOnly: tags }).then(({ violations }) => violations.map(one =>
  [one.id, one.nodes.map(node => [String(node.target), node.failureSummary])]))"""


def complaints(page: Page) -> list[Any]:
    """Ask axe about a page."""
    page.evaluate(AXE.read_text("utf-8"))
    return list(page.evaluate(_ASK, _RULES))
