"""What the runner of notebooks must notice. Run by `.ci/run` with the Python of
`deno task lab`'s environment:

    .venv/bin/python tests/task/run_notebooks_test.py
"""

import contextlib
import io
import os
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import nbformat

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "lib", "task"))
import run_notebooks  # noqa: E402

DISPLAY = 'await Deno.jupyter.display({{"{0}": "x"}}, {{ raw: true }});'


class RunNotebooks(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "one.ipynb")

    def tearDown(self):
        self.folder.cleanup()

    def save(self, *sources, tags=()):
        notebook = nbformat.v4.new_notebook()
        notebook.cells = [
            nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})
            for source in sources
        ]
        nbformat.write(notebook, self.path)

    def run_it(self, *arguments):
        with contextlib.redirect_stdout(io.StringIO()) as output:
            status = run_notebooks.main([*arguments, self.path])
        return status, output.getvalue().strip()

    def outputs(self):
        cells = nbformat.read(self.path, as_version=4).cells
        return [cell.outputs for cell in cells]

    def test_stores_outputs_that_come_after_idle(self):
        self.save(*["%d + 1" % i for i in range(8)])
        self.assertEqual(self.run_it(), (0, "one.ipynb: ok"))
        texts = [output[0].data["text/plain"] for output in self.outputs()]
        self.assertEqual(texts, [str(i + 1) for i in range(8)])

    def test_checks_what_it_has_stored(self):
        self.save("1 + 1", 'console.log("hello")', DISPLAY.format("image/svg+xml"))
        self.run_it()
        self.assertEqual(self.run_it("--check"), (0, "one.ipynb: ok"))

    def test_keeps_one_output_of_a_display_that_is_updated(self):
        show = 'const id = "a"; for (const [i, update] of [[1, false], [2, true]])'
        call = 'await Deno.jupyter.display({"text/plain": `100% ${i}/2 3.1/s, 4 s in all`}, {raw: true, display_id: id, update});'
        self.save(f"{show} {call}")
        self.run_it()
        [[output]] = self.outputs()
        self.assertEqual(output.data["text/plain"], "100% 2/2, done")

    def test_names_cell_and_line_of_an_error(self):
        self.save("1", 'const a = 1;\nthrow new RangeError("too far")')
        self.assertEqual(
            self.run_it(), (1, "one.ipynb: cell 2, line 2: RangeError: too far")
        )
        self.assertEqual(self.outputs(), [[], []])  # nothing was written

    def test_fails_on_a_syntax_error(self):
        self.save("let = = 3")
        status, text = self.run_it()
        self.assertEqual(status, 1)
        self.assertIn("one.ipynb: cell 1: ", text)
        self.assertIn("syntax error", text)

    def test_names_the_line_as_it_stands_in_the_cell(self):
        cells = [
            ('// a word\n\n\nthrow new Error("x")', 4),
            ('import {\n  join,\n  sep,\n} from "node:path";\n\njoin(3)', 6),
            ("interface A {\n  a: number;\n}\nconst f = (a: A) => a.b.c;\n\nf({ a: 1 })", 4),
            ("const o = { a: 1, b: [2, 3],\n  c: 4 };\no.d.e", 3),
        ]
        for source, line in cells:
            with self.subTest(source):
                self.save(source)
                status, text = self.run_it()
                self.assertEqual(status, 1)
                self.assertIn(f"one.ipynb: cell 1, line {line}: ", text)

    def test_fails_on_a_display_that_threw(self):
        for method in ("", "async "):
            with self.subTest(method):
                self.save(
                    "class T {\n"
                    f'  {method}[Symbol.for("Jupyter.display")]() {{\n'
                    '    throw new Error("no");\n  }\n}\n\nnew T()'
                )
                self.assertEqual(
                    self.run_it(),
                    (1, "one.ipynb: cell 1, line 3: its display threw Error: no"),
                )

    def test_fails_on_a_display_that_gives_no_bundle(self):
        for value in ("undefined", "3", '{ "text/html": null }'):
            with self.subTest(value):
                self.save(f'({{ [Symbol.for("Jupyter.display")]: () => ({value}) }})')
                self.assertEqual(
                    self.run_it(),
                    (1, "one.ipynb: cell 1: its display must give values by media type"),
                )

    def test_fails_on_a_cell_that_does_not_show_what_its_tag_says(self):
        self.save(DISPLAY.format("text/plain"), tags=["shows-figure", "other"])
        self.assertEqual(
            self.run_it(),
            (1, "one.ipynb: cell 1: it is tagged shows-figure: got [['text/plain']]"),
        )
        self.save(
            'await Deno.jupyter.display({"text/html": "x", "text/plain": "x"}, { raw: true });',
            tags=["shows-table"],
        )
        self.assertEqual(self.run_it(), (0, "one.ipynb: ok"))

    def test_fails_on_what_is_written_to_standard_error(self):
        self.save('console.error("careful")')
        self.assertEqual(
            self.run_it(),
            (1, "one.ipynb: cell 1: wrote to standard error: careful"),
        )

    def test_check_fails_without_outputs(self):
        self.save("1 + 1")
        status, text = self.run_it("--check")
        self.assertEqual(status, 1)
        self.assertIn("its outputs are not those of its cells", text)

    def test_check_fails_on_outputs_of_other_cells(self):
        self.save("1 + 1")
        self.run_it()
        notebook = nbformat.read(self.path, as_version=4)
        notebook.cells[0].source = "1 + 2"
        nbformat.write(notebook, self.path)
        status, text = self.run_it("--check")
        self.assertEqual(status, 1)
        self.assertIn("run `deno task notebooks`", text)

    def test_keeps_what_was_shown_when_it_goes_missing(self):
        self.save("1 + 1", DISPLAY.format("text/html"))
        self.run_it()
        notebook = nbformat.read(self.path, as_version=4)
        notebook.cells[1].outputs[0].data["image/svg+xml"] = "<svg/>"
        nbformat.write(notebook, self.path)
        self.assertEqual(self.run_it()[0], 1)
        self.assertIn("image/svg+xml", self.outputs()[1][0].data)
        notebook.cells[1].outputs = []  # as a reader clears them, to accept it
        nbformat.write(notebook, self.path)
        self.assertEqual(self.run_it(), (0, "one.ipynb: ok"))

    def test_writes_the_same_file_again(self):
        self.save("1 + 1", 'console.log("hello")', DISPLAY.format("image/svg+xml"))
        self.run_it()
        with open(self.path, "rb") as file:
            first = file.read()
        self.run_it()
        with open(self.path, "rb") as file:
            self.assertEqual(file.read(), first)
        self.assertNotIn(b"version", first.replace(b"nbformat_minor", b""))

    def test_writes_the_same_line_ends_on_windows(self):
        fdopen = os.fdopen

        def on_windows(*arguments, newline="\r\n", **options):
            return fdopen(*arguments, newline=newline, **options)

        self.save("1 + 1")
        with mock.patch("os.fdopen", on_windows):
            self.assertEqual(self.run_it(), (0, "one.ipynb: ok"))
        with open(self.path, "rb") as file:
            self.assertNotIn(b"\r", file.read())

    def test_tells_of_a_fault_in_letters_that_a_code_page_lacks(self):
        path = os.path.join(self.folder.name, "x → y.ipynb")
        with open(path, "w") as file:
            file.write("no notebook")
        ran = subprocess.run(
            [sys.executable, run_notebooks.__file__, path],
            env={**os.environ, "PYTHONIOENCODING": "cp1252"},
            capture_output=True,
        )
        self.assertIn("x → y.ipynb: it must be a notebook", ran.stdout.decode("utf-8"))

    def test_check_fails_on_an_output_that_went_missing(self):
        self.save("1 + 1", DISPLAY.format("text/html"))
        self.run_it()
        notebook = nbformat.read(self.path, as_version=4)
        notebook.cells[1].outputs[0].data["image/svg+xml"] = "<svg/>"
        nbformat.write(notebook, self.path)
        self.assertEqual(
            self.run_it("--check"),
            (
                1,
                "one.ipynb: cell 2: it should show [['image/svg+xml', 'text/html']]: got [['text/html']]",
            ),
        )


if __name__ == "__main__":
    unittest.main()
