"""What every family promises, checked on the tiny random model that each carries."""

import json

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import Qwen2_5OmniConfig, Qwen2_5OmniForConditionalGeneration

from aqagen.errors import TrainError
from benchmarks.naive_grpo import audio_inputs, naive_logps
from tests.trainer.conftest import noise, some_completions, some_prompts, tiny_lm
from trainer.families import all_families, family_of, get_family
from trainer.families.qwen2_5_omni import merge_into_omni
from trainer.model import load
from trainer.packing import pack
from trainer.sampling import draws, sample

FAMILIES = sorted(all_families())


@pytest.fixture(scope="module", params=FAMILIES)
def lm(request):
    return tiny_lm(request.param)


def test_the_families_of_the_plan_are_there():
    assert FAMILIES == ["audio_flamingo3", "qwen2_5_omni", "qwen2_audio", "qwen3_omni"]


def test_a_family_describes_itself(lm):
    family = lm.family
    assert get_family(family.name) is family
    assert family.can <= {"train", "predict"}
    assert family.max_audio_s > 0
    assert family.audio_token in family.suppressed_tokens
    for token in (*family.suppressed_tokens, family.end_of_turn):
        assert len(lm.tokenizer(token)["input_ids"]) == 1


def test_packed_rows_equal_the_stock_model(lm):
    prompts = some_prompts(lm, 2)
    completions = [some_completions(lm, [4, 1, 6, 2], i) for i in range(2)]
    packed = lm(pack(prompts, completions, lm.pad_id)).logps
    pairs = zip(prompts, completions, strict=True)
    naive = torch.cat([naive_logps(lm, *pair) for pair in pairs])
    assert (packed - naive).abs().max() < 1e-12


def test_gradients_reach_the_language_model_and_the_audio_encoder(lm):
    batch = pack(some_prompts(lm, 1), [some_completions(lm, [4, 3])], lm.pad_id)
    lm.zero_grad()
    lm(batch).logps.sum().backward()
    moved = {n for n, p in lm.named_parameters() if p.grad is not None and p.grad.norm() > 0}
    assert any("audio_tower" in name for name in moved)
    assert any("language_model" in name for name in moved)
    idle = {n for n, p in lm.named_parameters() if p.requires_grad} - moved
    assert all("experts" in name for name in idle)  # an expert may have nobody to serve
    lm.zero_grad()


def test_what_is_sampled_is_scored_the_same(lm):
    prompts = some_prompts(lm, 2)
    samples = sample(lm, prompts, draws([1, 2], 4, 8))
    scored = lm(pack(prompts, samples.completions, lm.pad_id)).logps
    drawn = torch.cat([answer for group in samples.logps for answer in group])
    assert (scored - drawn).abs().max() < 1e-12


def test_the_clip_is_heard(lm):
    """Another sound gives other scores: no family trains blind."""
    completions = [some_completions(lm, [5])]
    prompts = [lm.prompt("What?", wave) for wave in (noise(1.0), np.zeros(16000, np.float32))]
    heard, silent = (lm(pack([p], completions, lm.pad_id)).logps for p in prompts)
    assert (heard - silent).abs().max() > 1e-3


def test_clips_are_encoded_alone_and_together_alike(lm):
    clips = [p.audio for p in some_prompts(lm, 3)]
    together = lm.encode_audio(clips)
    assert len(together) == sum(clip.n_tokens for clip in clips)
    assert (together - torch.cat([lm.encode_audio([clip]) for clip in clips])).abs().max() < 1e-12


@pytest.mark.parametrize("n_samples", [800, 15999, 16000, 16001, 16160, 31999])
def test_placeholders_are_as_many_as_embeddings(lm, n_samples):
    prompt = lm.prompt("What?", noise(n_samples / 16000))
    assert len(lm.encode_audio([prompt.audio])) == prompt.audio.n_tokens > 0
    assert prompt.input_ids.tolist().count(lm.audio_id) == prompt.audio.n_tokens


def test_frames_are_those_of_the_stock_extractor(lm):
    wave = noise(1.203)
    extractor = lm.feature_extractor
    stock = extractor(wave, sampling_rate=16000, return_attention_mask=True, return_tensors="pt")
    clip = lm.family.features(extractor, wave)
    assert stock["attention_mask"].sum() == clip.n_frames
    difference = clip.mel[:, : clip.n_frames] - stock["input_features"][0, :, : clip.n_frames]
    assert difference.abs().max() < 1e-6


def test_the_prompt_is_what_the_chat_template_gives(lm):
    chat = [{"role": "user", "content": [{"type": "audio", "audio": ""},
                                         {"type": "text", "text": "What is heard?"}]}]  # fmt: skip
    text = lm.tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
    prompt = lm.prompt("What is heard?", noise(0.5))
    token = lm.family.audio_token
    expanded = text.replace(token, token * prompt.audio.n_tokens)
    assert prompt.input_ids.tolist() == lm.tokenizer(expanded)["input_ids"]


def test_a_checkpoint_round_trips_and_loads_in_plain_transformers(lm, tmp_path):
    lm.save(tmp_path)
    back = load(str(tmp_path), dtype=torch.float64)
    plain = lm.family.model_class.from_pretrained(tmp_path, dtype=torch.float64)
    assert family_of(str(tmp_path)) is lm.family
    for model in (back.model, plain):
        loaded = model.state_dict()
        for name, weight in lm.model.state_dict().items():
            assert torch.equal(weight, loaded[name]), name
    prompt, again = (m.prompt("What?", noise(0.5)) for m in (lm, back))
    assert prompt.input_ids.tolist() == again.input_ids.tolist()
    plain = plain.float()
    inputs = audio_inputs(lm, prompt, 1)
    inputs["input_features"] = inputs["input_features"].float()
    inputs["input_ids"] = prompt.input_ids[None]
    inputs["attention_mask"] = torch.ones_like(inputs["input_ids"])
    assert torch.isfinite(plain(**inputs).logits).all()


def test_weights_that_are_missing_are_an_error(lm, tmp_path):
    lm.save(tmp_path)
    weights = load_file(tmp_path / "model.safetensors")
    lost = next(name for name in weights if "lm_head" in name)
    del weights[lost]
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(TrainError, match="lacks 1 of the weights"):
        load(str(tmp_path))


def test_a_broken_checkpoint_is_an_error(lm, tmp_path):
    lm.save(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(TrainError, match="cannot be loaded"):
        load(str(tmp_path))


def test_a_folder_that_is_no_checkpoint(tmp_path):
    with pytest.raises(TrainError, match=r"no config\.json"):
        load(str(tmp_path))
    (tmp_path / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    with pytest.raises(TrainError, match="'bert' is not one that can be used: audioflamingo3"):
        load(str(tmp_path))
    (tmp_path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(TrainError, match="cannot be used"):
        load(str(tmp_path))
    with pytest.raises(TrainError, match=r"is not a model family\. Known: audio_flamingo3"):
        get_family("qwen9")


# --- Qwen2.5-Omni's two layouts ---


@pytest.fixture
def whole_omni(tmp_path):
    """A whole Omni as the hub lays it out, with a weight of the talker in it."""
    thinker = tiny_lm("qwen2_5_omni", torch.float32, seed=3)
    config = Qwen2_5OmniConfig(
        thinker_config=thinker.model.config.to_dict(), enable_audio_output=False
    )
    omni = Qwen2_5OmniForConditionalGeneration(config)
    omni.thinker.load_state_dict(thinker.model.state_dict())
    folder = tmp_path / "omni"
    omni.save_pretrained(folder)
    thinker.tokenizer.save_pretrained(folder)
    thinker.feature_extractor.save_pretrained(folder)
    torch.save({}, folder / "spk_dict.pt")  # its voices, which plain transformers asks for
    weights = load_file(folder / "model.safetensors")
    assert all(name.startswith("thinker.") for name in weights)
    weights["talker.model.norm.weight"] = torch.full((4,), 7.0)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    return folder, thinker


def test_the_thinker_loads_out_of_a_whole_omni(whole_omni):
    folder, thinker = whole_omni
    loaded = load(str(folder)).model.state_dict()
    for name, weight in thinker.model.state_dict().items():
        assert torch.equal(weight, loaded[name]), name


@pytest.mark.filterwarnings("ignore")
def test_a_trained_thinker_goes_back_into_its_omni(whole_omni, tmp_path):
    folder, _ = whole_omni
    trained = tiny_lm("qwen2_5_omni", torch.float32, seed=4)
    (tmp_path / "thinker").mkdir()
    trained.save(tmp_path / "thinker")
    merge_into_omni(tmp_path / "thinker", folder, tmp_path / "merged")
    merged = load_file(tmp_path / "merged" / "model.safetensors")
    assert merged["talker.model.norm.weight"].tolist() == [7.0] * 4
    config = json.loads((tmp_path / "merged" / "config.json").read_text(encoding="utf-8"))
    assert config["model_type"] == "qwen2_5_omni"
    plain = Qwen2_5OmniForConditionalGeneration.from_pretrained(tmp_path / "merged")
    for name, weight in trained.model.state_dict().items():
        assert torch.equal(weight, plain.thinker.state_dict()[name]), name


def test_merging_what_does_not_fit_is_an_error(whole_omni, tmp_path):
    folder, thinker = whole_omni
    (tmp_path / "thinker").mkdir()
    thinker.save(tmp_path / "thinker")
    with pytest.raises(TrainError, match="holds no thinker"):
        merge_into_omni(tmp_path / "thinker", tmp_path / "thinker", tmp_path / "merged")
    assert not (tmp_path / "merged").exists()
    assert folder.exists()


# --- Audio Flamingo 3's windows ---


def test_a_clip_of_several_windows():
    lm = tiny_lm("audio_flamingo3")
    for seconds in (2.0, 3.1, 4.0, 5.5):
        audio = lm.family.features(lm.feature_extractor, noise(seconds))
        assert audio.mel.shape[1] % 200 == 0
        assert len(lm.encode_audio([audio])) == audio.n_tokens
