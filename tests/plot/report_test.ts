import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { figure } from "../../lib/plot/figure.ts";
import { reportHtml, writeReport } from "../../lib/plot/report.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { canWrite } from "../support/permissions.ts";

const hostile = `</script><script>alert("1")</script>`;

Deno.test("reportHtml() escapes every text that it is given", async () => {
  const page = await reportHtml({
    title: hostile,
    sections: [{
      heading: hostile,
      paragraphs: [hostile],
      table: { columns: [hostile], rows: [[hostile]] },
      figure: figure([{ y: [1], name: hostile }], {
        title: hostile,
        x: hostile,
        y: hostile,
      }),
    }],
  });
  assert(!page.includes("<script>alert"));
});

Deno.test("reportHtml() holds plotly.js and asks no network for anything", async () => {
  const page = await reportHtml({ title: "Empty", sections: [] });
  assertStringIncludes(page, "plotly.js (cartesian - minified)");
  assert(!/<(script|link|img)[^>]*(src|href)=/.test(page));
  // the page's own script, plotly.js's and no end of either inside the source
  assertEquals(page.match(/<\/script>/g)?.length, 2);
});

Deno.test("reportHtml() takes what may not be changed", async () => {
  const paragraphs: readonly string[] = Object.freeze(["once", "twice"]);
  const traces: readonly object[] = Object.freeze([{ y: [1] }]);
  const shown = figure(traces, { title: "t", x: "x", y: "y" });
  const sections = [{ heading: "h", paragraphs, figure: shown }];
  assertStringIncludes(await reportHtml({ title: "t", sections }), "<p>twice");
});

Deno.test("reportHtml() keeps a figure's values", async () => {
  const shown = figure([{ type: "bar", x: ["a<b"], y: [3] }], {
    title: "t",
    x: "x",
    y: "y",
  });
  const page = await reportHtml({
    title: "r",
    sections: [{ heading: "h", figure: shown }],
  });
  const json = page.match(/<script type="application\/json">(.*?)<\/script>/)!;
  assertEquals(JSON.parse(json[1]), JSON.parse(JSON.stringify(shown)));
});

Deno.test({
  name: "writeReport() replaces the file with the page",
  ignore: !canWrite,
  fn: async () => {
    const path = Deno.makeTempFileSync();
    const report = { title: "Twice", sections: [{ heading: "Only" }] };
    await writeReport(path, report);
    await writeReport(path, report);
    assertEquals(Deno.readTextFileSync(path), await reportHtml(report));
    Deno.removeSync(path);
  },
});

Deno.test("reportHtml() and writeReport() refuse what is no report and no path", async () => {
  await assertRefusesArguments("write a report", reportHtml, [
    [
      [],
      'it must be an object such as { title: "Ranks", sections: [] }: got undefined',
    ],
    [[{ title: 1, sections: [] }], "its title must be text: got 1"],
    [[{ title: "Ranks" }], "its sections must be an array: got undefined"],
  ]);
  const section = (given: unknown) => [{ title: "t", sections: [given] }];
  await assertRefusesArguments("write a report", reportHtml, [
    [
      section("Ranks"),
      'section 0 must be an object such as { heading: "Ranks" }: got "Ranks"',
    ],
    [section({}), "the heading of section 0 must be text: got undefined"],
    [
      section({ heading: "h", paragraphs: "one" }),
      'paragraphs of section 0 must be an array of texts: got "one"',
    ],
  ]);
  await assertRefusesArguments("write a report's section 0", reportHtml, [
    [
      section({ heading: "h", figures: [] }),
      "each option must be one of heading, paragraphs, table, figure: got figures (did you mean figure?)",
    ],
  ]);
  await assertRefusesArguments("draw a figure", reportHtml, [
    [
      section({ heading: "h", figure: Promise.resolve() }),
      "it must be an object of data and layout: got a Promise",
    ],
    [
      section({ heading: "h", figure: {} }),
      "its data must be an array of traces: got undefined",
    ],
  ]);
  await assertRefusesArguments("show a table", reportHtml, [
    [
      section({ heading: "h", table: { rows: [] } }),
      "its columns must be an array: got undefined",
    ],
  ]);
  await assertRefusesArguments("write a report", writeReport, [
    [[{}], "its path must be a string or a URL: got an object"],
  ]);
});
