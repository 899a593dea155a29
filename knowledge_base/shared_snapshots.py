"""Snapshots of hosts without a common directory: each has its own, and follows one depot.

What is made is left in the depot before it counts as made, and published there before it is
served here. What others publish is served here when all of it has come and is what it was.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path

from knowledge_base.depot import Depot, Served
from knowledge_base.errors import Conflict
from knowledge_base.manifest import Manifest
from knowledge_base.part_files import PartReader
from knowledge_base.snapshots import SnapshotStore


class SharedStore(SnapshotStore):
    """A directory that holds what its host needs of a depot's snapshots.

    It knows the manifests of all; files come with what is served, and with what is asked for.
    `alone` keeps the other hosts from switching, as the directory's lock keeps its processes.
    """

    is_shared = True

    def __init__(
        self,
        root: Path,
        depot: Depot,
        alone: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        super().__init__(root)
        self._depot = depot
        self._alone = alone

    def keep_up(self) -> bool:
        """Follow where something else is to be served than what is served here."""
        served = self._depot.served()
        if served in {None, Served(self.current() or "", self.pinned)}:
            return False
        self.follow()
        return True

    def follow(self) -> None:
        """Learn of all snapshots, and serve what is to be served.

        Raises Unavailable or Conflict, and leaves what is served as it was.
        """
        with super().switching():
            self._follow()

    @contextmanager
    def switching(self) -> Iterator[None]:
        """Let nobody else switch meanwhile, on any host; begin with what they did before."""
        with super().switching(), self._alone():
            self._follow()
            yield

    def write(self, manifest: Manifest) -> None:
        """Store a manifest, here and, behind its files, in the depot."""
        super().write(manifest)
        self._leave(manifest)

    def check(self, manifest: Manifest) -> None:
        """Fetch what is not here, and see that every file is what it was."""
        self._complete(manifest)
        super().check(manifest)

    def read(self, manifest: Manifest, part: str) -> PartReader:
        """Fetch what is not here, and open one part of a snapshot."""
        self._complete(manifest)
        return super().read(manifest, part)

    def publish(self, snapshot_id: str) -> None:
        """Have every host serve a snapshot, this one last. Raises UnknownName."""
        manifest = self.manifest(snapshot_id)
        self._complete(manifest)
        self._leave(manifest)
        self._depot.serve(Served(snapshot_id, self.pinned))
        super().publish(snapshot_id)

    def pin(self) -> None:
        """Hold the current snapshot on every host."""
        self._depot.serve(Served(self.current() or "", is_pinned=True))
        super().pin()

    def unpin(self) -> None:
        """Let training publish again, wherever it runs."""
        self._depot.serve(Served(self.current() or "", is_pinned=False))
        super().unpin()

    def _follow(self) -> None:
        """Take in what the depot has; before the first publication that is nothing."""
        served = self._depot.served()
        if served is None:
            return
        known, here = self._depot.manifests(), self.manifests()
        for text in known.values():
            with suppress(Conflict, ValueError, KeyError, TypeError):  # of another version
                manifest = Manifest.from_json(text)
                if manifest not in here:
                    super().write(manifest)
        self._complete(self.manifest(served.snapshot_id))
        if served.snapshot_id != self.current():
            super().publish(served.snapshot_id)
        if served.is_pinned:
            super().pin()
        else:
            super().unpin()
        for one in here:
            if one.snapshot_id not in known:
                shutil.rmtree(self.root / one.snapshot_id)
        self._sweep()

    def _leave(self, manifest: Manifest) -> None:
        self._depot.leave({name: self.objects / name for name in manifest.objects})
        self._depot.describe(manifest.snapshot_id, manifest.as_json())

    def _complete(self, manifest: Manifest) -> None:
        """Fetch the files that are not here. Raises Conflict where one is damaged there."""
        lacking = {one for one in manifest.objects if not (self.objects / one).is_file()}
        if lacking:
            with self.working("fetch") as folder:
                self._depot.fetch(lacking, folder)
                for name, entry in self.take_in(folder).items():
                    if entry.sha256 != name:
                        where = f"{self._depot.url}/objects/{name}"
                        raise Conflict(f"{where} is damaged: delete it, and publish again")
        self.link(manifest)

    def _keep_only(self, trainings: int | None) -> list[str]:
        """Delete here and in the depot, where files stay as long as a manifest is a riddle."""
        gone = super()._keep_only(trainings)
        self._depot.forget(gone)
        if self._depot.manifests().keys() == {one.snapshot_id for one in self.manifests()}:
            self._depot.keep(self._needed())
        return gone
