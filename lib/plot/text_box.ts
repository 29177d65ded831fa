import { transformPoint } from "./transform_point.ts";

/** A rectangle as the DOM gives it. */
export interface Box {
  /** Left edge. */
  readonly x: number;
  /** Upper edge. */
  readonly y: number;
  /** Left edge again, as of a `DOMRect`. */
  readonly left: number;
  /** Upper edge again. */
  readonly top: number;
  /** Right edge. */
  readonly right: number;
  /** Lower edge. */
  readonly bottom: number;
  /** From left to right. */
  readonly width: number;
  /** From top to bottom. */
  readonly height: number;
}

/** What is read of a node in an SVG document. */
export interface SvgNode {
  /** Name of the element, such as `"text"`. */
  readonly tagName: string;
  /** All text inside. */
  readonly textContent: string | null;
  /** The element around it. */
  readonly parentElement: SvgNode | null;
  /** Its inline style. */
  readonly style: { readonly fontSize: string };
  /** Value of an attribute. */
  getAttribute(name: string): string | null;
  /** Elements inside that fit a selector. */
  querySelectorAll(selector: string): Iterable<SvgNode>;
}

/** Height of a line in font sizes. */
const LINE = 1.3;

/** Fonts that stand in where there is no Helvetica are wider, DejaVu Sans the most. */
const SLACK = 1.13;

/** Share of the font size that is above the base line. */
const ASCENT = 0.8;

/** Widths of Helvetica's characters in font sizes; all others are as wide as a digit. */
const WIDTHS: readonly (readonly [string, number])[] = [
  ["ijl'|", 0.22],
  [" .,:;/!ftI[]\\·", 0.28],
  ['r-()"`*', 0.34],
  ["ckvxyzsJ", 0.5],
  ["BEPSVXYAK&", 0.67],
  ["CDHNRUw", 0.72],
  ["GOQ", 0.78],
  ["mM", 0.83],
  ["W%", 0.92],
];

const WIDTH_OF: ReadonlyMap<string, number> = new Map(
  WIDTHS.flatMap(([characters, width]) =>
    [...characters].map((character) => [character, width] as const)
  ),
);

/**
 * The width of a text element, by Helvetica's measures and some slack.
 *
 * @param node A `text` element, its lines in `tspan.line` elements where it has some.
 * @returns Width of the longest line in pixels.
 */
export function textWidth(node: SvgNode): number {
  const widths = linesOf(node).map((line) =>
    [...line].reduce((sum, c) => sum + (WIDTH_OF.get(c) ?? 0.56), 0)
  );
  return SLACK * Math.max(0, ...widths) * fontSize(node);
}

/**
 * The rectangle that holds the texts of an element, in the document's coordinates.
 *
 * @param node An SVG element.
 * @param isLocal Whether the element's own coordinates are meant instead: its own
 *   transform and those around it don't count then.
 * @returns The box of the text, or of all texts inside the element; where there is
 *   none, the size that the element's attributes give.
 */
export function textBox(node: SvgNode, isLocal = false): Box {
  const texts = node.tagName === "text"
    ? [node]
    : [...node.querySelectorAll("text")];
  if (texts.length === 0) {
    const corner = [number(node, "width"), number(node, "height")] as const;
    return around([[0, 0], corner]);
  }
  return around(texts.flatMap((text) => {
    const outermost = isLocal ? node : null;
    return corners(text).map((corner) => moved(text, corner, outermost));
  }));
}

/** The four corners of a text element's box, before any transform. */
function corners(text: SvgNode): [number, number][] {
  const size = fontSize(text);
  const width = textWidth(text);
  const anchor = text.getAttribute("text-anchor");
  const shift = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
  const left = number(text, "x") - shift;
  const top = number(text, "y") - ASCENT * size;
  const bottom = top + linesOf(text).length * LINE * size;
  const right = left + width;
  return [[left, top], [right, top], [left, bottom], [right, bottom]];
}

/** A point moved by the transforms of a node and those around it, below `outermost`. */
function moved(
  node: SvgNode,
  point: [number, number],
  outermost: SvgNode | null,
): [number, number] {
  if (node === outermost) return point;
  const transform = node.getAttribute("transform");
  const outside = transform ? transformPoint(transform, point) : point;
  const parent = node.parentElement;
  return parent ? moved(parent, outside, outermost) : outside;
}

/** The least box that holds all points. */
function around(points: readonly (readonly [number, number])[]): Box {
  const left = Math.min(...points.map(([x]) => x));
  const top = Math.min(...points.map(([, y]) => y));
  const right = Math.max(...points.map(([x]) => x));
  const bottom = Math.max(...points.map(([, y]) => y));
  const [width, height] = [right - left, bottom - top];
  return { x: left, y: top, left, top, right, bottom, width, height };
}

function linesOf(node: SvgNode): string[] {
  const lines = [...node.querySelectorAll("tspan.line")];
  return (lines.length > 0 ? lines : [node]).map((line) =>
    line.textContent ?? ""
  );
}

/** The font size that the element or the nearest around it sets. */
function fontSize(node: SvgNode | null): number {
  if (node === null) return 12;
  const size = parseFloat(node.style.fontSize);
  return Number.isNaN(size) ? fontSize(node.parentElement) : size;
}

function number(node: SvgNode, attribute: string): number {
  return parseFloat(node.getAttribute(attribute) ?? "") || 0;
}
