"""Arithmetic that gives the same bytes in every run on one machine."""

from __future__ import annotations

import os

import torch


def settle_arithmetic(threads: int) -> None:
    """Fixes what the bytes of a sum depend on; call it before the first matrix product of the process.

    - The number of threads decides how sums are split.
    - MKL is asked for its reproducible mode: static scheduling, and results that do not depend on how memory is
      aligned. On the networks here it is as fast as the other one. Other libraries ignore the variable.

    Args:
        threads: threads of torch, at least 1. More than there are cores give the same bytes, slowly.

    Source: oneMKL developer guide, "Obtaining numerically reproducible results", conditional numerical
    reproducibility (CNR) control.
    """
    os.environ.setdefault("MKL_CBWR", "AUTO,STRICT")
    torch.set_num_threads(threads)
