/**
 * How long a Transformer of 8,000 words translates 32 sentences, and a language model of
 * as many goes on with a text by 32 words; models of random weights, which end no text.
 * The backend is the best that runs here, or the one that `KRONLAB_BACKEND` names.
 *
 * @module
 */

import { type BackendName, useBackend } from "../../lib/engine/use_backend.ts";
import { beamSearch } from "../../lib/model/beam_search.ts";
import { LanguageModel } from "../../lib/model/language_model.ts";
import { sampleIds } from "../../lib/model/sample_ids.ts";
import { Transformer } from "../../lib/model/transformer.ts";

const backend = await useBackend(
  (Deno.env.get("KRONLAB_BACKEND") ?? undefined) as BackendName | undefined,
);
const size = 8_000;
const sizes = { width: 64, heads: 4, hidden: 128, maxPositions: 64 };

const transformer = new Transformer({
  ...sizes,
  sourceSize: size,
  targetSize: size,
  encoderLayers: 2,
  decoderLayers: 2,
});
const source = Array.from(
  { length: 32 },
  (_, i) => Array.from({ length: 8 }, (_, j) => 4 + 31 * i + j),
);
for (const beams of [1, 4]) {
  const group = `32 sentences on ${backend}`;
  Deno.bench(`${beams} beams`, { group, baseline: beams === 1 }, async () => {
    await beamSearch(transformer, source, { beams });
  });
}

const model = new LanguageModel({ ...sizes, vocabularySize: size, layers: 2 });
for (const limits of [{}, { topK: 40 }, { topP: 0.9 }]) {
  const name = JSON.stringify(limits);
  const group = `32 words on ${backend}`;
  Deno.bench(name, { group, baseline: name === "{}" }, async () => {
    await sampleIds(model, [5], { length: 32, ...limits });
  });
}
