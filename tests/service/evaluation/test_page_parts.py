"""Do tables and drawings say what stands where, and say it once?"""

import re

from service.evaluation.page_parts import drawn, table


def test_a_heading_stands_over_the_columns_without_one_of_their_own() -> None:
    written = table(("level", "NDCG@20", "", "gain", ""), [])
    spans = re.findall(r'colspan="(\d)">([^<]*)', written)
    assert spans == [("1", "level"), ("2", "NDCG@20"), ("2", "gain")]


def test_a_drawing_of_one_night_names_it_once() -> None:
    series = {"NDCG@20": [0.3]}
    assert drawn(series, ["tuesday"]).count("<span>tuesday</span>") == 1
    assert drawn({"NDCG@20": [0.3, 0.4]}, ["tuesday", "today"]).count("<span>") == 2
