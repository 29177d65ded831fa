import type { SentencePairs } from "../../lib/text/sentence_pairs.ts";

const SOURCE = ["eins", "zwei", "drei", "vier"];
const TARGET = ["one", "two", "three", "four"];

/** All runs of one to three numbers in German, and in English the other way round. */
export function numberPairs(): SentencePairs {
  const digits = [...SOURCE.keys()];
  const runs = [
    ...digits.map((a) => [a]),
    ...digits.flatMap((a) => digits.map((b) => [a, b])),
    ...digits.flatMap((a) =>
      digits.flatMap((b) => digits.map((c) => [a, b, c]))
    ),
  ];
  return {
    source: runs.map((run) => run.map((digit) => SOURCE[digit]).join(" ")),
    target: runs.map((run) =>
      run.toReversed().map((digit) => TARGET[digit]).join(" ")
    ),
  };
}

/** The pairs as a table with tabs, English first. */
export function numberTable(): string {
  const { source, target } = numberPairs();
  return source.map((text, i) => `${target[i]}\t${text}\n`).join("");
}
