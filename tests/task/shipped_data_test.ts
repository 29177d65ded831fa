import { assertEquals } from "@std/assert";
import { shippedData } from "../../lib/task/shipped_data.ts";
import { canRead } from "../support/permissions.ts";

Deno.test({
  name: "shippedData() has the same words in either order",
  ignore: !canRead,
  fn: async () => {
    const [byFrequency, byAlphabet] = await Promise.all(
      [undefined, "alphabet" as const].map(shippedData),
    );
    for (const language of ["source", "target"] as const) {
      const words = byFrequency[language].toJSON() as string[];
      assertEquals(byAlphabet[language].toJSON(), words.toSorted());
    }
    assertEquals(byFrequency.target.encode("."), [4]); // what ends most sentences
  },
});
