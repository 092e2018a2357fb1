import { readFile } from "node:fs/promises";
import { findJsonFault, linesOfItems } from "../../provisioning/json-fault.ts";
import type { GuestFileOptions, RawRow, RowFault } from "./guest-file.ts";

/** The items of a JSON array, each with the line it begins on. */
export async function* readJsonRows(
  options: GuestFileOptions,
): AsyncGenerator<RawRow | RowFault, void> {
  const bytes = await readFile(options.path);
  options.onProgress(bytes.length);
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  const broken = findJsonFault(text);
  if (broken !== null) {
    yield {
      line: broken.line,
      member: null,
      fault: `column ${broken.column}: ${broken.fault}`,
      remedy: "correct the JSON there",
    };
    return;
  }
  const document: unknown = JSON.parse(text);
  if (!Array.isArray(document)) {
    yield {
      line: 1,
      member: null,
      fault: "is not an array",
      remedy:
        'give an array of reservations: [ { "reservationId": "001", … } ]',
    };
    return;
  }
  const lines = linesOfItems(text);
  for (const [index, item] of document.entries()) {
    yield { line: lines[index]!, document: item as unknown };
  }
}
