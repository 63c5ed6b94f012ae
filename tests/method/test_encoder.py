"""The encoder: built once, checked by hash, never half built, and the same for a text whatever stands beside it."""

from __future__ import annotations

import json
import random
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from gapsessions.method import encoder_model
from gapsessions.method.encoder import Encoder, LexicalOnly, ModelIsBroken, open_encoder
from gapsessions.method.encoder_model import find_packaged_model, is_whole, prepare_model


def test_packaged_model_is_found_without_importing_it():
    folder = find_packaged_model()
    assert folder is not None
    assert (folder / "model.safetensors").is_file()
    assert encoder_model.PACKAGE not in sys.modules


def test_encoder_gives_unit_vectors_in_the_order_of_the_texts(real_encoder: Encoder):
    texts = ["Parking was full.", "", "The car park is too small", "\ud800 lone surrogate", "x " * 1000]
    vectors = real_encoder.encode(texts)
    assert vectors.shape == (5, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[2] > 0.5 > vectors[0] @ vectors[1]


def test_encoder_gives_a_text_the_same_vector_in_any_company(real_encoder: Encoder):
    words = [
        "queue",
        "phone",
        "room",
        "nurse",
        "late",
        "friendly",
        "parking",
        "please",
        "answer",
        "never",
        "again",
        "staff",
        "food",
        "clear",
    ]
    draw = random.Random(1)
    texts = [" ".join(draw.choices(words, k=draw.randint(2, 25))) for _ in range(120)]
    together = real_encoder.encode(texts)
    assert np.array_equal(real_encoder.encode(texts[::-7]), together[::-7])
    assert np.array_equal(real_encoder.encode(texts[40:41]), together[40:41])


def test_encoder_of_no_texts_gives_no_rows(real_encoder: Encoder):
    assert real_encoder.encode([]).shape == (0, 384)


def test_encoder_is_lexical_and_nameless_where_no_model_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(encoder_model, "PACKAGE", "no_such_package_anywhere")
    monkeypatch.setattr("gapsessions.method.encoder.find_packaged_model", lambda: encoder_model.find_packaged_model())
    encoder = open_encoder(tmp_path)
    assert isinstance(encoder, LexicalOnly)
    assert encoder.name == ""
    assert encoder.encode(["a", "b"]).shape == (2, 0)


def test_model_with_other_weights_than_published_is_refused(tmp_path: Path, small_model: Path):
    with pytest.raises(ModelIsBroken, match="published"):
        prepare_model(small_model, tmp_path, packaged=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("missing", ["model.safetensors", "config.json", "tokenizer.json"])
def test_model_folder_that_lacks_a_file_is_refused_by_name(tmp_path: Path, small_model: Path, missing: str):
    (small_model / missing).unlink()
    with pytest.raises(ModelIsBroken, match=missing):
        prepare_model(small_model, tmp_path)


def test_model_of_another_kind_is_refused_and_leaves_nothing(tmp_path: Path, small_model: Path):
    config = json.loads((small_model / "config.json").read_text())
    (small_model / "config.json").write_text(json.dumps(config | {"model_type": "t5"}))
    with pytest.raises(ModelIsBroken, match="BERT"):
        prepare_model(small_model, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_damaged_build_is_noticed_and_built_anew(tmp_path: Path, small_model: Path):
    built = prepare_model(small_model, tmp_path)
    weights = built / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x00")
    (built / "vocabulary.json").unlink()
    assert not is_whole(built)
    assert is_whole(prepare_model(small_model, tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == [built.name]


def test_crash_while_building_leaves_no_model(tmp_path: Path, small_model: Path, monkeypatch: pytest.MonkeyPatch):
    def crash(source: Path, out: Path, about: dict[str, object]) -> None:
        (out / "model.bin").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(encoder_model, "build_model", crash)
    with pytest.raises(KeyboardInterrupt):
        prepare_model(small_model, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_many_builders_at_once_end_with_one_good_model(tmp_path: Path, small_model: Path):
    with ThreadPoolExecutor(4) as pool:
        built = set(pool.map(lambda _: prepare_model(small_model, tmp_path), range(4)))
    assert len(built) == 1
    assert is_whole(built.pop())
    assert len(list(tmp_path.iterdir())) == 1


def test_named_folder_says_its_own_name_and_languages(tmp_path: Path, small_model: Path):
    (small_model / "encoder.json").write_text(json.dumps({"name": "Tiny", "languages": ["de", "en"], "max_tokens": 8}))
    encoder = open_encoder(tmp_path, folder=small_model)
    assert encoder.name == "Tiny"
    assert encoder.languages == {"de", "en"}
    assert encoder.encode(["parking " * 100]).shape == (1, 16)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "name"),
        ({"name": 3}, "name"),
        ({"languages": "de"}, "languages"),
        ({"languages": ["German"]}, "languages"),
        ({"max_tokens": 4}, "max_tokens"),
        ({"max_tokens": 33}, "from 8 to 32"),
        ({"max_tokens": "128"}, "max_tokens"),
        ({"prefix": 1}, "prefix"),
    ],
)
def test_folder_that_says_nonsense_of_itself_is_refused(tmp_path: Path, small_model: Path, said: dict, sentence: str):
    folder = tmp_path / "named"
    shutil.copytree(small_model, folder)
    config = json.loads((folder / "config.json").read_text()) | {"max_position_embeddings": 32}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "encoder.json").write_text(json.dumps(said))
    with pytest.raises(ModelIsBroken, match=sentence):
        open_encoder(tmp_path / "cache", folder=folder)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"num_hidden_layers": None}, "lacks num_hidden_layers"),
        ({"num_hidden_layers": 2}, "lack the tensor"),
        ({"hidden_size": 32}, "other sizes"),
        ({"num_attention_heads": 3}, "not a multiple"),
        ({"max_position_embeddings": 64}, "no positions for 64 tokens"),
        ({"model_type": "xlm-roberta"}, "BERT"),
    ],
)
def test_changed_config_is_looked_at_though_a_build_is_there(
    tmp_path: Path, small_model: Path, changed: dict, sentence: str
):
    prepare_model(small_model, tmp_path)
    config = json.loads((small_model / "config.json").read_text()) | changed
    (small_model / "config.json").write_text(json.dumps({k: v for k, v in config.items() if v is not None}))
    with pytest.raises(ModelIsBroken, match=sentence):
        prepare_model(small_model, tmp_path)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_file_that_cannot_be_read_is_named(tmp_path: Path, small_model: Path, name: str):
    (small_model / name).write_text("{}")
    with pytest.raises(ModelIsBroken, match=f"{name} cannot be read"):
        prepare_model(small_model, tmp_path)


def test_prefix_is_put_before_every_text(tmp_path: Path, small_model: Path):
    folder = tmp_path / "named"
    shutil.copytree(small_model, folder)
    plain = open_encoder(tmp_path / "cache", folder=folder)
    (folder / "encoder.json").write_text(json.dumps({"name": "Tiny", "prefix": "staff "}))
    prefixed = open_encoder(tmp_path / "cache", folder=folder)
    assert np.allclose(prefixed.encode(["parking"]), plain.encode(["staff parking"]), atol=1e-6)


@pytest.fixture
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A one-layer encoder of random weights under BERT's names."""
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer, models, pre_tokenizers

    folder = tmp_path_factory.mktemp("tiny")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "parking", "staff", "waiting", "food"]
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "vocab_size": len(words)}
    sizes["max_position_embeddings"] = 32
    (folder / "config.json").write_text(json.dumps(sizes | {"model_type": "bert", "hidden_act": "gelu"}))
    rng = np.random.default_rng(3)
    tensors = {
        "embeddings.word_embeddings.weight": (len(words), 16),
        "embeddings.position_embeddings.weight": (32, 16),
        "embeddings.token_type_embeddings.weight": (2, 16),
    }
    linear = {"intermediate.dense": (64, 16), "output.dense": (16, 64), "attention.output.dense": (16, 16)}
    linear |= {f"attention.self.{name}": (16, 16) for name in ("query", "key", "value")}
    norms = ["embeddings.LayerNorm"]
    norms += [f"encoder.layer.0.{name}.LayerNorm" for name in ("attention.output", "output")]
    for name, shape in linear.items():
        tensors |= {f"encoder.layer.0.{name}.weight": shape, f"encoder.layer.0.{name}.bias": shape[:1]}
    for name in norms:
        tensors |= {f"{name}.weight": (16,), f"{name}.bias": (16,)}
    save_file(
        {name: rng.normal(size=shape).astype(np.float32) for name, shape in tensors.items()},
        folder / "model.safetensors",
    )
    yield folder
    shutil.rmtree(folder)
