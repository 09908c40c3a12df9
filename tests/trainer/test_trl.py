"""TRL's GRPOTrainer as the oracle: the same answers give the same loss and gradients."""

import pytest
import torch
from datasets import Dataset
from transformers import Qwen2Config, Qwen2ForCausalLM
from trl import GRPOConfig, GRPOTrainer

from tests.trainer.conftest import tiny_lm
from trainer.loss import group_advantages, grpo_loss
from trainer.packing import EncodedPrompt, pack

GROUP_SIZE = 4

# TRL's own settings are on their way out in transformers.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def ours():
    lm = tiny_lm(dtype=torch.float32)
    lm.suppressed_ids = ()  # TRL suppresses nothing
    return lm


@pytest.fixture
def theirs(ours, tmp_path):
    """A stock Qwen2 with the thinker's language weights, in TRL's trainer."""
    text = ours.model.config.get_text_config().to_dict()
    text["rope_parameters"] = {"rope_type": "default", "rope_theta": 10000.0}
    model = Qwen2ForCausalLM(Qwen2Config.from_dict(text | {"model_type": "qwen2"}))
    model.model.load_state_dict(ours.model.model.language_model.state_dict())
    model.lm_head.load_state_dict(ours.model.lm_head.state_dict())
    model.save_pretrained(tmp_path / "qwen2")  # the reference is loaded from here
    model = Qwen2ForCausalLM.from_pretrained(tmp_path / "qwen2")
    prompts = ["What is heard?", "Which sound comes first, the dog or the cat?"]
    return GRPOTrainer(
        model=model,
        args=GRPOConfig(
            output_dir=str(tmp_path), report_to=[], use_cpu=True, bf16=False, seed=1,
            per_device_train_batch_size=2 * GROUP_SIZE, num_generations=GROUP_SIZE,
            max_completion_length=12, gradient_checkpointing=False,
            # the equations (1) and (2) in TRL's words, as docs/training.md has them
            beta=0.04, loss_type="grpo", use_bias_correction_kl=False, scale_rewards="group",
            epsilon=0.2, num_iterations=1, importance_sampling_level="token", temperature=1.0,
            top_k=0, top_p=1.0,
        ),
        reward_funcs=lambda completion_ids, **_: [float(sum(ids) % 3) for ids in completion_ids],
        train_dataset=Dataset.from_list([{"prompt": text} for text in prompts]),
        processing_class=ours.tokenizer,
    )  # fmt: skip


def moved(model, seed):
    generator = torch.Generator().manual_seed(seed)
    return {
        name: weight + 0.02 * torch.randn(weight.shape, generator=generator)
        for name, weight in model.state_dict().items()
    }


def test_loss_and_gradients_equal_trls(ours, theirs):
    reference = ours.reference()
    # The policy has moved away from the reference, so the KL term counts.
    theirs.model.load_state_dict(moved(theirs.model, 7))
    thinker = ours.model.model.language_model
    thinker.load_state_dict(theirs.model.model.state_dict())
    ours.model.lm_head.load_state_dict(theirs.model.lm_head.state_dict())

    theirs.model.train()
    theirs.current_gradient_accumulation_steps = 1
    inputs = theirs._generate_and_score_completions(next(iter(theirs.get_train_dataloader())))
    their_loss = theirs.compute_loss(theirs.model, inputs)
    their_loss.backward()

    prompts, completions, rewards = [], [], []
    rows = zip(*(inputs[n] for n in ("prompt_ids", "prompt_mask", "completion_ids",
                                     "completion_mask")), strict=True)  # fmt: skip
    for number, (prompt, prompt_mask, completion, mask) in enumerate(rows):
        if number % GROUP_SIZE == 0:
            prompts.append(EncodedPrompt(prompt[prompt_mask.bool()]))
            completions.append([])
        completions[-1].append(completion[mask.bool()])
        rewards.append(float(completion[mask.bool()].sum() % 3))
    assert len({len(answer) for group in completions for answer in group}) > 1

    advantages = group_advantages(torch.tensor(rewards).view(-1, GROUP_SIZE)).flatten()
    assert torch.allclose(advantages, inputs["advantages"], atol=1e-6)
    assert advantages.abs().max() > 0.5
    batch = pack(prompts, completions, ours.pad_id)
    with torch.no_grad():
        reference_logps = reference(batch).logps
    logps = ours(batch).logps
    scored = grpo_loss(logps, logps.detach(), reference_logps, advantages, batch.answer)
    scored.loss.backward()

    assert scored.kl > 1e-3
    assert scored.loss.item() == pytest.approx(their_loss.item(), rel=1e-5)
    their_gradients = {n: p.grad for n, p in theirs.model.named_parameters()}
    our_gradients = {f"model.{n}": p.grad for n, p in thinker.named_parameters()}
    our_gradients["lm_head.weight"] = ours.model.lm_head.weight.grad
    assert our_gradients.keys() == their_gradients.keys()
    worst = max(
        ((our_gradients[n] - g).norm() / g.norm()).item() for n, g in their_gradients.items()
    )
    assert worst < 1e-5
