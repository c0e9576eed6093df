"""What matches add up to: sources from product and account, and confidence by a stated rule."""

from __future__ import annotations

import pytest

from fourfold.objectives.linter.folding import folded
from fourfold.objectives.linter.judging import confidence, counted, labels
from fourfold.objectives.linter.labels import Confidence
from fourfold.objectives.linter.matching import matches


@pytest.mark.parametrize(
    ("text", "expected", "sure"),
    [
        ("New software for new customers", "S1", "high"),
        ("Core range to new customers", "S2", "high"),
        ("New software for existing customers", "S3", "high"),
        ("New software", "S1 S3", "high"),
        ("New software for existing and new customers", "S1 S3", "medium"),
        ("Cross-selling", "S4", "high"),
        ("Cold calls", "new activity", "high"),
        ("Existing customers kept: renewals", "keep", "high"),
        ("New business with existing customers", "existing", "medium"),
        ("Key accounts", "existing", "medium"),
        ("Instead of existing customers: new logos", "new", "medium"),
        ("Instead of new logos: existing customers", "existing", "medium"),
        ("No new logos", "other", "low"),
        ("Revenue", "other", "high"),
        ("Work harder", "other", "low"),
        ("", "other", "low"),
    ],
)
def test_labels_and_confidence_follow_the_stated_rule(text: str, expected: str, sure: str) -> None:
    found = matches(folded(text))
    assert " ".join(labels(counted(found))) == expected
    assert confidence(found) is Confidence(sure)
