"""Answers queries with Xapian, line by line: it comes with a Python of the system's, not ours.

The first line names the stemmer; then come texts as JSON, a line each, up to an empty one, and
then queries as JSON with how many rows are wanted, each answered by a line of row numbers.
"""

import json
import sys
from importlib import import_module

WEIGHTS = (3, 2, 2, 1, 1)
"""What title, category, brand, values and description count."""


def main() -> None:
    """Index what comes first, and answer what comes then."""
    xapian = import_module("xapian")
    stemmer = xapian.Stem(sys.stdin.readline().strip())
    database = xapian.WritableDatabase("", xapian.DB_BACKEND_INMEMORY)
    generator = xapian.TermGenerator()
    generator.set_stemmer(stemmer)
    while line := sys.stdin.readline().strip():
        document = xapian.Document()
        generator.set_document(document)
        for text, weight in zip(json.loads(line), WEIGHTS, strict=True):
            generator.index_text(text, weight)
            generator.increase_termpos()
        database.add_document(document)
    parser = xapian.QueryParser()
    parser.set_stemmer(stemmer)
    parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
    enquire = xapian.Enquire(database)
    for line in sys.stdin:
        text, limit = json.loads(line)
        rows: list[int] = []
        for operator in (xapian.Query.OP_AND, xapian.Query.OP_OR):
            parser.set_default_op(operator)
            enquire.set_query(parser.parse_query(text, 0))
            more = (match.docid - 1 for match in enquire.get_mset(0, limit))
            rows = list(dict.fromkeys((*rows, *more)))[:limit]
        sys.stdout.write(json.dumps(rows) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
