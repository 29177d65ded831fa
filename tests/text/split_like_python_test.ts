import { assertEquals } from "@std/assert";
import {
  splitLikePython,
  trimEndLikePython,
} from "../../lib/text/split_like_python.ts";

// python3 -c "print([hex(c) for c in range(0x110000) if chr(c).isspace()])", Python 3.11
const SPACES = [
  ...[0x9, 0xa, 0xb, 0xc, 0xd, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0],
  ...[0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007],
  ...[0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
];

Deno.test("splitLikePython() splits at exactly what Python calls white space", () => {
  const found = Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) =>
      splitLikePython(`a${String.fromCodePoint(code)}b`).length === 2
    );
  assertEquals(found, SPACES);
  assertEquals(splitLikePython(" \n"), []);
});

Deno.test("trimEndLikePython() takes away white space at the end only", () => {
  assertEquals(trimEndLikePython(" a b-\n\u0085 "), " a b-");
  assertEquals(trimEndLikePython("a\ufeff"), "a\ufeff");
  const inside = `a${" ".repeat(2_000_000)}b`; // a regex would take years
  assertEquals(trimEndLikePython(inside), inside);
});
