"""What an answer means, as numbers: turns texts into unit vectors, on this machine and without any network.

Two encoders exist. :class:`TransformerEncoder` runs a small sentence model (all-MiniLM-L6-v2 by default) as int8
under ctranslate2; :class:`LexicalOnly` stands in where no model is installed, and says so by an empty name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from gapsessions.method.encoder_model import ModelIsBroken, find_packaged_model, prepare_model

Vectors = npt.NDArray[np.float32]

BATCH = 16
"""Answers per forward pass, all of one length; larger batches cost more on one thread (12% at 64)."""


class Encoder(Protocol):
    """Turns texts into vectors whose dot product says how much two texts mean the same.

    ``name`` names the model for the report's method page; it is empty where there is none, and then every
    similarity rests on shared words alone. ``languages`` are the ISO 639-1 codes the model was trained for.
    """

    @property
    def name(self) -> str:
        """Name of the model; empty where there is none."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """Codes of the languages the model knows; empty for unknown or none."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return an array (len(texts), d) of float32 rows of length one; d is 0 for ``LexicalOnly``."""
        ...


class LexicalOnly:
    """No model: every text gets a vector of no dimensions, so that only shared words count."""

    name = ""
    languages: frozenset[str] = frozenset()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return an array of shape (len(texts), 0)."""
        return np.zeros((len(texts), 0), np.float32)


class TransformerEncoder:
    """A sentence model under ctranslate2: mean of the last hidden states, scaled to length one.

    A text's vector does not depend on the texts encoded with it, to the last bit. ``folder`` is one that
    :func:`gapsessions.method.encoder_model.prepare_model` returned.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        # Both load native libraries and 23 MB of weights; the web process never encodes and shall not pay for it.
        import ctranslate2
        from tokenizers import Tokenizer

        about: dict[str, Any] = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        self.folder = folder
        self.name: str = about["name"]
        self.languages: frozenset[str] = frozenset(about["languages"])
        self._model = ctranslate2.Encoder(
            str(folder), device="cpu", compute_type="int8", intra_threads=threads, inter_threads=1
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(about["max_tokens"])
        self.dimensions: int = about["dimensions"]
        self._prefix: str = about.get("prefix", "")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 unit vectors of shape (len(texts), dimensions), in the order of ``texts``."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for rows, part in self._batches([self._prefix + _speakable(text) for text in texts]):
            vectors[rows] = part
        return vectors

    def _batches(self, texts: list[str]) -> Iterator[tuple[list[int], Vectors]]:
        """Places of texts with the same number of tokens, with their vectors.

        Padding would cost time, and under int8 it changes the vector of one text in a hundred by up to .002 in cosine.
        """
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]
        by_length = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        for _, group in groupby(by_length, key=lambda i: len(ids[i])):
            same = list(group)
            for start in range(0, len(same), BATCH):
                rows = same[start : start + BATCH]
                hidden = np.asarray(self._model.forward_batch([ids[i] for i in rows]).last_hidden_state)
                pooled = hidden.mean(axis=1)
                yield rows, pooled / np.linalg.norm(pooled, axis=1, keepdims=True)


def knows(encoder: Encoder, code: str) -> bool:
    """Whether an encoder was trained for a language; one that does not say is taken to be."""
    return not encoder.languages or code in encoder.languages


def open_encoder(cache: Path, *, folder: Path | None = None, threads: int = 1) -> Encoder:
    """Open the best encoder there is, building its model in ``cache`` the first time (about two seconds).

    ``folder`` names another model (see ``encoder_model`` for what it must hold). Without it the packaged
    all-MiniLM-L6-v2 is used where it is installed, else :class:`LexicalOnly`.

    Raises ``ModelIsBroken`` where a model is there but is not what it should be: a silent fall-back to words
    alone would change every theme without anybody noticing.
    """
    source = folder if folder is not None else find_packaged_model()
    if source is None:
        return LexicalOnly()
    return TransformerEncoder(prepare_model(source, cache, packaged=folder is None), threads=threads)


def _speakable(text: str) -> str:
    """Lone surrogates, which the tokenizer cannot take, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


__all__ = ["Encoder", "LexicalOnly", "ModelIsBroken", "TransformerEncoder", "Vectors", "open_encoder"]
