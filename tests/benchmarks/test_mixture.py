from benchmarks.mixture import prefixes


def test_what_is_typed_on_the_way_to_queries_comes_once() -> None:
    assert prefixes(["ab c", "abx"]) == ["a", "ab", "ab c", "abx"]
