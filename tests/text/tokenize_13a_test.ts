import { assertEquals } from "@std/assert";
import { tokenize13a } from "../../lib/text/tokenize_13a.ts";

Deno.test("tokenize13a() splits as the scoring script does", () => {
  // sacrebleu 2.6.0: Tokenizer13a()(text)
  const cases = {
    'He said: "3.5% of 1,000-2,000 (or so)..."':
      'He said : " 3.5 % of 1,000 - 2,000 ( or so ) . . . "',
    "it's well-known&amp;&lt;x&gt; a<skipped>b": "it's well-known & < x > ab",
    ".5 5. a,b 10-year end-\nless": ". 5 5 . a , b 10 - year endless",
    "": "",
  };
  for (const [text, expected] of Object.entries(cases)) {
    assertEquals(tokenize13a(text).join(" "), expected);
  }
});
