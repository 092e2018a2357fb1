import { ExactNumber } from "../receipts/read-body.ts";

/** An object of which nothing is known yet but the names of its members. */
export type Members<Shape> = Partial<Record<keyof Shape, unknown>>;

export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** An id as text, a decimal as exact text: written as text or as a number. */
export function writtenOf(value: unknown): string | null {
  if (value instanceof ExactNumber) return value.text;
  return typeof value === "number" ? String(value) : textOf(value);
}

export function flagOf(value: unknown): boolean | null {
  return typeof value === "boolean" ? value : null;
}

/** Milliseconds UTC; without a zone it is UTC (reference h 8). */
export function instantOf(value: unknown): number | null {
  const text = textOf(value);
  if (text === null) return null;
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(text);
  const at = Date.parse(hasZone ? text : `${text}Z`);
  return Number.isNaN(at) ? null : at;
}

export function listOf<Item>(value: unknown): Members<Item>[] {
  return Array.isArray(value) ? (value as Members<Item>[]) : [];
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value)
    ? value.flatMap((item) => textOf(item) ?? [])
    : [];
}

export function membersOf<Shape>(value: unknown): Members<Shape> {
  return value ?? {};
}
