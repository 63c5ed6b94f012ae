"""What tests of the theme core share: the real encoder, built once per run."""

from __future__ import annotations

import pytest

from gapsessions.method.encoder import Encoder, open_encoder
from gapsessions.method.encoder_model import find_packaged_model
from tests.surroundings import missing


@pytest.fixture(scope="session")
def real_encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """The packaged sentence model."""
    if find_packaged_model() is None:
        missing("sentence model (requirements/model.txt)")
    return open_encoder(tmp_path_factory.mktemp("model"))
