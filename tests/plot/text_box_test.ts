import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type SvgNode, textBox, textWidth } from "../../lib/plot/text_box.ts";

function node(
  tagName: string,
  attributes: Record<string, string>,
  { text = "", size = "", children = [] as SvgNode[] } = {},
): SvgNode {
  const self: SvgNode = {
    tagName,
    textContent: text,
    parentElement: null,
    style: { fontSize: size },
    getAttribute: (name) => attributes[name] ?? null,
    querySelectorAll: (selector) =>
      children.filter((child) => child.tagName === selector.split(".")[0]),
  };
  for (const child of children) Object.assign(child, { parentElement: self });
  return self;
}

Deno.test("textWidth() is Helvetica's and an eighth, in proportion to the font size", () => {
  const small = textWidth(
    node("text", {}, { text: "0123456789", size: "10px" }),
  );
  assertAlmostEquals(small, 1.13 * 56, 1e-9);
  const large = textWidth(
    node("text", {}, { text: "0123456789", size: "20px" }),
  );
  assertAlmostEquals(large, 1.13 * 112, 1e-9);
  const narrow = textWidth(node("text", {}, { text: "illill", size: "10px" }));
  assert(
    narrow < textWidth(node("text", {}, { text: "MWMWMW", size: "10px" })) / 3,
  );
});

Deno.test("textBox() holds all lines of a centred text", () => {
  const children = ["ab", "abcd"].map((text) => node("tspan", {}, { text }));
  const attributes = { x: "100", y: "50", "text-anchor": "middle" };
  const box = textBox(node("text", attributes, { size: "10px", children }));
  assertAlmostEquals((box.left + box.right) / 2, 100, 1e-9);
  assertAlmostEquals(box.width, 1.13 * 10 * (3 * 0.56 + 0.5), 1e-9);
  assertEquals([box.top, box.height], [42, 26]);
});

Deno.test("textBox() follows transforms outwards, unless it is local", () => {
  const text = node("text", { transform: "rotate(-90)" }, {
    text: "000",
    size: "10px",
  });
  const group = node("g", { transform: "translate(5,7)" }, {
    children: [text],
  });
  const box = textBox(group);
  assertAlmostEquals(box.height, 1.13 * 16.8, 1e-9); // upright: as high as the text is wide
  assertAlmostEquals(box.bottom, 7, 1e-9);
  assertAlmostEquals(textBox(group, true).bottom, 0, 1e-9);
});

Deno.test("textBox() of an element without text is its size", () => {
  const { width, height } = textBox(node("rect", { width: "3", height: "4" }));
  assertEquals([width, height], [3, 4]);
});
