import { join } from "node:path";
import { prepareFolder } from "../convert/prepare_folder.ts";
import { writeAtomically } from "../convert/write_atomically.ts";
import { useBackend } from "../engine/use_backend.ts";
import { reportHtml } from "../plot/report.ts";
import { renderSvg } from "../plot/svg.ts";
import { tableText } from "../plot/table.ts";
import { stopOnInterrupt } from "../train/stop_on_interrupt.ts";
import { compareClassifiers } from "./compare_classifiers.ts";
import type { ComparedModel } from "./compared_models.ts";
import {
  accuracyFigure,
  comparisonReport,
  comparisonTable,
} from "./comparison_report.ts";
import type { PreparedData } from "./labelled_texts.ts";
import { say } from "./say.ts";

/** What the tasks that compare models leave to their users. */
export interface ComparisonTask {
  /** What is compared on. */
  readonly data: PreparedData;
  /** What is compared. */
  readonly models: readonly ComparedModel[];
  /** Seeds that each model is trained from. */
  readonly seeds: number;
  /** Passes over the training texts. */
  readonly epochs: number;
  /** Folder for models and report. */
  readonly folder: string;
  /** Title of the report. */
  readonly title: string;
}

/**
 * Compares models, prints the table and writes the report; Ctrl-C stops it, and the
 * next call goes on where it was.
 *
 * @param task Data, models and where to put what comes out.
 * @returns Whether it came to its end.
 */
export async function runComparison(task: ComparisonTask): Promise<boolean> {
  const { data, models, seeds, epochs, folder, title } = task;
  await prepareFolder(folder); // found out before anything is trained
  const backend = await useBackend();
  const { train, test } = data.byOrder.frequency;
  const summary = `${
    train.ids.length.toLocaleString("en-US")
  } texts to train on and ${
    test.ids.length.toLocaleString("en-US")
  } to test with, ${data.classes.length} classes, ${
    data.vocabularySize.toLocaleString("en-US")
  } ids`;
  say(`${summary}; backend ${backend}`);
  if (data.cut > 0) {
    say(`${data.cut} texts were cut as they have more words than allowed`);
  }

  using interrupt = stopOnInterrupt(() =>
    say("\nStopping; once more stops at once")
  );
  try {
    const options = { seeds, epochs, folder, signal: interrupt.signal, say };
    const comparison = await compareClassifiers(models, data, options);
    say(`\n${tableText(comparisonTable(comparison))}\n`);
    const paragraphs = [
      `${summary}. Each model: word vectors, dropout on them, their mean, layer normalization where it helps, one linear layer; Adam with a learning rate that falls to 0 over ${epochs} epochs; ${
        seeds === 1 ? "one seed" : `${seeds} seeds, mean ± standard deviation`
      }. Only the embedding and the settings tuned for it differ.`,
      `Times were measured on the backend ${backend}.`,
    ];
    const report = comparisonReport(comparison, { title, paragraphs });
    const [page, picture] = ["report.html", "accuracy.svg"]
      .map((name) => join(folder, name));
    await writeAtomically(page, await reportHtml(report));
    await writeAtomically(
      picture,
      await renderSvg(accuracyFigure(comparison)),
    );
    say(`Figures: ${page}; the first of them as a picture: ${picture}`);
    return true;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    say(`Stopped. The same command goes on; what is finished is in ${folder}`);
    return false;
  }
}
