import type { TaskOption } from "./task_options.ts";
import { BACKEND } from "./translate_options.ts";

/** Options of `deno task language-model`. */
export const LANGUAGE_OPTIONS = {
  data: {
    type: "file",
    help: "your own text, a file or .gz of one; Shakespeare if not given",
  },
  models: {
    type: "text",
    default: "dense,factored,narrow",
    help: "which to train, in this order",
  },
  ratio: {
    type: "positive",
    default: 10,
    help: "times fewer parameters that factored and narrow models have",
  },
  width: { type: "count", default: 128, help: "width of every vector" },
  hidden: {
    type: "count",
    default: 512,
    help: "width inside the feed-forward parts",
  },
  layers: { type: "count", default: 2, help: "layers" },
  heads: { type: "count", default: 4, help: "attention heads" },
  window: {
    type: "count",
    default: 64,
    help: "characters that a model sees at once",
  },
  batch: { type: "count", default: 16, help: "windows in a step" },
  epochs: { type: "count", default: 3, help: "validations" },
  steps: {
    type: "count",
    default: 100,
    help: "steps from one validation to the next",
  },
  rate: { type: "positive", default: 0.003, help: "largest learning rate" },
  dropout: {
    type: "fraction",
    default: 0,
    help: "share of the entries that are dropped",
  },
  seed: {
    type: "whole",
    default: 0,
    help: "seed of weights, windows and samples",
  },
  prompt: {
    type: "text",
    help:
      'what samples go on from; "ROMEO:", or the first characters of --data, if not given',
  },
  sample: { type: "count", default: 200, help: "characters of a sample" },
  temperature: {
    type: "number",
    default: 0.8,
    help: "how freely samples are drawn; 0: the likeliest each time",
  },
  backend: BACKEND,
  output: {
    type: "folder",
    default: "output/language-model",
    help: "folder for all that comes out",
  },
} as const satisfies Record<string, TaskOption>;
