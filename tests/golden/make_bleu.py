"""Hypotheses, references and sacrebleu's scores of them, as JSON on standard output.

    pip install sacrebleu==2.6.0
    python tests/golden/make_bleu.py data/tatoeba_de_en/small.test.en-de.tsv.gz > tests/golden/bleu.json

The hypotheses are references that were damaged with a fixed seed.
"""

import gzip
import itertools
import json
import random
import sys

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF

SIGNS = ["-", "...", "'", '"', "&amp;", "&quot;", "&lt;", "&gt;", "&", "<skipped>",
         "$", "(", ")", "/", ":", ";", "%", "{", "}", "~", "[", "^", "`", "@", "#"]
NUMBERS = ["3.14", "1,000.50", "10-year", "5%", "2026-11-24", "7,", ",8", "-.5", "9-"]
UNICODE = ["Größe", "naïve", "日本語", "🙂", "👩‍👩‍👧", "ﬁn", "İstanbul", "ΟΔΟΣ",
           "e\u0301te\u0301", "a\u00a0b", "x\u2009y", "c\u0085d", "\ufeffz", "p\x1fq",
           "„gut“", "—", "…", "𝒳.", "。", "½,"]


def damaged(words, rng):
    """The words after a few random changes."""
    words = list(words)
    for _ in range(rng.randrange(0, 5)):
        place = rng.randrange(0, len(words) + 1)
        kind = rng.randrange(0, 8)
        if kind == 0 and place < len(words):
            del words[place]
        elif kind == 1 and place < len(words):
            words.insert(place, words[place])
        elif kind == 2 and place + 1 < len(words):
            words[place], words[place + 1] = words[place + 1], words[place]
        elif kind == 3:
            words.insert(place, rng.choice(SIGNS))
        elif kind == 4:
            words.insert(place, rng.choice(NUMBERS))
        elif kind == 5:
            words.insert(place, rng.choice(UNICODE))
        elif kind == 6 and place < len(words):
            words[place] = words[place].swapcase()
        elif kind == 7 and place < len(words):
            words[place] += rng.choice(SIGNS)
    return words


def pairs(path):
    """200 pairs of a hypothesis and a reference."""
    rng = random.Random(8)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        sentences = [line.split("\t")[0] for line in file][:200]
    for number, sentence in enumerate(sentences):
        reference = damaged(sentence.split(" "), rng) if number % 3 == 0 else sentence.split(" ")
        hypothesis = damaged(reference, rng)
        if number % 25 == 7:
            hypothesis = []
        if number % 25 == 8:
            hypothesis = hypothesis[:1]
        if number % 25 == 9:
            hypothesis = sentences[(number * 7) % 200].split(" ")
        if number % 25 == 10:
            reference = reference[:1]
        ends = ["", "", "", " ", "\n", " -\n", "\u00a0"]
        between = rng.choice([" ", " ", " ", "  ", "\t", "\n"])
        yield between.join(hypothesis) + rng.choice(ends), " ".join(reference)


def main():
    hypotheses, references = (list(side) for side in zip(*pairs(sys.argv[1])))
    assert len(hypotheses) == 200
    bleu = []
    for tokenize, lowercase, smooth, effective in itertools.product(
            ["13a", "none"], [False, True], ["exp", "none"], [False, True]):
        metric = BLEU(tokenize=tokenize, lowercase=lowercase, smooth_method=smooth,
                      effective_order=effective)
        score = metric.corpus_score(hypotheses, [references])
        bleu.append({
            "options": {"tokenize": tokenize, "lowercase": lowercase, "smoothing": smooth,
                        "effectiveOrder": effective},
            "corpus": {"score": score.score, "counts": score.counts, "totals": score.totals,
                       "precisions": score.precisions, "brevityPenalty": score.bp,
                       "hypothesisLength": score.sys_len, "referenceLength": score.ref_len},
            "sentences": [metric.sentence_score(hypothesis, [reference]).score
                          for hypothesis, reference in zip(hypotheses, references)],
        })
    chrf = []
    for lowercase in [False, True]:
        metric = CHRF(lowercase=lowercase)
        chrf.append({
            "options": {"lowercase": lowercase},
            "corpus": metric.corpus_score(hypotheses, [references]).score,
            "sentences": [metric.sentence_score(hypothesis, [reference]).score
                          for hypothesis, reference in zip(hypotheses, references)],
        })
    json.dump({
        "source": f"sacrebleu {sacrebleu.__version__}, BLEU and CHRF",
        "command": "python tests/golden/make_bleu.py "
                   "data/tatoeba_de_en/small.test.en-de.tsv.gz > tests/golden/bleu.json",
        "licence": "The sentences are by Tatoeba.org contributors, CC BY 2.0 FR, and were "
                   "changed on purpose.",
        "hypotheses": hypotheses,
        "references": references,
        "bleu": bleu,
        "chrf": chrf,
    }, sys.stdout, indent=0)
    sys.stdout.write("\n")


main()
