"""Serves the widgets to the shop's pages, wherever those come from."""

from os import PathLike, stat_result
from pathlib import Path, PurePath

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parents[1] / "widgets"
_SERVED = {".js", ".css"}
_HEADERS = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}


class WidgetFiles(StaticFiles):
    """The modules of `widgets/` and nothing else that may lie there."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    def lookup_path(self, path: str) -> tuple[str, stat_result | None]:
        """Find a file, unless it is not one for pages."""
        return super().lookup_path(path) if PurePath(path).suffix in _SERVED else ("", None)

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Let pages of every origin load it, and ask each time whether it has changed."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(_HEADERS)
        return response
