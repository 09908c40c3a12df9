"""The paper's equations (1) and (2), on flat tensors: N tokens of S answers, G to a prompt."""

from dataclasses import dataclass

import torch
from torch import Tensor

__all__ = ["GrpoLoss", "group_advantages", "grpo_loss"]


@dataclass(frozen=True, slots=True)
class GrpoLoss:
    """A loss and what to log of it.

    Attributes:
        loss: scalar, to be minimised.
        kl: scalar, mean over answers of their mean k3 estimate of KL(policy || reference);
            no gradient.
        clipped: scalar, share of the tokens whose ratio was clipped; no gradient.
    """

    loss: Tensor
    kl: Tensor
    clipped: Tensor


def group_advantages(rewards: Tensor, epsilon: float = 1e-4) -> Tensor:
    """Equation (1): each reward against its group, in standard deviations.

    Args:
        rewards: (prompts, G).
        epsilon: added to the deviation, as TRL does, for groups that are almost equal.

    Returns:
        (prompts, G). Groups whose rewards are all equal, and groups of one, get zeros.
    """
    centred = rewards - rewards.mean(dim=1, keepdim=True)
    # The mean of eight times 0.1 is not 0.1 in float32: equal means zero whatever the rounding.
    centred = centred.masked_fill((rewards == rewards[:, :1]).all(dim=1, keepdim=True), 0.0)
    if rewards.shape[1] == 1:
        return centred
    return centred / (rewards.std(dim=1, keepdim=True) + epsilon)


def grpo_loss(
    logps: Tensor,
    old_logps: Tensor,
    reference_logps: Tensor | None,
    advantages: Tensor,
    answer: Tensor,
    *,
    beta: float = 0.04,
    clip_epsilon: float = 0.2,
    n_answers: int | None = None,
) -> GrpoLoss:
    """Return equation (2), negated.

    It is the mean over answers of their mean over tokens of

        -min(r A, clip(r, 1 - eps, 1 + eps) A) + beta * k3,    r = exp(logp - old logp),
        k3 = exp(ref - logp) - (ref - logp) - 1    (DeepSeekMath's estimator of the KL term).

    Args:
        logps: (N,) of the policy, with gradient.
        old_logps: (N,) of the policy that drew the answers. In its first update that is
            `logps.detach()`: the ratio is 1 and its gradient that of the log-probability.
        reference_logps: (N,), or None when beta is 0.
        advantages: (S,) one per answer.
        answer: (N,) which answer each token belongs to; every one of the S has a token.
        beta: weight of the KL term.
        clip_epsilon: the equation's epsilon.
        n_answers: how many answers the whole step has, when this is a part of it: the parts'
            losses then add up to the step's. Default: S.
    """
    n_here = len(advantages)  # S
    ratio = torch.exp(logps - old_logps)  # (N,)
    advantage = advantages[answer].to(logps.dtype)  # (N,)
    clipped_ratio = ratio.clamp(1 - clip_epsilon, 1 + clip_epsilon)
    per_token = -torch.min(ratio * advantage, clipped_ratio * advantage)  # (N,)
    kl = torch.zeros_like(logps)
    if reference_logps is not None:
        difference = reference_logps - logps
        kl = difference.exp() - difference - 1  # (N,)
        per_token = per_token + beta * kl
    share = 1 / torch.bincount(answer, minlength=n_here).to(logps.dtype)[answer]  # (N,) 1/|o_i|
    scale = 1 / (n_answers or n_here)
    with torch.no_grad():
        lost = clipped_ratio * advantage < ratio * advantage
        return_kl = (kl * share).sum() / n_here
        return_clipped = lost.to(logps.dtype).mean()
    return GrpoLoss((per_token * share).sum() * scale, return_kl, return_clipped)
