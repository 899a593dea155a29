# The part of threadpoolctl that we use: how many threads BLAS may take.

from types import TracebackType
from typing import Any, Self

class threadpool_limits:
    def __init__(
        self, limits: int | dict[str, int] | None = None, user_api: str | None = None
    ) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

def threadpool_info() -> list[dict[str, Any]]: ...
