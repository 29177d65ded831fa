import { assertEquals, assertRejects } from "@std/assert";
import { readTable } from "../../lib/text/read_table.ts";
import { canRead, canWrite } from "../support/permissions.ts";

const ignore = !canRead || !canWrite;

/** Runs a test on a file of the given name and bytes. */
async function withFile(
  name: string,
  content: string | Uint8Array,
  test: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const bytes = typeof content === "string"
      ? new TextEncoder().encode(content)
      : content;
    await Deno.writeFile(`${folder}/${name}`, bytes);
    await test(`${folder}/${name}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function gzip(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Response(stream).bytes();
}

const TABLES: [name: string, text: string][] = [
  ["a.csv", "text,label\n£5?,price\n"],
  ["a.tsv", "text\tlabel\n£5?\tprice\n"],
  ["a.TSV", "text\tlabel\n£5?\tprice\n"],
];

for (const [name, text] of TABLES) {
  Deno.test({
    name: `readTable() reads .${name.slice(2)}, plain and compressed`,
    ignore,
    fn: async () => {
      const columns = ["label", "text"];
      for (
        const [path, content] of [
          [name, text],
          [`${name}.gz`, await gzip(text)],
          [`${name}.GZ`, await gzip(text)],
        ] as const
      ) {
        await withFile(path, content, async (path) => {
          assertEquals(await readTable(path, { columns }), [["price", "£5?"]]);
        });
      }
    },
  });
}

const refused: [string, string, string | Uint8Array, string][] = [
  ["an empty file", "a.csv", "", "it must not be empty: got no lines"],
  [
    "a file without the column",
    "a.csv",
    "text,intent\na,b\n",
    'it must have a column "label": got "text", "intent"',
  ],
  [
    "a compressed file that is cut in half",
    "a.csv.gz",
    (await gzip("text,label\n".repeat(9))).slice(0, 20),
    "it must be whole gzip data",
  ],
  [
    "bytes that are no text",
    "a.csv",
    Uint8Array.of(255),
    "it must be UTF-8 text",
  ],
];

for (const [what, name, content, message] of refused) {
  Deno.test({
    name: `readTable() refuses ${what}`,
    ignore,
    fn: () =>
      withFile(name, content, async (path) => {
        const error = await assertRejects(
          () => readTable(path, { columns: ["label"] }),
          SyntaxError,
        );
        assertEquals(error.message, `Cannot read ${name} as ${message}`);
      }),
  });
}

Deno.test({
  name: "readTable() refuses a file that is not there",
  ignore,
  fn: async () => {
    const error = await assertRejects(
      () => readTable("nowhere/a.csv"),
      Deno.errors.NotFound,
    );
    assertEquals(
      error.message,
      "Cannot read a.csv as there must be such a file: got nowhere/a.csv",
    );
  },
});

Deno.test({
  name: "readTable() reads all of banking77",
  ignore: !canRead,
  fn: async () => {
    const data = new URL("../../data/banking77/", import.meta.url);
    const columns = ["text", "category"];
    const train = await readTable(new URL("train.csv.gz", data), { columns });
    const test = await readTable(new URL("test.csv.gz", data), { columns });
    assertEquals([train.length, test.length], [10_003, 3_080]);
    assertEquals(new Set(train.map(([, category]) => category)).size, 77);
    assertEquals(test[0], ["How do I locate my card?", "card_arrival"]);
  },
});

Deno.test({
  name: "readTable() reads gzip of several members, and refuses a part of one",
  ignore,
  fn: async () => {
    const columns = ["label", "text"];
    const members = await Promise.all(["text,label\n", "a,b\n"].map(gzip));
    const all = Uint8Array.from([...members[0], ...members[1]]);
    await withFile("a.csv.gz", all, async (path) => {
      assertEquals(await readTable(path, { columns }), [["b", "a"]]);
    });
    await withFile("a.csv.gz", all.subarray(0, -3), async (path) => {
      await assertRejects(
        () => readTable(path, { columns }),
        SyntaxError,
        "Cannot read a.csv.gz as it must be whole gzip data",
      );
      await assertRejects(
        () => readTable(path.slice(0, -"/a.csv.gz".length), { columns }),
        SyntaxError,
      );
    });
  },
});

Deno.test({
  name: "readTable() takes a file for compressed by the end of its name alone",
  ignore,
  fn: async () => {
    await withFile("a.gz.csv", "text\nHi\n", async (path) => {
      assertEquals(await readTable(path, { columns: ["text"] }), [["Hi"]]);
    });
  },
});
