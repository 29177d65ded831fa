import { TOKENIZER_KINDS } from "../text/tokenizer_kinds.ts";
import { WORD_ORDERS } from "../text/vocabulary.ts";
import type { TaskOption } from "./task_options.ts";
import { BACKEND, COLUMNS } from "./translate_options.ts";
import {
  type PresetName,
  TRANSLATION_PRESETS,
  TRANSLATION_SETTINGS,
} from "./translation_presets.ts";

const PRESETS = Object.keys(TRANSLATION_PRESETS) as PresetName[];

/** Options of `translate train`. */
export const TRAIN_OPTIONS = {
  train: {
    type: "file",
    help:
      "your own pairs: a table FILE.tsv or .tsv.gz, or FILE.de,FILE.en whose lines correspond; the shipped pairs if not given",
  },
  validation: { type: "file", help: "pairs to choose the best weights with" },
  test: {
    type: "file",
    help: "pairs to score the best weights on at the end, as evaluate does",
  },
  "held-out": {
    type: "share",
    help:
      "share of --train that is held out where there is no --validation; 0.05 if not given",
  },
  columns: COLUMNS,
  tokenizer: {
    type: "text",
    choices: TOKENIZER_KINDS,
    default: "words",
    help: "what sentences are made of",
  },
  "min-count": {
    type: "count",
    help: "times that a whole word must occur to be known; 2 if not given",
  },
  vocabulary: {
    type: "count",
    help: "most ids of each language; for subwords 8000 if not given",
  },
  "word-order": {
    type: "text",
    choices: WORD_ORDERS,
    help:
      "order in which whole words get ids, of which factored tables make use; that of --model if not given",
  },
  "keep-case": { type: "flag", help: "tells upper from lower case" },
  model: {
    type: "text",
    choices: PRESETS,
    default: "shapeshifter",
    help: "the kind of model; the options from --width on change it",
  },
  width: { type: "count", help: "width of every vector" },
  hidden: { type: "count", help: "width inside the feed-forward parts" },
  layers: { type: "count", default: 2, help: "layers of encoder and decoder" },
  heads: { type: "count", default: 4, help: "attention heads" },
  norm: {
    type: "text",
    choices: ["pre", "post"],
    help: "normalization before or behind each part",
  },
  positions: {
    type: "text",
    choices: ["sinusoidal", "learned"],
    default: "sinusoidal",
    help: "how positions are told",
  },
  "max-positions": {
    type: "count",
    default: 64,
    help: "ids that a sentence may have; what is behind is cut and counted",
  },
  dropout: { type: "fraction", help: "share of the entries that are dropped" },
  "attention-dropout": {
    type: "fraction",
    help:
      "share of the weights of attention that are dropped; none if not given",
  },
  "feed-forward-dropout": {
    type: "fraction",
    help:
      "share of the entries inside feed-forward parts that are dropped; none if not given",
  },
  "embedding-rank": {
    type: "whole",
    help: "terms of the tables of words; 0: whole",
  },
  "attention-rank": {
    type: "whole",
    help: "terms of the matrices of attention; 0: whole",
  },
  "feed-forward-rank": {
    type: "whole",
    help: "terms of the matrices between; 0: whole",
  },
  epochs: {
    type: "count",
    default: TRANSLATION_SETTINGS.epochs,
    help: "passes over the pairs",
  },
  rate: { type: "positive", help: "largest learning rate" },
  "warm-up": {
    type: "count",
    default: TRANSLATION_SETTINGS.warmUp,
    help: "steps up to it, at most a quarter of all if linear",
  },
  schedule: {
    type: "text",
    choices: ["linear", "inverse-sqrt"],
    default: TRANSLATION_SETTINGS.schedule,
    help: "how the rate falls behind it",
  },
  "weight-decay": {
    type: "fraction",
    help:
      "share of the matrices and factors that a step of rate 1 takes away (AdamW)",
  },
  smoothing: {
    type: "fraction",
    default: TRANSLATION_SETTINGS.smoothing,
    help: "share of the probability that is spread over all words",
  },
  batch: { type: "count", help: "pairs in a batch; 64 if not given" },
  tokens: {
    type: "count",
    help: "ids in a batch, padding included, instead of --batch",
  },
  accumulate: {
    type: "count",
    default: TRANSLATION_SETTINGS.accumulate,
    help: "batches in a step",
  },
  clip: {
    type: "positive",
    default: TRANSLATION_SETTINGS.clip,
    help: "longest gradient",
  },
  patience: {
    type: "count",
    help: "epochs without a better validation to stop after",
  },
  average: {
    type: "count",
    help:
      "last epochs whose weights are averaged, at a third of the largest rate if that fell linearly; none if not given",
  },
  keep: {
    type: "text",
    choices: ["best", "last"],
    default: "best",
    help:
      "whose weights to keep: the best on the validation pairs, or the last",
  },
  seed: {
    type: "whole",
    default: TRANSLATION_SETTINGS.seed,
    help: "seed of weights, dropout and order",
  },
  backend: BACKEND,
  output: {
    type: "folder",
    help: "folder for all that comes out; output/translate/MODEL if not given",
  },
} as const satisfies Record<string, TaskOption>;
