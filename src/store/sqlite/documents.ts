import type { TotalledLine } from "../../receipts/receipt.ts";

/**
 * Documents in a column: JSON in which exact integers are text. The members that are exact are known by name, so that
 * a document reads back as it was kept.
 */
const EXACT = new Set([
  "amount",
  "creditLimit",
  "gratuity",
  "gross",
  "net",
  "quantity",
  "roundingTolerance",
  "tax",
]);

export function toDocument(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === "bigint" ? String(member) : member,
  );
}

export function fromDocument<Value>(text: string): Value {
  return JSON.parse(text, (name, member: unknown) =>
    typeof member === "string" && EXACT.has(name) ? BigInt(member) : member,
  ) as Value;
}

/** Without the content keys: they only order lines while a bill is split, and can be made again. */
export function toLinesDocument(lines: readonly TotalledLine[]): string {
  return JSON.stringify(lines, (name, member: unknown) => {
    if (name === "contentKey") return undefined;
    return typeof member === "bigint" ? String(member) : member;
  });
}

export function fromLinesDocument(text: string): TotalledLine[] {
  return fromDocument<TotalledLine[]>(text).map((line) => ({
    ...line,
    contentKey: "",
  }));
}
