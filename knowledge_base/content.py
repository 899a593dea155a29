"""Content pages: advice, guides and service texts that are searched beside the products."""

from dataclasses import dataclass
from datetime import datetime

from knowledge_base.fields import Fields
from knowledge_base.language.words import split_words
from knowledge_base.markup import plain_text

LONGEST_TEXT = 20_000
"""Characters of a page's text; more says nothing about what the page is for."""
MOST_KEYWORDS = 100
LONGEST_KEYWORD = 200


@dataclass(frozen=True, slots=True)
class ContentPage:
    """A page of the shop that is not a product.

    `text` is plain. Whoever searches for all words of one of the `keywords` is shown the page,
    whatever else he typed. Without a `language` it is shown in all of them.
    """

    content_id: str
    title: str
    url: str
    text: str = ""
    image_url: str | None = None
    language: str | None = None
    keywords: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    enabled: bool = True

    def speaks(self, language: str) -> bool:
        """Say whether the page is meant for answers in a language."""
        return self.language in (None, language)

    def is_shown(self, now: datetime) -> bool:
        """Say whether the page is shown at this moment."""
        return (
            self.enabled
            and (self.since is None or self.since <= now)
            and (self.until is None or now < self.until)
        )


def read_content_page(content_id: str, body: object) -> ContentPage:
    """Read a page as the API takes it. Raises BadInput with one fault per problem."""
    fields = Fields(body)
    page = ContentPage(
        content_id,
        title=plain_text(fields.text("title", needed=True)),
        url=fields.address("url", needed=True),
        text=plain_text(fields.text("text", longest=LONGEST_TEXT)),
        image_url=fields.address("image_url") or None,
        language=fields.text("language") or None,
        keywords=fields.texts("keywords"),
        since=fields.moment("from"),
        until=fields.moment("until"),
        enabled=fields.flag("enabled", default=True),
    )
    if "title" in fields and not page.title:
        fields.fault("title", "must say something")
    _check_keywords(fields, page.keywords)
    if page.since and page.until and page.until <= page.since:
        fields.fault("until", "must be later than from")
    fields.finish("a content page")
    return page


def _check_keywords(fields: Fields, keywords: tuple[str, ...]) -> None:
    if len(keywords) > MOST_KEYWORDS:
        fields.fault("keywords", f"must list at most {MOST_KEYWORDS} texts")
    for place, text in enumerate(keywords):
        if len(text) > LONGEST_KEYWORD or not split_words(text):
            fields.fault(
                f"keywords/{place}", f"must be words of at most {LONGEST_KEYWORD} characters"
            )
