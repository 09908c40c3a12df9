"""Answers drawn from one shared row of the cache."""

import pytest
import torch

from benchmarks.naive_grpo import audio_inputs
from tests.trainer.conftest import some_prompts, tiny_lm
from trainer.packing import pack
from trainer.sampling import _draw, draws, sample


def flat(groups):
    return torch.cat([answer for group in groups for answer in group])


@pytest.mark.parametrize("temperature", [1.0, 0.6])
def test_what_was_drawn_is_scored_the_same(lm, temperature):
    prompts = some_prompts(lm, 3)
    samples = sample(lm, prompts, draws([1, 2, 3], 8, 12), temperature)
    lengths = {len(answer) for group in samples.completions for answer in group}
    assert len(lengths) > 1  # some ended, some were cut
    scored = lm(pack(prompts, samples.completions, lm.pad_id), temperature).logps
    assert (scored - flat(samples.logps)).abs().max() < 1e-12


def test_answers_end_at_the_end_token_or_at_the_limit(lm):
    samples = sample(lm, some_prompts(lm, 2), draws([1, 2], 16, 40))
    for group, flags in zip(samples.completions, samples.truncated, strict=True):
        for answer, truncated in zip(group, flags, strict=True):
            ends = torch.isin(answer, torch.tensor(lm.end_ids))
            assert not ends[:-1].any()
            assert bool(ends[-1]) is not truncated
            assert truncated == (len(answer) == 40 and not ends[-1])
    assert {flag for flags in samples.truncated for flag in flags} == {True, False}


def test_an_end_token_at_the_limit_is_an_end():
    lm = tiny_lm()
    with torch.no_grad():
        lm.model.lm_head.weight.zero_()
        lm.model.lm_head.weight[lm.end_ids[0]] = 100.0
        lm.model.model.language_model.norm.weight.fill_(1.0)
    samples = sample(lm, some_prompts(lm, 1), draws([1], 4, 1))
    assert samples.truncated == [[not bool(a[-1] == lm.end_ids[0]) for a in samples.completions[0]]]


@pytest.mark.parametrize("group_size", [1, 3, 16])
def test_a_prompts_answers_do_not_depend_on_what_is_beside_it(lm, group_size):
    """Padding, other prompts, other processes: the same seed draws the same answers."""
    prompts = some_prompts(lm, 3)
    together = sample(lm, prompts, draws([5, 6, 7], group_size, 8))
    alone = sample(lm, prompts[1:2], draws([6], group_size, 8))
    assert [a.tolist() for a in together.completions[1]] == [
        a.tolist() for a in alone.completions[0]
    ]


def test_the_most_likely_tokens_are_those_of_transformers(lm):
    (prompt,) = some_prompts(lm, 1)
    ours = sample(lm, [prompt], draws([0], 1, 10), temperature=0.0).completions[0][0]
    theirs = lm.model.generate(
        **audio_inputs(lm, prompt, 1), input_ids=prompt.input_ids[None], do_sample=False,
        attention_mask=torch.ones(1, len(prompt.input_ids), dtype=torch.long), max_new_tokens=10,
        suppress_tokens=list(lm.suppressed_ids), eos_token_id=list(lm.end_ids),
        pad_token_id=lm.pad_id,
    )  # fmt: skip
    assert ours.tolist() == theirs[0, len(prompt.input_ids) :].tolist()


def test_tokens_are_drawn_as_often_as_the_model_says(lm):
    (prompt,) = some_prompts(lm, 1)
    samples = sample(lm, [prompt], draws([11], 4000, 1))
    drawn = torch.bincount(flat(samples.completions), minlength=lm.model.lm_head.out_features)
    hidden = lm.hidden_states(
        lm.embed(prompt.input_ids[None], [prompt.audio]),
        torch.arange(len(prompt.input_ids))[None],
        torch.ones(len(prompt.input_ids), len(prompt.input_ids), dtype=torch.bool).tril()[
            None, None
        ],
    )[0, -1]
    expected = 4000 * lm.logits(hidden).softmax(-1)
    assert drawn[list(lm.suppressed_ids)].sum() == 0
    likely = expected > 20
    assert likely.sum() > 20
    chi_square = ((drawn - expected) ** 2 / expected)[likely].sum()
    assert chi_square < 2 * likely.sum()


def test_the_largest_draw_is_still_a_token_that_can_be():
    """Rounding must not push the last draw past the end, or onto a suppressed token."""
    lm = tiny_lm(dtype=torch.float32)
    uniforms = torch.full((1, 2, 3), 1 - 2**-53, dtype=torch.float64)
    (group,) = sample(lm, some_prompts(lm, 1), uniforms).completions
    assert not torch.isin(torch.cat(group), torch.tensor(lm.suppressed_ids)).any()
    assert max(answer.max() for answer in group) < lm.model.lm_head.out_features


def test_a_draw_by_hand():
    """Of probabilities 0, 1/4, 0, 3/4: every draw falls on one that can be, the borders too."""
    logits = torch.tensor([0.0, 0.25, 0.0, 0.75], dtype=torch.float64).log().expand(1, 5, -1)
    uniform = torch.tensor([[0.0, 0.2, 0.26, 0.9, 1 - 2**-53]], dtype=torch.float64)
    token, logp = _draw(logits, uniform, temperature=1.0)
    assert token.tolist() == [[1, 1, 3, 3, 3]]
    assert logp.exp()[0].tolist() == pytest.approx([0.25, 0.25, 0.75, 0.75, 0.75])
    assert _draw(logits, uniform, temperature=0.0)[0].tolist() == [[3] * 5]


def test_processes_agree_on_the_number_of_steps(lm):
    """With sharded weights a process that is done goes on until all are."""
    asked = []

    def the_others_need_five_steps(done):
        asked.append(done)
        return len(asked) == 5

    samples = sample(
        lm, some_prompts(lm, 1), draws([3], 2, 50), everyone_done=the_others_need_five_steps
    )
    assert len(asked) == 5
    assert max(len(answer) for answer in samples.completions[0]) <= 5


def test_draws_are_the_seeds_own():
    assert torch.equal(draws([4, 9], 3, 5)[1], draws([9], 3, 5)[0])
    assert draws([1], 2, 3).dtype == torch.float64
