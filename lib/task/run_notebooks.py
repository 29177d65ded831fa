"""Runs notebooks through Deno's kernel: `deno task notebooks` calls this.

usage: run_notebooks.py [--check] NOTEBOOK ...

Without --check the outputs are stored in the notebooks; where a cell no longer shows
something that it showed, with no change of the code, that is a fault (to accept it,
clear the cell's outputs). With --check nothing is written, and a notebook fails whose
stored outputs are missing, were made from other cells, or are of other kinds than
those of this run. A cell with one of the tags in EXPECTED must show what it says.

The kernel publishes outputs after it has said that it is idle, so the client here
goes on reading until there was silence for a while; nbclient itself would drop them.
"""

import contextlib
import hashlib
import operator
import os
import re
import shutil
import signal
import sys
import tempfile
from queue import Empty

import nbformat
from cell_lines import printer, source_line
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete, CellTimeoutError, DeadKernelError
from nbclient.util import ensure_async

SILENCE = 0.25  # seconds without a message, after idle, that end a cell
TIMEOUT = 300  # seconds that a cell may take
ANSI = re.compile(r"\x1b\[[0-9;]*m")
# the line of a finished progress display: rate and time differ from run to run
PROGRESS = re.compile(r"(100% \d+/\d+) [\d.]+/s, [\d. a-z]+ in all")
# what a cell with a tag must show
EXPECTED = {
    "shows-figure": {"application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"},
    "shows-table": {"text/html", "text/plain"},
    "shows-progress": {"text/plain"},
}
NO_BUNDLE = ": its display must give values by media type"


class Fault(Exception):
    """What is wrong with a notebook, with the cell and, where known, the line."""


class Client(NotebookClient):
    """A client that keeps what the kernel publishes after idle."""

    bundle_fault = False  # whether a display gave what no notebook can hold

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        idle = False
        while True:
            try:
                timeout = SILENCE if idle else None
                message = await ensure_async(
                    self.kc.iopub_channel.get_msg(timeout=timeout)
                )
            except Empty:
                return
            if message["parent_header"].get("msg_id") != parent_msg_id:
                continue
            try:
                self.process_message(message, cell, cell_index)
            except CellExecutionComplete:
                idle = True
            except (KeyError, nbformat.ValidationError):
                self.bundle_fault = True


def source_hash(notebook):
    """Of the code that made the outputs."""
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256("\0".join(sources).encode()).hexdigest()[:16]


def kinds(cell):
    """What a cell shows: the media types of each output, in order."""
    return [
        sorted(output.data) if "data" in output else [output.get("name", "error")]
        for output in cell.outputs
    ]


def went_missing(before, now):
    """Whether kinds of outputs that were there are there no more."""
    return len(now) < len(before) or any(
        not set(old) <= set(new) for old, new in zip(before, now)
    )


def without_noise(cell):
    """Drop what differs from run to run or from machine to machine."""
    cell.metadata.pop("execution", None)
    for output in cell.outputs:
        output.pop("transient", None)
        texts = output.get("data", output)
        for key in ("text", "text/plain"):
            if isinstance(texts.get(key), str):
                text = ANSI.sub("", texts[key])
                texts[key] = PROGRESS.sub(r"\1, done", text)


def faults_of(cell, reply):
    """Why a cell that has run did not do what it should, and the error if there is one."""
    replied = reply["content"].get("status")
    errors = [output for output in cell.outputs if output.output_type == "error"]
    for output in errors:
        # the kernel calls a cell all right whose value could not be shown
        what = "its display threw " if replied == "ok" else ""
        yield f": {what}{output.ename}: {output.evalue}", output
    if replied == "error" and not errors:
        # all that the kernel tells of a syntax error
        yield f": {reply['content'].get('evalue') or 'Execution failed'}, is it a syntax error?", None
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stderr":
            yield f": wrote to standard error: {output.text.strip()}", None
        elif output.output_type != "stream" and None in output.get("data", {}).values():
            yield NO_BUNDLE, None
    shown = [set(output.data) for output in cell.outputs if "data" in output]
    for tag in cell.metadata.get("tags", []):
        if tag in EXPECTED and not any(EXPECTED[tag] <= data for data in shown):
            yield f": it is tagged {tag}: got {kinds(cell)}", None


def line_of(error, cell, client):
    """The line of a cell that an error comes from, where it can be told."""
    frame = re.search(r"<anonymous>:(\d+):(\d+)", "\n".join(error.traceback))
    if not frame:
        return ""
    asked = nbformat.v4.new_code_cell(printer(cell.source))
    client.execute_cell(asked, 0, store_history=False)
    printed = "".join(output.get("text", "") for output in asked.outputs)
    line = source_line(cell.source, printed, int(frame[1]), int(frame[2]))
    return f", line {line}" if line else ""


@contextlib.contextmanager
def kernel_of(client):
    """A fresh kernel, ended also where a signal comes while it starts."""
    try:
        with client.setup_kernel():
            yield
    finally:
        if client.km and client.km.has_kernel:
            client._cleanup_kernel()


def execute(notebook, folder):
    """Runs all cells in a fresh kernel; stops at the first that fails."""
    client = Client(
        notebook,
        kernel_name="deno",
        timeout=TIMEOUT,
        allow_errors=True,
        record_timing=False,
        resources={"metadata": {"path": folder}},
    )
    replies = []
    client.on_cell_executed = lambda cell, cell_index, execute_reply: replies.append(
        execute_reply
    )
    with kernel_of(client):
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            try:
                client.execute_cell(cell, index)
            except (CellTimeoutError, DeadKernelError) as error:
                raise Fault(f"cell {index + 1}: {error}") from error
            if client.bundle_fault:
                raise Fault(f"cell {index + 1}{NO_BUNDLE}")
            for fault, error in faults_of(cell, replies[-1]):
                line = line_of(error, cell, client) if error else ""
                raise Fault(f"cell {index + 1}{line}{fault}")
            without_noise(cell)


def is_current(stored):
    """Whether the outputs of a stored notebook were made by its cells."""
    return stored.metadata.get("kronlab", {}).get("source") == source_hash(stored)


def compare(stored, ran, fault):
    """Fail on a cell whose stored and new kinds of outputs are at fault."""
    for index, (old, new) in enumerate(zip(stored.cells, ran.cells)):
        if old.cell_type == "code" and fault(kinds(old), kinds(new)):
            raise Fault(
                f"cell {index + 1}: it should show {kinds(old)}: got {kinds(new)}"
            )


def with_metadata(notebook):
    """Say what made the outputs, and what language to colour, without versions."""
    notebook.metadata["kronlab"] = {"source": source_hash(notebook)}
    notebook.metadata["kernelspec"] = {
        "display_name": "Deno",
        "language": "typescript",
        "name": "deno",
    }
    notebook.metadata["language_info"] = {
        "file_extension": ".ts",
        "mimetype": "text/x.typescript",
        "name": "typescript",
        "pygments_lexer": "typescript",
    }
    return notebook


def read(path):
    """The notebook of a file; a Fault if it is none."""
    try:
        return nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise Fault(f"it must be a notebook: {str(error)[:80]}") from error


def write(notebook, path):
    """Under a temporary name first, so that a crash loses nothing."""
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), suffix=".tmp")
    # the same bytes on every system
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        nbformat.write(notebook, file)
    shutil.copymode(path, temporary)
    os.replace(temporary, path)


def main(arguments):
    checking = "--check" in arguments
    failed = 0
    for path in [argument for argument in arguments if argument != "--check"]:
        name = os.path.basename(path)
        try:
            stored, ran = read(path), read(path)
            if not any(cell.cell_type == "code" for cell in ran.cells):
                raise Fault("it has no code")
            if checking and not is_current(stored):
                raise Fault(
                    "its outputs are not those of its cells: run `deno task notebooks`"
                )
            execute(ran, os.path.dirname(os.path.abspath(path)))
            if checking:
                compare(stored, ran, operator.ne)
            else:
                if is_current(stored):
                    compare(stored, ran, went_missing)
                write(with_metadata(ran), path)
            print(f"{name}: ok", flush=True)
        except Fault as fault:
            failed += 1
            print(f"{name}: {fault}", flush=True)
    return 1 if failed else 0


SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows lacks the last


def stop(*_):
    """End by KeyboardInterrupt, which ends the kernel; what comes after is the same wish."""
    listen(signal.SIG_IGN)
    raise KeyboardInterrupt


def listen(handler):
    for name in SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), handler)


if __name__ == "__main__":
    listen(stop)
    # what errors say, which the code page of Windows may lack letters for
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("Stopped; what had run before is stored", flush=True)
        sys.exit(130)
