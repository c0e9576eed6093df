"""Labels: each has a channel; a correction names labels that exist."""

from __future__ import annotations

import pytest

from fourfold.errors import BadRequest
from fourfold.measures.catalogue import Serves
from fourfold.objectives.linter.labels import CHANNELS, OF_SERVES, Correction, Label


def test_every_label_has_a_channel_and_everything_a_measure_serves_a_label() -> None:
    assert set(CHANNELS) == set(Label)
    assert set(OF_SERVES) == set(Serves)


@pytest.mark.parametrize("labels", [(), ("S5",)])
def test_a_correction_without_a_known_label_is_refused(labels: tuple[str, ...]) -> None:
    with pytest.raises(BadRequest, match="no label"):
        Correction("Win 5 customers", labels, "anna")
