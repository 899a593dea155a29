"""`tresen snapshots`: what was trained, what is served, and the way back."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from knowledge_base.manifest import CATALOGUE
from service.building.differing import differences
from service.building.merging import roll_back, trained_at
from service.commands.console import say, show_table
from service.commands.opened import opened_snapshots

app = typer.Typer(
    no_args_is_help=True, help="List, compare, publish, roll back and prune snapshots."
)

SnapshotId = Annotated[str, typer.Argument(help="as `snapshots list` has it")]


@app.command("list")
def show() -> None:
    """List all snapshots, the oldest first."""
    with opened_snapshots() as store:
        current = store.current()
        rows = [
            (
                one.snapshot_id,
                one.created_at[:19],
                str(one.parts[CATALOGUE].facts.get("products", "")),
                trained_at(one)[:19] or "nothing",
                "refused"
                if one.refused and one.snapshot_id != current
                else _state(one.snapshot_id == current, store.pinned),
            )
            for one in store.manifests()
        ]
    show_table(("snapshot", "made", "products", "learned", "state"), rows)


@app.command()
def diff(one: SnapshotId, other: SnapshotId) -> None:
    """Tell what one snapshot has and another one lacks."""
    with opened_snapshots() as store:
        show_table(("", one, other), differences(store, one, other))


@app.command()
def publish(snapshot_id: SnapshotId) -> None:
    """Serve a snapshot from now on, and let training publish again."""
    with opened_snapshots() as store, store.switching():
        store.publish(snapshot_id)
        store.unpin()
    say(f"serving {snapshot_id}")


@app.command()
def rollback() -> None:
    """Serve what was learned before, over the products of now; hold it against training."""
    with opened_snapshots() as store:
        served = roll_back(store, datetime.now(UTC))
    say(f"serving {served.snapshot_id}, learned {trained_at(served)[:19]}")
    say("training publishes nothing until `tresen snapshots publish`")


@app.command()
def prune(
    keep: Annotated[
        int, typer.Option(min=1, help="how many of the newest trainings to keep")
    ] = 7,
) -> None:
    """Delete old snapshots; the one being served always stays."""
    with opened_snapshots() as store:
        gone = store.prune(keep, datetime.now(UTC))
    say(f"deleted {len(gone)} snapshots")


def _state(is_current: bool, is_pinned: bool) -> str:  # noqa: FBT001 - two facts, one word
    if not is_current:
        return ""
    return "served, pinned" if is_pinned else "served"
