"""How far a night may be from what is served: the thresholds of its judge, a setting each."""

from dataclasses import fields

from pydantic import BaseModel, Field

from service.judging.tolerances import ORDINARY, Tolerances

_PREFIX = "judge_"


class JudgeSettings(BaseModel):
    """One row per threshold; the defaults are those of an ordinary night."""

    judge_fewer_products: float = Field(
        ORDINARY.fewer_products, ge=0, le=1, description="share of products a night may lose"
    )
    judge_more_products: float = Field(
        ORDINARY.more_products, ge=0, description="share of products by which a night may grow"
    )
    judge_repriced: float = Field(
        ORDINARY.repriced, ge=0, description="share by which its median price may move"
    )
    judge_fewer_buyable: float = Field(
        ORDINARY.fewer_buyable,
        ge=0,
        le=1,
        description="share by which fewer products may be for sale",
    )
    judge_renamed: float = Field(
        ORDINARY.renamed,
        ge=0,
        le=1,
        description="share of the products that stay which may be called something else",
    )
    judge_untitled: float = Field(
        ORDINARY.untitled, ge=0, le=1, description="share of products that may lack a title"
    )
    judge_fewer_pictures: float = Field(
        ORDINARY.fewer_pictures,
        ge=0,
        le=1,
        description="points by which fewer products may have a picture",
    )
    judge_fewer_events: float = Field(
        ORDINARY.fewer_events, ge=0, le=1, description="share of events it may have lost"
    )
    judge_quieter: float = Field(
        ORDINARY.quieter,
        ge=0,
        le=1,
        description="least share of a usual day's events in the last day",
    )
    judge_busier: float = Field(
        ORDINARY.busier, ge=1, description="most times a usual day's events in the last day"
    )
    judge_robots: float = Field(
        ORDINARY.robots,
        ge=0,
        le=1,
        description="share of a day's events that robots may have done",
    )
    judge_unusable: float = Field(
        ORDINARY.unusable,
        ge=0,
        le=1,
        description="share of a day's events that may have been refused",
    )
    judge_refused_lines: float = Field(
        ORDINARY.refused_lines,
        ge=0,
        le=1,
        description="points more of a feed's lines that may be refused than of the one before",
    )
    judge_worse: float = Field(
        ORDINARY.worse,
        ge=0,
        le=1,
        description="share by which lists may be worse than those served, beyond chance",
    )
    judge_stability: float = Field(
        ORDINARY.stability,
        ge=0,
        le=1,
        description="least overlap of lists with those served (rank-biased, of ten)",
    )
    judge_coverage: float = Field(
        ORDINARY.coverage,
        ge=0,
        description="least times the products that lists show of those served",
    )
    judge_inequality: float = Field(
        ORDINARY.inequality,
        ge=0,
        description="most times the Gini of what is shown, of those served",
    )
    judge_concentration: float = Field(
        ORDINARY.concentration,
        ge=0,
        description="most times what the 1 % shown most is shown, of those served",
    )
    judge_leading: float = Field(
        ORDINARY.leading,
        ge=0,
        le=1,
        description="points more of the lists that one product may head",
    )
    judge_found: float = Field(
        ORDINARY.found,
        ge=0,
        le=1,
        description="share of titles searched for that have to find something",
    )
    judge_more_empty: float = Field(
        ORDINARY.more_empty,
        ge=0,
        le=1,
        description="points more of the frequent queries that may find nothing",
    )
    judge_load: float = Field(
        ORDINARY.load, gt=0, description="processor seconds that opening it may take"
    )
    judge_answer: float = Field(
        ORDINARY.answer,
        gt=0,
        description="processor milliseconds that an answer may always take",
    )
    judge_slower: float = Field(
        ORDINARY.slower,
        ge=1,
        description="most times the slowest answer of what is served, beyond that",
    )
    judge_heavier: float = Field(
        ORDINARY.heavier, ge=1, description="most times the memory of what is served"
    )
    judge_products: int = Field(
        ORDINARY.products, ge=1, description="products from which on they are compared"
    )
    judge_interactions: int = Field(
        ORDINARY.interactions, ge=1, description="interactions from which on they are compared"
    )
    judge_events: int = Field(
        ORDINARY.events,
        ge=1,
        description="events of a usual day from which on days are compared",
    )
    judge_questions: int = Field(
        ORDINARY.questions,
        ge=1,
        description="questions, contexts and queries from which on lists are compared",
    )
    judge_contexts: int = Field(
        ORDINARY.contexts, ge=1, description="lists of each kind that are compared at most"
    )

    @property
    def tolerances(self) -> Tolerances:
        """Return how far a night may be from what is served."""
        names = (one.name for one in fields(Tolerances))
        return Tolerances(**{name: getattr(self, f"{_PREFIX}{name}") for name in names})
