"""Where hosts leave snapshots for each other: object storage, or any other place with a URL.

<url>/objects/<sha256>     every file, named by its content, shared by snapshots
<url>/manifests/<id>.json  which files a snapshot consists of, written when they all are there
<url>/CURRENT              what is to be served, written last
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

import orjson
from fsspec.core import url_to_fs

from knowledge_base.errors import BadInput, Conflict, Fault, TresenError, Unavailable

_ON_DISK = ("file://", "local://")
_MANIFEST = ".json"


@dataclass(frozen=True, slots=True)
class Served:
    """Which snapshot every host is to serve, and whether a rollback holds it fast."""

    snapshot_id: str
    is_pinned: bool


class Depot:
    """Files at a URL. What fails there raises Unavailable; it can be tried again.

    One host writes at a time. Whoever is cut off while writing leaves files nobody asks for.
    """

    def __init__(self, url: str) -> None:
        """Take an address that fsspec knows. Raises BadInput for any other."""
        self.url = url.rstrip("/")
        # what others write meanwhile must be seen, and not what was listed before
        options = {"use_listings_cache": False, "skip_instance_cache": True}
        if url.startswith(_ON_DISK):
            options["auto_mkdir"] = True
        try:
            self._files, self._root = url_to_fs(self.url, **options)
        except (ImportError, ValueError) as wrong:
            detail = f"{url} cannot be used: {wrong}"
            raise BadInput(detail, Fault("TRESEN_SNAPSHOTS", detail)) from None

    def served(self) -> Served | None:
        """Return what is to be served, None before the first publication.

        Raises Conflict for what nobody of us has written.
        """
        with self._translated():
            try:
                text = self._files.cat_file(f"{self._root}/CURRENT")
            except FileNotFoundError:
                return None
        try:
            return Served(**orjson.loads(text))
        except (ValueError, TypeError):
            raise Conflict(f"{self.url}/CURRENT names no snapshot") from None

    def serve(self, served: Served) -> None:
        """Have every host serve it: whoever looks sees all of it or what was there before."""
        self._write("CURRENT", orjson.dumps(asdict(served)))

    def manifests(self) -> dict[str, bytes]:
        """Return the manifest of every snapshot there is, by its id."""
        with self._translated():
            names = [one for one in self._sizes("manifests") if one.endswith(_MANIFEST)]
            return {
                name.removesuffix(_MANIFEST): self._files.cat_file(
                    self._path("manifests", name)
                )
                for name in names
            }

    def describe(self, snapshot_id: str, manifest: bytes) -> None:
        """Say what a snapshot consists of, in the place of what was said before."""
        self._write(f"manifests/{snapshot_id}{_MANIFEST}", manifest)

    def leave(self, objects: Mapping[str, Path]) -> None:
        """Copy files there, by the names of their contents, but for those that are whole."""
        with self._translated():
            there = self._sizes("objects")
            new = {
                name: path
                for name, path in objects.items()
                if name not in there or there[name] != path.stat().st_size
            }
            if new:
                self._files.put(
                    [str(path) for path in new.values()],
                    [self._path("objects", name) for name in new],
                )

    def fetch(self, objects: Iterable[str], folder: Path) -> None:
        """Copy files from there into a folder; who gets them looks at what is in them."""
        names = sorted(objects)
        with self._translated():
            self._files.get(
                [self._path("objects", name) for name in names],
                [str(folder / name) for name in names],
            )

    def forget(self, snapshot_ids: Iterable[str]) -> None:
        """Delete manifests."""
        self._delete("manifests", [f"{one}{_MANIFEST}" for one in snapshot_ids])

    def keep(self, objects: set[str]) -> None:
        """Delete every file but these."""
        with self._translated():
            there = self._sizes("objects")
        self._delete("objects", sorted(there.keys() - objects))

    def _delete(self, kind: str, names: Iterable[str]) -> None:
        paths = [self._path(kind, name) for name in names]
        if paths:
            with self._translated():
                self._files.rm(paths)

    def _write(self, name: str, content: bytes) -> None:
        with self._translated():
            self._files.pipe_file(f"{self._root}/{name}", content)

    def _sizes(self, kind: str) -> dict[str, int]:
        """Return the sizes of all files of a kind, in bytes, by name."""
        found = self._files.find(f"{self._root}/{kind}", detail=True)
        return {PurePosixPath(path).name: int(one["size"]) for path, one in found.items()}

    def _path(self, kind: str, name: str) -> str:
        return f"{self._root}/{kind}/{name}"

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Say in our own words what goes wrong there."""
        try:
            yield
        except TresenError:
            raise
        except Exception as outage:
            reason = str(outage).partition("\n")[0] or type(outage).__name__
            raise Unavailable(f"{self.url} cannot be reached: {reason}") from outage
