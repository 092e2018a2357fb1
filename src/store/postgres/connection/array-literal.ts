import type { SqlValue } from "../../sql-value.ts";

/** What PostgreSQL cannot keep in text, and tills may send: shown as the sign for a character that is not there. */
const NUL = /\0/g;

/** Text as PostgreSQL can keep it. */
export function plainText(text: string): string {
  return text.includes("\0") ? text.replace(NUL, "\uFFFD") : text;
}

/** A column of values as one array parameter; bytes as `\x…`. */
export function arrayLiteral(values: readonly SqlValue[]): string {
  if (values.every(isTextOrNull)) {
    // The engine quotes a whole column faster than we do a value, and the same way but for signs that are seldom in text.
    const json = JSON.stringify(values);
    if (!(json.includes("\\") && ESCAPE_OF_JSON_ALONE.test(json)))
      return `{${json.slice(1, -1)}}`;
  }
  return `{${values.map(element).join(",")}}`;
}

function isTextOrNull(value: SqlValue): value is string | null {
  return typeof value === "string" || value === null;
}

/** Finds all of `\n`, `\u0000` and their like, and now and then an escaped backslash before a letter. */
const ESCAPE_OF_JSON_ALONE = /\\(?!["\\])/;

function element(value: SqlValue): string {
  if (value === null) return "NULL";
  if (typeof value === "string") {
    const text = plainText(value);
    return `"${NEEDS_ESCAPE.test(text) ? text.replace(TO_ESCAPE, "\\$&") : text}"`;
  }
  if (typeof value === "object") return `"\\\\x${hexOf(value)}"`;
  return String(value);
}

const NEEDS_ESCAPE = /["\\]/;
const TO_ESCAPE = /["\\]/g;

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    "hex",
  );
}
