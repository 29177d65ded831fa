import { assert, assertEquals } from "@std/assert";
import {
  activationSection,
  rankGrowthSection,
  spectrumSection,
} from "../../lib/task/expressiveness_ranks.ts";

Deno.test("the sections of ranks count their stacks, and every figure is labelled", () => {
  let count = 0;
  const tick = () => count++;
  const sections = [
    rankGrowthSection(tick),
    activationSection(tick),
    spectrumSection(tick),
  ];
  assertEquals(count, 30 + 6 + 4);
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
