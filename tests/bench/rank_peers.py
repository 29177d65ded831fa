"""Times of exact ranks and singular values beside python-flint and numpy, in one run.

    pip install python-flint==0.9.0 numpy==2.4.6
    python tests/bench/rank_peers.py

Runs `deno bench tests/bench/rank_bench.ts`, then the same sizes in Python on one
thread, and prints both with their ratio. Deno's time is the mean of its runs, the
peers' that of three.
"""

import json
import os
import subprocess
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import flint
import numpy

SIZES = [256, 512, 1024, 2048]
PRIME = 47_615_173


def deno_times():
    """Mean seconds by the name of the bench."""
    command = ["deno", "bench", "--json", "--allow-read", "--allow-env"]
    done = subprocess.run(
        [*command, "tests/bench/rank_bench.ts"], capture_output=True, check=True, text=True
    )
    benches = json.loads(done.stdout)["benches"]
    return {each["name"]: each["results"][0]["ok"]["avg"] / 1e9 for each in benches}


def mean_time(work, runs):
    start = time.perf_counter()
    for _ in range(runs):
        work()
    return (time.perf_counter() - start) / runs


def peers(size):
    """What is timed, the peer, and the peer's work."""
    rng = numpy.random.default_rng(0)
    residues = rng.integers(0, PRIME, size * size).tolist()
    exact = flint.nmod_mat(size, size, residues, PRIME)
    matrix = rng.standard_normal((size, size))
    yield "rank modulo p", "python-flint nmod_mat.rank", exact.rank
    yield "singular values", "numpy svd(compute_uv=False)", lambda: numpy.linalg.svd(
        matrix, compute_uv=False
    )


times = deno_times()
print("| what | Kronlab, s | peer | peer, s | ratio |")
print("| --- | --- | --- | --- | --- |")
for size in SIZES:
    for what, peer, work in peers(size):
        ours = times[f"{what}, {size}×{size}"]
        theirs = mean_time(work, 3)
        print(
            f"| {what}, {size}×{size} | {ours:.3f} | {peer} | {theirs:.3f} | {ours / theirs:.1f} |",
            flush=True,
        )
