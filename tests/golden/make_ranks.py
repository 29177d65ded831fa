"""Exact ranks of stacked sums of Kronecker products, by python-flint over the integers.

Writes ranks_stacks.json and ranks_dimensions.json beside this file:

    pip install python-flint==0.9.0
    python tests/golden/make_ranks.py

Factors are whole numbers in [-99, 99] from random.Random(seed). A rank over the
integers is at most the generic one, so the highest of three draws is kept.
"""

import itertools
import json
import pathlib
import random

import flint

DRAWS = 3
HERE = pathlib.Path(__file__).parent


def layer(rank, rows, columns):
    return {"rank": rank, "rowFactors": list(rows), "columnFactors": list(columns)}


def repeat(depth, *sizes):
    return [layer(*sizes)] * depth


STACKS = (
    # square, equal splits, depth 1 to 5
    [repeat(d, r, (4, 4), (4, 4)) for r in (1, 2, 3) for d in (1, 2, 3, 4)]
    + [repeat(5, 2, (4, 4), (4, 4)), repeat(5, 1, (3, 5), (3, 5))]
    + [repeat(d, 5, (8, 8), (8, 8)) for d in (1, 2)]
    + [repeat(d, 2, (3, 5), (3, 5)) for d in (1, 3, 5)]
    + [
        # rectangular
        [layer(2, (4, 3), (2, 5)), layer(3, (2, 5), (6, 2))],
        [layer(3, (2, 8), (4, 4)), layer(2, (4, 4), (8, 2))],
        [layer(2, (6, 4), (4, 6)), layer(4, (4, 6), (6, 4))],
        [layer(2, (8, 2), (2, 8)), layer(2, (2, 8), (8, 2)), layer(2, (8, 2), (2, 8))],
        [layer(1, (12, 2), (3, 4)), layer(7, (3, 4), (4, 9))],
        # bottlenecks
        [layer(3, (4, 4), (1, 6)), layer(3, (1, 6), (4, 4))],
        [layer(4, (4, 4), (2, 2)), layer(4, (2, 2), (4, 4))],
        [layer(5, (5, 5), (1, 2)), layer(5, (1, 2), (5, 5)), layer(2, (5, 5), (5, 5))],
        [layer(3, (4, 4), (1, 1)), layer(3, (1, 1), (4, 4))],
        [layer(9, (6, 6), (2, 3)), layer(9, (3, 2), (6, 6))],
        [layer(6, (4, 4), (1, 4)), layer(6, (4, 1), (4, 4)), layer(3, (4, 4), (4, 4))],
        # unequal splits
        [layer(1, (4, 16), (4, 16)), layer(1, (16, 4), (16, 4))],
        [layer(2, (4, 16), (4, 16)), layer(1, (16, 4), (16, 4))],
        [layer(1, (2, 8), (2, 8)), layer(1, (4, 4), (4, 4)), layer(1, (8, 2), (8, 2))],
        [layer(1, (2, 8), (2, 8)), layer(1, (8, 2), (8, 2))] * 2,
        [layer(1, (4, 6), (4, 6)), layer(1, (6, 4), (6, 4))],
        [layer(2, (4, 6), (4, 6)), layer(1, (6, 4), (6, 4)), layer(1, (4, 6), (4, 6))],
        [layer(1, (3, 8), (4, 6)), layer(2, (8, 3), (6, 4)), layer(1, (2, 12), (12, 2))],
        [layer(1, (4, 9), (4, 9)), layer(1, (6, 6), (6, 6)), layer(1, (9, 4), (9, 4))],
        [layer(1, (10, 3), (10, 3)), layer(1, (5, 6), (5, 6)), layer(1, (3, 10), (3, 10))],
        # the rank stays below the least cut, 12 and 8
        [layer(3, (5, 4), (2, 2)), layer(2, (2, 2), (2, 2)), layer(2, (2, 2), (3, 3))],
        [layer(2, (3, 4), (2, 2)), layer(2, (2, 2), (2, 4)), layer(2, (2, 4), (3, 3))],
        # order 1 between, order 3, order 4
        [layer(2, (4, 4), (4, 4)), layer(1, (16,), (16,)), layer(2, (4, 4), (4, 4))],
        repeat(1, 2, (2, 3, 4), (2, 3, 4)),
        repeat(2, 2, (2, 3, 4), (2, 3, 4)),
        repeat(3, 2, (3, 3, 3), (3, 3, 3)),
        repeat(4, 2, (2, 2, 4), (2, 2, 4)),
        [layer(2, (4, 2, 3), (2, 3, 4)), layer(3, (4, 2, 3), (3, 3, 2))],
        [layer(1, (2, 3, 4), (2, 3, 4)), layer(1, (4, 3, 2), (4, 3, 2)), layer(2, (2, 3, 4), (2, 3, 4))],
        [layer(2, (3, 3, 3), (1, 3, 2)), layer(2, (1, 3, 2), (3, 3, 3))],
        repeat(2, 3, (2, 2, 2, 2), (2, 2, 2, 2)),
        [layer(1, (2, 2, 2, 2), (2, 2, 2, 2)), layer(1, (4, 4), (4, 4)), layer(2, (2, 2, 2, 2), (2, 2, 2, 2))],
    ]
)

DIMENSION_STACKS = (
    [repeat(d, r, (2, 2), (2, 2)) for r in (1, 2) for d in (1, 2, 3)]
    + [repeat(d, 2, (3, 3), (3, 3)) for d in (1, 2, 3)]
    + [
        repeat(1, 3, (4, 4), (4, 4)),
        repeat(2, 1, (4, 4), (4, 4)),
        [layer(2, (2, 4), (4, 2)), layer(2, (4, 2), (2, 4))],
        [layer(1, (2, 4), (2, 4)), layer(1, (4, 2), (4, 2))],
        [layer(2, (3, 3), (1, 2)), layer(2, (1, 2), (3, 3))],
        [layer(3, (16, 1), (1, 16))],
        [layer(1, (12,), (5,)), layer(1, (5,), (12,))],
        repeat(1, 2, (2, 2, 2), (2, 2, 2)),
        repeat(2, 2, (2, 2, 2), (2, 2, 2)),
        [layer(2, (2, 3), (3, 2)), layer(2, (2, 3), (3, 2)), layer(1, (3, 2), (2, 2))],
    ]
)


def size(factors):
    result = 1
    for factor in factors:
        result *= factor
    return result


def kron(a, b):
    rows, columns = b.nrows(), b.ncols()
    return flint.fmpz_mat(
        a.nrows() * rows,
        a.ncols() * columns,
        [
            a[i // rows, c // columns] * b[i % rows, c % columns]
            for i in range(a.nrows() * rows)
            for c in range(a.ncols() * columns)
        ],
    )


def term(factors):
    result = factors[0]
    for factor in factors[1:]:
        result = kron(result, factor)
    return result


def kernel(terms):
    result = term(terms[0])
    for factors in terms[1:]:
        result = result + term(factors)
    return result


def multiply(kernels):
    result = kernels[0]
    for other in kernels[1:]:
        result = result * other
    return result


def draw(stack, rng):
    return [
        [
            [
                flint.fmpz_mat(m, n, [rng.randint(-99, 99) for _ in range(m * n)])
                for m, n in zip(each["rowFactors"], each["columnFactors"])
            ]
            for _ in range(each["rank"])
        ]
        for each in stack
    ]


def unfold(matrix, rows, columns, left):
    """The rearranged matrix: factors in `left` against the others."""
    right = [j for j in range(len(rows)) if j not in left]
    digits = lambda radices: list(itertools.product(*map(range, radices)))
    places = lambda chosen: {
        key: place
        for place, key in enumerate(
            itertools.product(*(range(rows[j] * columns[j]) for j in chosen))
        )
    }
    up, across = places(left), places(right)
    out = flint.fmpz_mat(len(up), len(across))
    for i, a in enumerate(digits(rows)):
        for c, b in enumerate(digits(columns)):
            pair = [a[j] * columns[j] + b[j] for j in range(len(rows))]
            key = tuple(pair[j] for j in left), tuple(pair[j] for j in right)
            out[up[key[0]], across[key[1]]] = matrix[i, c]
    return out


def unfoldings(order):
    """Every unfolding once: that with factor 0 on the left."""
    rest = range(1, order)
    return [
        [0, *chosen]
        for count in range(max(order - 1, 1))
        for chosen in itertools.combinations(rest, count)
    ]


def ranks(stack, rng):
    product = multiply([kernel(terms) for terms in draw(stack, rng)])
    rows, columns = stack[0]["rowFactors"], stack[-1]["columnFactors"]
    return [product.rank()] + [
        unfold(product, rows, columns, left).rank() for left in unfoldings(len(rows))
    ]


def dimension(stack, rng):
    """Rank of the Jacobian, a column for each entry of each factor."""
    factors = draw(stack, rng)
    kernels = [kernel(terms) for terms in factors]
    columns = []
    for l, terms in enumerate(factors):
        for k, factors_of_term in enumerate(terms):
            for j, factor in enumerate(factors_of_term):
                for place in range(factor.nrows() * factor.ncols()):
                    unit = flint.fmpz_mat(factor.nrows(), factor.ncols())
                    unit[place // factor.ncols(), place % factor.ncols()] = 1
                    varied = [*factors_of_term[:j], unit, *factors_of_term[j + 1 :]]
                    change = multiply([*kernels[:l], term(varied), *kernels[l + 1 :]])
                    columns.append([int(v) for v in change.entries()])
    return flint.fmpz_mat(columns).rank()


def highest(f, stack):
    seen = [f(stack, random.Random(seed)) for seed in range(DRAWS)]
    return [max(each) for each in zip(*seen)] if isinstance(seen[0], list) else max(seen)


def write(name, cases):
    source = {
        "source": f"python-flint {flint.__version__}, fmpz_mat.rank over the integers, highest of {DRAWS} draws",
        "command": "python tests/golden/make_ranks.py",
        "cases": cases,
    }
    text = json.dumps(source).replace('{"stack"', '\n{"stack"')
    (HERE / name).write_text(text + "\n")


cases = []
for stack in STACKS:
    matrix_rank, *kronecker_ranks = highest(ranks, stack)
    left = unfoldings(len(stack[0]["rowFactors"]))
    cases.append(
        {
            "stack": stack,
            "matrixRank": matrix_rank,
            "kroneckerRanks": [
                {"unfolding": chosen, "rank": rank}
                for chosen, rank in zip(left, kronecker_ranks)
            ],
        }
    )
write("ranks_stacks.json", cases)
write(
    "ranks_dimensions.json",
    [{"stack": s, "dimension": highest(dimension, s)} for s in DIMENSION_STACKS],
)
