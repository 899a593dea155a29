from demo.guides import GUIDES, entries
from knowledge_base.content import read_content_page
from knowledge_base.rules import read_rule


def test_every_guide_is_there_in_both_languages_with_as_much_to_say() -> None:
    for languages in GUIDES.values():
        german, english = languages["de"], languages["en"]
        assert len(german["text"]) == len(english["text"]) > 0
        assert german["title"] != english["title"]


def test_what_is_written_into_the_shop_is_what_the_api_would_take() -> None:
    written = list(entries())
    ids = [(kind, entry_id) for kind, entry_id, _ in written]
    assert len(set(ids)) == len(ids)
    for kind, entry_id, body in written:
        if kind == "content":
            assert read_content_page(entry_id, body).enabled
        else:
            assert read_rule(entry_id, body).enabled
