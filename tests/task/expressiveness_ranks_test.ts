import { assert, assertEquals } from "@std/assert";
import {
  ACTIVATION_STACKS,
  activationSection,
  exactSections,
  RANK_STACKS,
  rankGrowthSection,
  spectrumSection,
} from "../../lib/task/expressiveness_ranks.ts";

Deno.test("the sections of ranks count their stacks, and every figure is labelled", () => {
  const counts = { ranks: 0, activations: 0 };
  const tick = () => counts.ranks++;
  const sections = [
    rankGrowthSection(tick),
    activationSection(() => counts.activations++),
    spectrumSection(tick),
  ];
  assertEquals(counts, { ranks: 30 + 4, activations: ACTIVATION_STACKS });
  exactSections(tick);
  assertEquals(counts.ranks, RANK_STACKS);
  for (const { figure, heading, paragraphs } of sections) {
    assert(heading.length > 0 && paragraphs!.length > 0);
    if (!figure) continue;
    const { title, xaxis, yaxis } = figure.layout as Record<
      string,
      { text: string; title: { text: string } }
    >;
    assert(title.text && xaxis.title.text && yaxis.title.text, heading);
  }
});
