/** A cell: text, or what is no text and stands as it is (amounts, counts). */
export type Cell = string | { plain: string | number } | null;

/**
 * Comma-separated values as RFC 4180 has them. Text that a spreadsheet would take for a formula gets a quote mark before
 * it.
 */
export function writeCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map(writeCell).join(",") + "\r\n").join("");
}

function writeCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell.plain);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
