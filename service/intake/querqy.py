"""Imports and exports the shop's rules as querqy's `rules.txt`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge_base.merchandising import merchandising_from
from knowledge_base.querqy_rules import Block, read_blocks
from knowledge_base.querqy_text import write_rules
from knowledge_base.rules import read_rule
from knowledge_base.storage.database import Database
from knowledge_base.storage.merchandising import entries
from knowledge_base.synonyms import read_synonym
from ranking.rule_index import in_precedence
from service.intake.entry_import import Body, EntryImport, RefusedLine, import_entries

RULES, SYNONYMS = "rules", "synonyms"


@dataclass(frozen=True, slots=True)
class RulesImport:
    """What became of a file: of its rules, refused ones among them, and of its synonyms."""

    rules: EntryImport
    synonyms: EntryImport


def import_rules(
    database: Database, text: str, author: str, language: str | None = None
) -> RulesImport:
    """Add a rule for every input, and synonyms for its SYNONYM and DELETE instructions.

    A block of which a line cannot be used is refused whole: half a rule is another rule. With
    a `language` all of it holds in that one. Raises BadInput for more than one import may
    bring.
    """
    blocks = list(read_blocks(text))
    sound = [one for one in blocks if not one.faults]
    broken = [RefusedLine(one.line, one.faults) for one in blocks if one.faults]
    rules = import_entries(
        database,
        RULES,
        _rules(sound, language),
        read_rule,
        author,
        {one.line: one.entry_id for one in sound if one.entry_id},
    )
    refused = sorted((*rules.refused, *broken), key=lambda one: one.line)
    rules = EntryImport(rules.new, rules.unchanged, refused, rules.read)
    synonyms = import_entries(
        database, SYNONYMS, _synonyms(sound, language), read_synonym, author
    )
    return RulesImport(rules, synonyms)


def _rules(blocks: Iterable[Block], language: str | None) -> Iterator[tuple[int, Body | str]]:
    for one in blocks:
        if not one.then and not one.synonyms:
            yield one.line, "has no instruction below it"
        elif one.then:
            when = {"language": language, **one.when} if language else one.when
            yield one.line, {**one.rule, "when": when}


def _synonyms(blocks: Iterable[Block], language: str | None) -> Iterator[tuple[int, Body]]:
    for block in blocks:
        for line, body in block.synonyms.items():
            yield line, ({**body, "language": language} if language else body)


def export_rules(database: Database) -> Iterator[str]:
    """Yield the lines of a `rules.txt` with all rules, in the order of their precedence."""
    with database.read() as connection:
        stored = merchandising_from(0, {RULES: entries(connection, RULES)}).rules
    yield from write_rules(in_precedence(stored))
