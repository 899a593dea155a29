"""Do drawings stand where the figures are?"""

import re

import pytest
from lxml import etree

from service.evaluation.charts import Scale, bar, dot, lines

SAME = {"mean": 0.5, "low": 0.25, "high": 1.0}


def test_a_scale_covers_its_values_and_zero() -> None:
    assert Scale.over([0.5, 1.0]) == Scale(0.0, 1.0)
    assert Scale.over([0.5, 1.0], zero=False) == Scale(0.5, 1.0)
    assert Scale.over([]).low < Scale.over([]).high


def test_a_dot_stands_inside_its_interval() -> None:
    drawn = etree.fromstring(dot(SAME, Scale(0.0, 1.0)))
    circle, reach = drawn.find("circle"), drawn.findall("line")[1]
    assert circle is not None
    places = (reach.get("x1"), circle.get("cx"), reach.get("x2"))
    low, mean, high = (float((one or "").rstrip("%")) for one in places)
    assert low < mean < high
    assert mean == pytest.approx(50.0)
    assert drawn.get("aria-label") == "0.500 [0.250, 1.000]"


def test_what_nobody_knows_is_no_zero() -> None:
    assert "no data" in dot(None, Scale(0.0, 1.0))
    assert "circle" not in dot(None, Scale(0.0, 1.0))


def test_the_greatest_bar_is_as_wide_as_the_page_lets_it_be() -> None:
    widths = [
        float(re.findall(r'width="([\d.]+)%" height="14"', bar(one, 8))[0]) for one in (8, 2)
    ]
    assert widths == [100.0, 25.0]
    assert "0.00%" in bar(0.0, 0.0)


def test_a_line_has_a_gap_where_there_is_no_value() -> None:
    drawn = etree.fromstring(lines({"a <b>": [0.1, 0.2, None, 0.4]}, ["1", "2", "3", "4"]))
    assert len(drawn.findall("circle")) == 3
    assert len(drawn.findall("line")) == 1
    assert drawn.get("aria-label") == "a <b>: 0.100, 0.200, no data, 0.400"


def test_higher_values_stand_higher() -> None:
    drawn = etree.fromstring(lines({"one": [0.1, 0.9]}, ["1", "2"]))
    low, high = (float(one.get("cy") or 0) for one in drawn.findall("circle"))
    assert high < low
