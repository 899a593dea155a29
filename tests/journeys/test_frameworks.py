"""Do the components of the documents work with the frameworks from npm, in a browser?"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey

HERE = Path(__file__).parent
QUICKSTART = HERE.parents[1] / "docs/quickstart.md"
SHOP = """
import {{ tresen }} from "/widgets/client.js";
const {{ hits }} = await tresen.api.search({{ q: "laufschuhe", per_page: 2 }});
globalThis.added = [];
globalThis.shop = {{
  place: document.getElementById("app"),
  productId: hits[0].product_id,
  other: hits[1].product_id,
  add: (hit) => added.push(hit.product_id),
}};
await import("/{}.js");
"""


def documented(kind: str) -> str:
    """Take the code of a kind from the document."""
    block = re.compile(rf"^```{kind}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    (code,) = block.findall(QUICKSTART.read_text("utf-8"))
    return str(code)


def built(kind: str) -> str:
    """Build a component the way a shop's own tools would."""
    node = shutil.which("node") or str(Path(sys.executable).with_name("node"))
    command = [node, str(HERE / "component.mjs"), kind]
    code = documented(kind)
    return subprocess.run(
        command, input=code, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


@pytest.mark.parametrize("kind", ["jsx", "vue"])
def test_a_component_as_documented_shows_adds_and_turns_to_another_product(
    kind: str, page: Page, shop: str
) -> None:
    stage = Stage(page, shop)
    stage.script(f"/{kind}.js", built(kind))
    stage.open("<div id='app'></div>", head=stage.script("/shop.js", SHOP.format(kind)))
    tile = page.locator("#app tresen-recommendations article.tile").first
    expect(tile).to_be_visible()
    link = tile.locator("a").get_attribute("href") or ""
    tile.locator("button.add").click()
    product_id = link.split("?")[0].rsplit("/", 1)[-1]
    assert page.evaluate("added") == [product_id]
    other = page.evaluate("shop.other")
    with page.expect_response(f"**/product_alternatives?*product_id={other}*"):
        page.evaluate("shop.turn(shop.other)")
