"""How strongly the last weeks of a series speak for trouble, and how often chance alone speaks as strongly.

    evidence = weigh(recent)                  # of each series
    chance(recent, row, evidence[row])        # how often a series of that place without trouble has as much
    likeliest(recent)                         # for how many weeks, if there is trouble

Trouble multiplies what is usual by some ratio from some week on. Evidence is the likelihood of the counts under trouble, averaged
over WINDOWS and RATIOS, against their likelihood without: a Bayes factor, Shiryaev's and Roberts's sum with a prior.
Counts are negative binomial; how usual the usual is, is known up to a factor of its own, over which both sides are averaged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Weeks since trouble began, from two on (one busy week is no area), each as likely beforehand; they widen, so that no scale is preferred.
WINDOWS = np.array([2, 3, 5, 8, 13, 26])
#: Times the usual, each as likely; the large ones for places where next to nothing is usual.
RATIOS = np.array([1.8, 2.6, 3.8, 7.0, 20.0])
#: Where fewer draws have as much evidence, chance is not worked out but bounded.
_FEWEST_DRAWS = 20
#: Where the factor of the usual is looked at, in standard deviations, and the weight there (Gauss and Hermite, five points).
_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(5)
_NODE_WEIGHTS = _NODE_WEIGHTS / _NODE_WEIGHTS.sum()
_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Recent:
    """The last weeks of n series, the oldest first.

    counts, usual: (n, weeks), reports and how many were expected; spread: (n,), variance of a count = usual + spread * usual ** 2;
    doubt: (n,), the standard deviation of log(true usual / usual); reach: (n,), no window of the series is longer (0: not looked at).
    """

    counts: Ints
    usual: Floats
    spread: Floats
    doubt: Floats
    reach: Ints

    def __getitem__(self, rows: slice | Ints) -> Recent:
        return Recent(self.counts[rows], self.usual[rows], self.spread[rows], self.doubt[rows], self.reach[rows])


def weigh(recent: Recent) -> Floats:
    """The evidence of every series, (n,)."""
    parts = [recent[start : start + _CHUNK] for start in range(0, len(recent.counts), _CHUNK)]
    return np.concatenate([np.empty(0), *(_Model.of(part).evidence(part.counts[:, None])[:, 0] for part in parts)])


def likeliest(recent: Recent) -> Ints:
    """For how many weeks, two at least, trouble is likeliest to have gone on, (n,): where reports exceed the usual most, by the
    likelihood of a Poisson count, restlessness allowed for.
    """
    seen, usual, squares = (values[:, ::-1].cumsum(axis=1).astype(np.float64) for values in (recent.counts, recent.usual, recent.usual**2))
    usual = np.maximum(usual, 1e-9)
    more = np.where(seen > usual, seen * np.log(np.maximum(seen, 1e-9) / usual) - seen + usual, 0.0)
    more /= 1 + recent.spread[:, None] * squares / usual
    weeks = np.arange(1, more.shape[1] + 1)
    more[(weeks < WINDOWS[0]) | (weeks > recent.reach[:, None])] = -1.0
    return np.asarray(more.argmax(axis=1) + 1)


def chance(recent: Recent, row: int, evidence: float, draws: int = 1_000) -> float:
    """How often series `row` without trouble would show that much evidence, or more.

    Drawn from series *with* trouble and weighted back by 1 / evidence (importance sampling with the exact weight), so that a chance of
    one in a million is as precise as one in ten: 10 to 15 % for 1,000 draws. Where hardly any draw reaches it, the bound 1 / evidence.
    """
    one = recent[np.array([row])]
    random = np.random.default_rng([int(one.counts.sum()), draws])
    model = _Model.of(one)
    # every window with every ratio equally often
    windows = WINDOWS[model.prior[0] > 0]
    window, ratio = windows[np.arange(draws) % len(windows)], RATIOS[np.arange(draws) // len(windows) % len(RATIOS)]
    factor = random.choice(model.factors[0], draws, p=_NODE_WEIGHTS)
    weeks = one.usual.shape[1]
    troubled = np.arange(weeks) >= weeks - window[:, None]
    mean = one.usual * factor[:, None] * np.where(troubled, ratio[:, None], 1.0)
    drawn = random.poisson(random.gamma(1 / model.spread[0], model.spread[0] * mean))
    found = model.evidence(drawn[None])[0]
    as_much = found >= evidence * (1 - 1e-9)
    return float((as_much / found).mean()) if as_much.sum() >= _FEWEST_DRAWS else min(1 / evidence, 1.0)


@dataclass(frozen=True, slots=True)
class _Model:
    """Log likelihoods are linear in the counts: slope and level without trouble, (n, weeks, nodes) and (n, nodes), and what trouble of
    each window, factor and ratio adds to them, (n, weeks, windows * nodes * ratios) and (n, windows * nodes * ratios).
    """

    prior: Floats
    factors: Floats
    spread: Floats
    slope: Floats
    level: Floats
    more_slope: Floats
    more_level: Floats

    @classmethod
    def of(cls, recent: Recent) -> _Model:
        n, weeks = recent.usual.shape
        spread = np.maximum(recent.spread, 1e-4)
        factors = np.exp(recent.doubt[:, None] * _NODES - recent.doubt[:, None] ** 2 / 2)
        usual = spread[:, None, None] * np.maximum(recent.usual, 1e-9)[:, :, None] * factors[:, None, :]
        more = usual[..., None] * RATIOS
        slope, level = np.log(usual / (1 + usual)), -np.log1p(usual) / spread[:, None, None]
        more_slope = np.log(more / (1 + more)) - slope[..., None]
        more_level = -np.log1p(more) / spread[:, None, None, None] - level[..., None]
        inside = (np.arange(weeks)[:, None] >= weeks - WINDOWS).astype(np.float64)
        by_window = inside[None, :, :, None, None] * more_slope[:, :, None]
        level_since = np.einsum("wt,nwkr->ntkr", inside, more_level)
        allowed = recent.reach[:, None] >= WINDOWS
        prior = allowed / np.maximum(allowed.sum(axis=1, keepdims=True), 1)
        return cls(
            prior, factors, spread, slope, level.sum(axis=1) + np.log(_NODE_WEIGHTS),
            by_window.reshape(n, weeks, -1), level_since.reshape(n, -1),
        )  # fmt: skip

    def evidence(self, counts: Ints) -> Floats:
        """(n, draws), of `counts` (n, draws, weeks)."""
        y = counts.astype(np.float64)
        without = y @ self.slope + self.level[:, None]
        node = np.exp(without - without.max(axis=-1, keepdims=True))
        node /= node.sum(axis=-1, keepdims=True)
        more = np.exp(np.minimum(y @ self.more_slope + self.more_level[:, None], 600))
        more = more.reshape(*y.shape[:2], len(WINDOWS), len(_NODES), len(RATIOS)).mean(axis=-1)
        return np.asarray(np.einsum("ndtk,ndk,nt->nd", more, node, self.prior, optimize=True))
