import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { digits } from "../../lib/task/digits.ts";
import { readDigits, readPictures } from "../../lib/task/pictures.ts";
import { heard } from "../support/heard.ts";
import {
  canRead,
  canReadEnvironment,
  canWrite,
} from "../support/permissions.ts";
import { testInFolder } from "../support/test_in_folder.ts";

Deno.test({
  name: "readDigits() reads 1 797 pictures of ten digits",
  ignore: !canRead,
  fn: async () => {
    const { pixels, labels } = await readDigits();
    assertEquals([pixels.length, labels.length], [1797, 1797]);
    assertEquals(new Set(labels).size, 10);
    assert(pixels.every((picture) => picture.length === 64));
    assertEquals(Math.max(...pixels.map((picture) => Math.max(...picture))), 1);
  },
});

Deno.test({
  name: "readPictures() reads pictures and labels from IDX files",
  ignore: !canWrite,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const sizes = [0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2];
      const images = new Uint8Array([0, 0, 8, 3, ...sizes, 0, 51, 255, 102]);
      const labels = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 7, 3]);
      await Deno.writeFile(`${folder}/images`, images);
      await Deno.writeFile(`${folder}/labels`, labels);
      const pictures = await readPictures(
        `${folder}/images`,
        `${folder}/labels`,
      );
      assertEquals(pictures.labels, [7, 3]);
      assertEquals(pictures.pixels, [
        new Float32Array([0, 0.2]),
        new Float32Array([1, 0.4]),
      ]);
      labels.set([3], 7);
      await Deno.writeFile(`${folder}/more`, new Uint8Array([...labels, 1]));
      await assertRejects(
        () => readPictures(`${folder}/images`, `${folder}/more`),
        RangeError,
        "Cannot read pictures as there must be a label for each of the 2: got 3",
      );
      labels.set([2, 7, 7], 7);
      await Deno.writeFile(`${folder}/one`, labels);
      await assertRejects(
        () => readPictures(`${folder}/images`, `${folder}/one`),
        RangeError,
        "Cannot read pictures as labels must be integers >= 0 of at least two classes: got 7",
      );
      await Deno.writeFile(`${folder}/labels`, labels.with(9, 3));
      await assertRejects(
        () =>
          digits(["--images", `${folder}/images`, "--labels"].concat(
            `${folder}/labels`,
            "--epochs",
            "1",
          )),
        RangeError,
        "Cannot test a fifth of the pictures as there must be enough of each class for one: got 2",
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

testInFolder(
  "digits() says what it trains on, and aligns what it found",
  async (folder) => {
    if (!canReadEnvironment) return;
    const pictures = Array.from(
      { length: 10 },
      (_, i) => [i, 255 - i, 9, i % 2],
    );
    const sizes = [0, 0, 0, 10, 0, 0, 0, 2, 0, 0, 0, 2];
    const images = [0, 0, 8, 3, ...sizes, ...pictures.flat()];
    const labels = [0, 0, 8, 1, 0, 0, 0, 10, ...pictures.map(([i]) => i % 2)];
    await Deno.writeFile(`${folder}/images`, Uint8Array.from(images));
    await Deno.writeFile(`${folder}/labels`, Uint8Array.from(labels));
    const files = [
      "--images",
      `${folder}/images`,
      "--labels",
      `${folder}/labels`,
    ];
    const { code, said } = await heard(() =>
      digits([...files, "--seeds", "1", "--epochs", "1"])
    );
    assertEquals(code, 0);
    const lines = said.split("\n");
    assertMatch(
      lines[0],
      /^10 pictures of 4 pixels, a fifth for testing; 1 epoch, 1 seed, backend \w+$/,
    );
    assertMatch(lines[2], /^model {10,}parameters {2}accuracy \(%\)$/);
    assertMatch(lines[3], /^dense {10,}67,586 +\d+\.0$/); // no deviation of one seed
    assertMatch(
      lines.at(-1)!,
      /^nearest to .*, trained on {2,}[\d,]+ +\d+\.0$/,
    );
  },
);

Deno.test({
  name: "digits() refuses pictures without labels",
  ignore: !canRead || !canReadEnvironment,
  fn: async () => {
    await assertRejects(
      () => digits(["--images", "some"]),
      SyntaxError,
      "Cannot run the task as --images and --labels must be given together; --help lists the options",
    );
  },
});
