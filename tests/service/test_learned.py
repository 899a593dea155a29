"""What people are told of what the machine learned from their visitors."""

from datetime import timedelta
from pathlib import Path

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType, Trust
from knowledge_base.learned import LearnedKind
from knowledge_base.merchandising import Entry
from service.learned import LearnedAsk, list_learned
from tests.service.flow import NOW, trained


def test_corrections_are_listed_with_their_evidence_and_with_whose_veto(tmp_path: Path) -> None:
    deeds = ((EventType.SEARCH, "kamrea", None), (EventType.VIEW, None, "cam1"))
    events = [
        Event(
            f"slip-{visitor}-{kind}",
            kind,
            NOW - timedelta(hours=1),
            Consent.PERSONALIZATION,
            visitor_id=f"v{visitor}",
            session_id=f"s{visitor}",
            query=query,
            product_id=product,
            trust=Trust.CONFIRMED,
        )
        for visitor in range(4)
        for kind, query, product in deeds
    ]
    opened = trained(tmp_path, more=events).opened
    ask = LearnedAsk(LearnedKind.CORRECTION, "de")
    (fact,) = list_learned(opened, [], ask)
    assert (fact["key"], fact["what"], fact["vetoed"]) == ("kamrea", "kamera", False)
    assert fact["evidence"] == {"visitors": 4, "products": 4, "queries": ["kamrea"]}
    veto = Entry("correction/kamrea", 1, {"veto": True}, "Anna", NOW, NOW)
    (fact,) = list_learned(opened, [veto], ask)
    assert (fact["vetoed"], fact["author"]) == (True, "Anna")
