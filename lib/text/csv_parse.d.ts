// What is used of csv-parse. Its own types pull in a second set of Node's types.

/** Rows of a table; throws an `Error` that says where the text is not well formed. */
export function parse(text: string, options: {
  bom: boolean;
  delimiter: string;
  quote: string | null;
  recordDelimiter: string[];
  skipEmptyLines: boolean;
}): string[][];
