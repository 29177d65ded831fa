import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { figure } from "../../lib/plot/figure.ts";
import { reportHtml } from "../../lib/plot/report.ts";
import { sliderFigure } from "../../lib/plot/slider_figure.ts";
import { openChromium } from "../../lib/task/chromium.ts";
import { canBrowse } from "../support/permissions.ts";

const TITLE =
  "Each layer of the stack multiplies the rank of the product until it saturates";

/** A report of a figure, one with a slider, and a table, for a screen of some width. */
async function atWidth(
  width: number,
  read: (page: Page) => Promise<void>,
): Promise<void> {
  const steps = ["1", "2"].map((label) => ({
    label,
    figure: figure([{ y: [1, 2] }], {
      title: `${TITLE} ${label}`,
      x: "x",
      y: "y",
    }),
  }));
  const long = "wide".repeat(20);
  const table = { columns: ["a", long], rows: [[1, 2], [2, 3]] };
  const html = await reportHtml({
    title: "Ranks",
    sections: [
      { heading: "One", figure: steps[0].figure },
      { heading: "Both", figure: sliderFigure("rank", steps) },
      { heading: "Table", table },
    ],
  });
  const browser = await openChromium();
  try {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.setContent(html);
    await page.locator(".js-plotly-plot .gtitle").nth(1).waitFor();
    await read(page);
  } finally {
    await browser.close();
  }
}

/** Widths of the figures, and how many lines each title has. */
function figures(page: Page): Promise<[number, number][]> {
  return page.locator(".js-plotly-plot").evaluateAll((nodes) =>
    nodes.map((node) => [
      node.querySelector(".main-svg").getBoundingClientRect().width,
      Math.max(1, node.querySelectorAll(".gtitle tspan.line").length),
    ])
  );
}

Deno.test({
  name:
    "reportHtml() makes figures as narrow as the page, with titles in lines",
  ignore: !canBrowse,
  fn: async () => {
    await atWidth(480, async (page) => {
      assertEquals(await figures(page), [[448, 2], [448, 2]]);
      // the slider writes the title of its step
      const rail = page.locator(".slider-rail-touch-rect");
      await rail.click({ position: { x: 340, y: 20 } });
      await page.locator(".gtitle").getByText(/saturates 2$/).waitFor();
      assertEquals(await figures(page), [[448, 2], [448, 2]]);
      await page.setViewportSize({ width: 1200, height: 800 });
      await page.locator('.main-svg[width="760"]').first().waitFor();
      await page.locator(".gtitle").getByText(/saturates 2$/).waitFor();
      assertEquals(await figures(page), [[760, 1], [760, 1]]);
    });
  },
});

Deno.test({
  name: "reportHtml() lets a table in print go on on the next page",
  ignore: !canBrowse,
  fn: async () => {
    await atWidth(1200, async (page) => {
      await page.emulateMedia({ media: "print" });
      const breaks = await page.evaluate(
        "[...document.querySelectorAll('.wide')].map((node) => getComputedStyle(node).breakInside)",
      );
      assertEquals(breaks, ["avoid", "avoid", "auto"]);
    });
  },
});

/** Roles, names and values that a screen reader has of what it can reach. */
function told(page: Page): Promise<(string | null)[][]> {
  return page.locator("[role]").evaluateAll((nodes) =>
    nodes.map((node) =>
      ["role", "aria-label", "aria-valuetext"]
        .map((name) => node.getAttribute(name))
    )
  );
}

Deno.test({
  name: "reportHtml() names figures, and its sliders and tables need no mouse",
  ignore: !canBrowse,
  fn: async () => {
    await atWidth(480, async (page) => {
      const at = (step: string) => [
        ["img", `${TITLE} 1`, null],
        ["group", `${TITLE} ${step}`, null],
        ["slider", "rank", step],
        ["region", "Table", null],
      ];
      await page.getByRole("slider").waitFor();
      assertEquals(await told(page), at("1"));
      await page.keyboard.press("Tab");
      await page.keyboard.press("ArrowRight");
      await page.locator(".gtitle").getByText(/saturates 2$/).waitFor();
      assertEquals(await told(page), at("2"));
      await page.keyboard.press("ArrowRight"); // there is no other step
      await page.keyboard.press("Home");
      await page.getByRole("slider", { name: "rank" }).and(
        page.locator('[aria-valuetext="1"]'),
      ).waitFor();
      const held = () => page.evaluate("document.activeElement.ariaLabel");
      await page.setViewportSize({ width: 440, height: 800 });
      await page.locator('.main-svg[width="408"]').first().waitFor();
      assertEquals(await held(), "rank");
      await page.keyboard.press("Tab");
      assertEquals(await held(), "Table");
      assertEquals(await page.getByRole("main").locator("section").count(), 3);
      await page.setViewportSize({ width: 1200, height: 800 });
      await page.locator('.main-svg[width="760"]').first().waitFor();
      assertEquals(await page.getByRole("region").count(), 0);
    });
  },
});
