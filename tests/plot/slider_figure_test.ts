import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { figure } from "../../lib/plot/figure.ts";
import { sliderFigure, type SliderStep } from "../../lib/plot/slider_figure.ts";
import { renderSvg } from "../../lib/plot/svg.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { canReadEnvironment } from "../support/permissions.ts";

/** A bar a step, and a line in the second. */
function steps(): SliderStep[] {
  return [1, 2, 3].map((rank) => ({
    label: `${rank}`,
    figure: figure(
      [
        { type: "bar", y: [rank] },
        ...rank === 2 ? [{ y: [2], visible: "legendonly" }] : [],
      ],
      { title: `rank ${rank}`, x: "depth", y: "terms" },
      rank === 3 ? { x: { range: [0, 3] } } : {},
    ),
  }));
}

interface Layout {
  readonly title: { readonly text: string };
  readonly height: number;
  readonly margin: { readonly b: number };
  readonly sliders: readonly {
    readonly active: number;
    readonly steps: readonly {
      readonly label: string;
      readonly method: string;
      readonly args: readonly [{ readonly visible: unknown[] }, object];
    }[];
  }[];
}

Deno.test("sliderFigure() shows one step's traces and hides the others", () => {
  const { data, layout } = sliderFigure("rank", steps(), { active: 1 });
  assertEquals(
    (data as { visible: unknown }[]).map(({ visible }) => visible),
    [false, true, "legendonly", false],
  );
  const { title, height, sliders: [slider] } = layout as Layout;
  assertEquals(title.text, "rank 2");
  assert(height > 460, "the slider has room below");
  assertEquals([slider.active, slider.steps.length], [1, 3]);
});

Deno.test("sliderFigure() changes what differs between the steps, and nothing else", () => {
  const { layout } = sliderFigure("rank", steps());
  const [slider] = (layout as Layout).sliders;
  assertEquals(
    slider.steps.map(({ label, method, args }) => [label, method, ...args]),
    [
      ["1", "update", { visible: [true, false, false, false] }, {
        "title.text": "rank 1",
        "xaxis.range": null,
      }],
      ["2", "update", { visible: [false, true, "legendonly", false] }, {
        "title.text": "rank 2",
        "xaxis.range": null,
      }],
      ["3", "update", { visible: [false, false, false, true] }, {
        "title.text": "rank 3",
        "xaxis.range": [0, 3],
      }],
    ],
  );
});

Deno.test("sliderFigure() leaves the figures of its steps as they were", () => {
  const given = steps();
  sliderFigure("rank", given);
  assertEquals(JSON.stringify(given), JSON.stringify(steps()));
});

Deno.test("sliderFigure() needs the place of a step to begin with", () => {
  for (
    const [list, active, message] of [
      [steps(), 3, "of its 3 steps: got 3"],
      [steps(), 0.5, "of its 3 steps: got 0.5"],
      [[], 0, "of its 0 steps: got 0"],
    ] as const
  ) {
    assertThrows(
      () => sliderFigure("rank", list, { active }),
      RangeError,
      `Cannot make a slider as active must be the place of one ${message}`,
    );
  }
});

Deno.test({
  name: "sliderFigure() has the active step in its static picture",
  ignore: !canReadEnvironment,
  fn: async () => {
    const { JSDOM } = await import("jsdom"); // asks for the environment
    for (const active of [0, 2]) {
      const svg = await renderSvg(sliderFigure("rank", steps(), { active }));
      const { document } =
        new JSDOM(svg, { contentType: "image/svg+xml" }).window;
      const texts = [...document.querySelectorAll("text")]
        .map(({ textContent }) => textContent);
      assert(texts.includes(`rank ${active + 1}`), texts.join(", "));
      assert(texts.includes(`rank: ${active + 1}`), "what the slider says");
      assert(!texts.includes("rank 2"), "the title of another step");
      assertEquals(document.querySelectorAll(".bars .point").length, 1);
      assertStringIncludes(svg, 'class="slider-');
    }
  },
});

Deno.test("sliderFigure() keeps its size from step to step", () => {
  const [first, second] = steps();
  const large = { ...second.figure.layout, height: 999, width: 999 };
  const { layout } = sliderFigure("rank", [
    first,
    { ...second, figure: { ...second.figure, layout: large } },
  ]);
  const changes = (layout as Layout).sliders[0].steps.map(({ args }) =>
    Object.keys(args[1])
  );
  assertEquals(changes, [["title.text"], ["title.text"]]);
});

Deno.test("sliderFigure() refuses what are no steps and no option", async () => {
  await assertRefusesArguments("make a slider", sliderFigure, [
    [
      ["depth"],
      'steps must be an array such as [{ label: "1", figure }]: got undefined',
    ],
    [
      ["depth", steps(), { activ: 1 }],
      "each option must be one of active: got activ (did you mean active?)",
    ],
  ]);
  await assertRefusesArguments("draw a figure", sliderFigure, [
    [
      ["depth", [{ label: "1" }]],
      "it must be an object of data and layout: got undefined",
    ],
  ]);
});

Deno.test("sliderFigure() keeps the slider's room at every step", () => {
  const step = (b: number) => {
    const { data, layout } = figure([{ x: [1], y: [1] }], {
      title: `${b}`,
      x: "x",
      y: "y",
    });
    return {
      label: `${b}`,
      figure: { data, layout: { ...layout, margin: { b } } },
    };
  };
  const steps = [step(56), step(120)] as unknown as SliderStep[];
  const { layout } = sliderFigure("n", steps);
  const { margin, sliders: [{ steps: moves, pad }] } = layout as unknown as {
    margin: { b: number };
    sliders: [{ steps: { args: [object, object] }[]; pad: { t: number } }];
  };
  assertEquals([margin.b, pad.t], [120 + 92, 120 + 2]);
  for (const { args: [, changes] } of moves) {
    assertEquals("margin.b" in changes, false);
  }
  // figures that say nothing of it have that of figure()
  const { data, layout: { margin: _, ...bare } } = step(0).figure;
  const plain = [{ label: "1", figure: { data, layout: bare } }];
  const figured = sliderFigure("n", plain as unknown as SliderStep[]);
  assertEquals((figured.layout as Layout).margin.b, 56 + 92);
});
