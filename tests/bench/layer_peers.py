"""Times of lookups and products beside PyTorch and tensorly-torch, in one run.

    pip install torch==2.13.0 tensorly-torch==0.5.0 tensorly==0.9.0 opt_einsum packaging scipy
    KRONLAB_BACKEND=wasm python tests/bench/layer_peers.py

Runs `deno bench` on embedding_bench.ts and linear_bench.ts, then the same sizes in
PyTorch, all on one thread, and prints milliseconds forward / with gradients. tensorly-torch's
block tensor train is the same operator as word2ketXS and a sum of Kronecker products
at order 2, and at rank 1. "gather" takes the factors' rows by index and multiplies
them out, "einsum" sums over factors, "written out" multiplies by the whole matrix, as
LoKr does. Deno's times are means of its runs, the peers' medians. glibc gives large
blocks back and fetches them anew by default, which slows PyTorch: here it keeps them.
"""

import json
import os
import subprocess
import sys
import time
from statistics import median

KEEP = {"MALLOC_TRIM_THRESHOLD_": "4294967296", "MALLOC_MMAP_THRESHOLD_": "4294967296"}
if any(os.environ.get(name) != value for name, value in KEEP.items()):
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **KEEP})

import tltorch
import torch

torch.set_num_threads(1)
torch.manual_seed(1)
BACKEND = os.environ.get("KRONLAB_BACKEND", "wasm")

# words, width, order, rank, rows and columns of each factor
TABLES = [
    (30_428, 256, 4, 1, 14, 4),
    (30_428, 400, 2, 10, 175, 20),
    (32_011, 400, 2, 30, 179, 20),
    (118_655, 300, 2, 2, 345, 18),
    (118_655, 300, 4, 1, 19, 5),
]
# row factors, column factors
SHAPES = [((16, 32), (32, 16)), ((32, 16), (32, 64))]
RANKS = [1, 4, 16]
VECTORS = 1024
PEERS = [
    "dense, PyTorch",
    "gather, PyTorch",
    "einsum, PyTorch",
    "written out, PyTorch",
    "BlockTT, tensorly-torch",
]


def deno_times(bench):
    """Mean milliseconds by group and name of the bench."""
    command = [
        "deno",
        "bench",
        "--json",
        "--allow-read",
        "--allow-env",
        "--allow-ffi",
        "--allow-sys",
    ]
    environment = {**os.environ, "KRONLAB_BACKEND": BACKEND, "TF_NUM_INTRAOP_THREADS": "1"}
    done = subprocess.run(
        [*command, f"tests/bench/{bench}"],
        capture_output=True,
        check=True,
        text=True,
        env=environment,
    )
    return {
        (each["group"], each["name"]): each["results"][0]["ok"]["avg"] / 1e6
        for each in json.loads(done.stdout)["benches"]
    }


def median_time(work):
    """Milliseconds, over half a second or 5 runs."""
    work()
    times = []
    while sum(times) < 0.5 or len(times) < 5:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1e3 * median(times)


def both(call, weights):
    """Forward / with the gradients of the weights, as text."""

    def forward():
        with torch.no_grad():
            call()

    def gradients():
        torch.autograd.grad(call().square().sum(), weights)

    return f"{median_time(forward):.2f} / {median_time(gradients):.1f}"


def factors(rank, rows, columns):
    return [torch.randn(rank, n, m, requires_grad=True) for n, m in zip(rows, columns, strict=True)]


def gathered(leaves, ids, width):
    """Rows of a word2ketXS table: those of the factors, multiplied out."""
    digits = []
    for leaf in reversed(leaves):
        digits.append(ids % leaf.shape[1])
        ids = ids // leaf.shape[1]
    *others, last = [leaf[:, digit] for leaf, digit in zip(leaves, reversed(digits), strict=True)]
    terms = others[0]
    for rows in others[1:]:
        terms = (terms.unsqueeze(-1) * rows.unsqueeze(-2)).flatten(-2)
    return torch.einsum("rabi,rabj->abij", terms, last).flatten(-2)[..., :width]


def head(*columns):
    print(f"| {' | '.join(columns)} |")
    print(f"|{' --- |' * len(columns)}")


def embeddings():
    times = deno_times("embedding_bench.ts")
    head(
        "table", f"tf.layers.embedding, {BACKEND}", f"word2ketXS, {BACKEND}", *PEERS[:2], PEERS[-1]
    )
    for words, width, order, rank, rows, columns in TABLES:

        def ours(name):
            group = f"{BACKEND}: {words} × {width}, order {order}, rank {rank}"
            a, b = (times[f"{group}, {what}", name] for what in ("forward", "with gradient"))
            return f"{a:.2f} / {b:.1f}"

        ids = torch.randint(0, words, (64, 32))
        dense = torch.nn.Embedding(words, width)
        leaves = factors(rank, [rows] * order, [columns] * order)
        train = tltorch.FactorizedEmbedding(
            rows**order,
            columns**order,
            auto_tensorize=False,
            tensorized_num_embeddings=(rows,) * order,
            tensorized_embedding_dim=(columns,) * order,
            factorization="blocktt",
            rank=rank,
        )
        cells = [
            ours("dense"),
            ours("word2ketXS"),
            both(lambda: dense(ids), [dense.weight]),
            both(lambda: gathered(leaves, ids, width), leaves),
            both(lambda: train(ids)[..., :width], list(train.parameters())),
        ]
        print(f"| {words:,} × {width}, {order}/{rank} | {' | '.join(cells)} |", flush=True)


def products():
    times = deno_times("linear_bench.ts")
    head("matrix, rank", f"dense, {BACKEND}", f"factors, {BACKEND}", PEERS[0], *PEERS[2:])
    for rows, columns in SHAPES:
        inputs, outputs = rows[0] * rows[1], columns[0] * columns[1]
        split = f"{rows[0]}·{rows[1]} × {columns[0]}·{columns[1]}"
        for rank in RANKS:

            def ours(start):
                group = f"{BACKEND}: {inputs} → {outputs}, rank {rank}"
                a, b = (
                    next(
                        time
                        for (where, name), time in times.items()
                        if where == f"{group}, {what}" and name.startswith(start)
                    )
                    for what in ("forward", "with gradients")
                )
                return f"{a:.2f} / {b:.1f}"

            x = torch.randn(VECTORS, inputs, requires_grad=True)
            whole = torch.randn(inputs, outputs, requires_grad=True)
            a, b = factors(rank, rows, columns)
            train = tltorch.FactorizedLinear(
                in_tensorized_features=rows,
                out_tensorized_features=columns,
                bias=False,
                factorization="blocktt",
                rank=rank,
                implementation="factorized",
            )

            def einsum():
                y = torch.einsum("bij,rim,rjn->bmn", x.view(VECTORS, *rows), a, b)
                return y.reshape(VECTORS, outputs)

            def written_out():
                matrix = torch.einsum("rim,rjn->ijmn", a, b).reshape(inputs, outputs)
                return x @ matrix

            cells = [
                ours("dense"),
                ours(split),
                both(lambda: x @ whole, [x, whole]),
                both(einsum, [x, a, b]),
                both(written_out, [x, a, b]),
                both(lambda: train(x), [x, *train.parameters()]),
            ]
            print(f"| {inputs}→{outputs}, {split}, {rank} | {' | '.join(cells)} |", flush=True)


embeddings()
print()
products()
