"""Equations (1) and (2) on numbers that were worked out by hand."""

import math

import pytest
import torch

from trainer.loss import group_advantages, grpo_loss


def tensor(*values):
    return torch.tensor(values, dtype=torch.float64)


def test_advantages_by_hand():
    # mean 1, deviations from it 1, -1, 0, 0; sample variance 2/3
    rewards = torch.tensor([[2.0, 0.0, 1.0, 1.0]], dtype=torch.float64)
    expected = 1 / math.sqrt(2 / 3)
    assert group_advantages(rewards, epsilon=0.0)[0].tolist() == pytest.approx(
        [expected, -expected, 0.0, 0.0]
    )
    assert group_advantages(rewards)[0, 0].item() == pytest.approx(1 / (math.sqrt(2 / 3) + 1e-4))


@pytest.mark.parametrize("rewards", [[[1.0, 1.0, 1.0]], [[0.0, 0.0, 0.0]], [[2.0]]])
def test_a_group_of_equals_teaches_nothing(rewards):
    assert group_advantages(torch.tensor(rewards)).tolist() == [[0.0] * len(rewards[0])]


def test_advantages_stay_within_their_group():
    both = group_advantages(torch.tensor([[0.0, 1.0], [5.0, 9.0]]))
    assert both[0].tolist() == pytest.approx(both[1].tolist(), abs=1e-3)


def test_the_loss_of_the_first_update_by_hand():
    # ratio 1 everywhere. Answer 0 has two tokens, answer 1 has one.
    logps = tensor(-1.0, -2.0, -0.5).requires_grad_()
    reference = tensor(-1.5, -2.0, 0.5)
    answer = torch.tensor([0, 0, 1])
    # k3: exp(-0.5) + 0.5 - 1, 0, exp(1) - 1 - 1
    k3 = [math.exp(-0.5) - 0.5, 0.0, math.e - 2]
    loss = grpo_loss(logps, logps.detach(), reference, tensor(2.0, -1.0), answer, beta=0.1)
    by_answer = [(-2 + 0.1 * k3[0] - 2 + 0.1 * k3[1]) / 2, 1 + 0.1 * k3[2]]
    assert loss.loss.item() == pytest.approx(sum(by_answer) / 2)
    assert loss.kl.item() == pytest.approx(((k3[0] + k3[1]) / 2 + k3[2]) / 2)
    assert loss.clipped.item() == 0
    loss.loss.backward()
    # d(-ratio A) = -A; d k3 = 1 - exp(ref - logp); weights 1/2 * 1/2 and 1/2 * 1
    expected = [
        (-2 + 0.1 * (1 - math.exp(-0.5))) / 4,
        -2 / 4,
        (1 + 0.1 * (1 - math.e)) / 2,
    ]
    assert logps.grad.tolist() == pytest.approx(expected)


@pytest.mark.parametrize(
    ("ratio", "advantage", "value", "slope", "clipped"),
    [
        (1.1, 1.0, -1.1, -1.1, 0.0),
        (1.5, 1.0, -1.2, 0.0, 1.0),  # gained enough: clipped from above
        (0.5, 1.0, -0.5, -0.5, 0.0),  # lost ground is always won back
        (1.5, -1.0, 1.5, 1.5, 0.0),
        (0.5, -1.0, 0.8, 0.0, 1.0),  # fell enough: clipped from below
    ],
)
def test_clipping_by_hand(ratio, advantage, value, slope, clipped):
    old = tensor(-1.0)
    logps = (old + math.log(ratio)).requires_grad_()
    loss = grpo_loss(logps, old, None, tensor(advantage), torch.tensor([0]), beta=0.0)
    assert loss.loss.item() == pytest.approx(value)
    assert loss.clipped.item() == clipped
    loss.loss.backward()
    assert logps.grad.item() == pytest.approx(slope)


def test_parts_add_up_to_the_step():
    generator = torch.Generator().manual_seed(0)
    logps = torch.randn(9, generator=generator, dtype=torch.float64)
    reference = torch.randn(9, generator=generator, dtype=torch.float64)
    answer = torch.tensor([0, 0, 1, 1, 1, 2, 3, 3, 3])
    advantages = tensor(1.0, -1.0, 0.5, -0.5)
    whole = grpo_loss(logps, logps, reference, advantages, answer).loss
    parts = [
        grpo_loss(logps[s], logps[s], reference[s], advantages[a], answer[s] - 2 * i, n_answers=4)
        for i, (s, a) in enumerate([(slice(5), slice(2)), (slice(5, 9), slice(2, 4))])
    ]
    assert sum(part.loss for part in parts).item() == pytest.approx(whole.item())


def test_long_answers_weigh_as_much_as_short_ones():
    answer = torch.tensor([0] * 9 + [1])
    logps = torch.zeros(10, dtype=torch.float64)
    loss = grpo_loss(logps, logps, None, tensor(1.0, -1.0), answer, beta=0.0).loss
    assert loss.item() == pytest.approx(0.0)


def test_equal_rewards_are_no_signal_whatever_their_mean_rounds_to():
    equal = torch.full((1, 8), 0.1)
    assert (equal - equal.mean(dim=1, keepdim=True)).any()
    assert group_advantages(equal).tolist() == [[0.0] * 8]
