"""Golden values of multi-head attention, from PyTorch's own.

Run as `python3 tests/golden/make_attention.py > tests/golden/attention.json`.
Needs PyTorch. Weights and inputs are multiples of 1/8, so that they are the same in
float32; the LCG is that of README.md.
"""

import json

import torch

state = 12345


def values(*shape):
    global state
    count = 1
    for size in shape:
        count *= size
    out = []
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        out.append((((state >> 16) % 17) - 8) / 8)
    return torch.tensor(out, dtype=torch.float64).reshape(shape)


def case(name, width, heads, targets, sources, causal, padding):
    batch = 2
    layer = torch.nn.MultiheadAttention(
        width, heads, batch_first=True, dtype=torch.float64
    )
    weights = {
        "in_proj_weight": values(3 * width, width),
        "in_proj_bias": values(3 * width),
        "out_proj.weight": values(width, width),
        "out_proj.bias": values(width),
    }
    layer.load_state_dict(weights)
    query = values(batch, targets, width).requires_grad_()
    cross = sources is not None
    source = values(batch, sources, width).requires_grad_() if cross else query
    length = source.shape[1]
    seen = torch.ones(batch, length, dtype=torch.bool)
    if padding:
        seen[0, -1] = False
        seen[1, -2:] = False
    mask = None
    if causal:
        mask = torch.triu(torch.ones(targets, length, dtype=torch.bool), 1)
    y, _ = layer(
        query,
        source,
        source,
        key_padding_mask=~seen if padding else None,
        attn_mask=mask,
    )
    slopes = values(*y.shape)
    (y * slopes).sum().backward()
    q, k, v = layer.in_proj_weight.detach().chunk(3)
    gq, gk, gv = layer.in_proj_weight.grad.chunk(3)
    bq, bk, bv = layer.in_proj_bias.detach().chunk(3)
    gbq, gbk, gbv = layer.in_proj_bias.grad.chunk(3)
    out = layer.out_proj
    # kernels are [inputs, outputs], as in TensorFlow.js: the transpose of PyTorch's
    return {
        "name": name,
        "width": width,
        "heads": heads,
        "causal": causal,
        "query": query.tolist(),
        "source": source.tolist() if cross else None,
        "seen": seen.int().tolist() if padding else None,
        "weights": [
            t.tolist()
            for t in (q.T, bq, k.T, bk, v.T, bv, out.weight.T, out.bias)
        ],
        "y": y.tolist(),
        "G": slopes.tolist(),
        "grad_query": query.grad.tolist(),
        "grad_source": source.grad.tolist() if cross else None,
        "grad_weights": [
            t.tolist()
            for t in (
                gq.T, gbq, gk.T, gbk, gv.T, gbv, out.weight.grad.T, out.bias.grad,
            )
        ],
    }


print(
    json.dumps(
        {
            "source": f"torch {torch.__version__.split('+')[0]}, "
            "torch.nn.MultiheadAttention in float64, "
            "python3 tests/golden/make_attention.py > tests/golden/attention.json",
            "cases": [
                case("self", 6, 2, 4, None, False, False),
                case("self causal", 6, 3, 5, None, True, False),
                case("self causal padded", 4, 1, 4, None, True, True),
                case("cross", 6, 2, 3, 5, False, False),
                case("cross padded", 8, 4, 3, 5, False, True),
            ],
        }
    )
)
