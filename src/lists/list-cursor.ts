import { createHash } from "node:crypto";
import type { FieldType, FilterValue, ListCursor } from "./list-request.ts";

/** What a cursor is good for: it goes on only in the list it came from. */
export interface CursorContext {
  resource: string;
  propertyId: string;
  query: string;
  orderBy: { field: string; descending: boolean };
  /** Of the field that is sorted by. */
  type: FieldType;
}

/** A cursor with the default date bound its list was begun with, so that later pages do not shift. */
export interface ReadCursor {
  cursor: ListCursor;
  since: number | null;
}

/** A text that a list is sorted by has at most 1000 characters, which JSON writes with six bytes each at most. */
const CURSOR_LENGTH_MAX = 10_000;

export function writeCursor(
  cursor: ListCursor,
  since: number | null,
  context: CursorContext,
): string {
  const content = {
    l: digestOf(context),
    v: typeof cursor.value === "bigint" ? String(cursor.value) : cursor.value,
    i: cursor.id,
    p: cursor.pageNumber,
    ...(since === null ? {} : { s: since }),
  };
  return Buffer.from(JSON.stringify(content)).toString("base64url");
}

/** Null when it is not one of ours, or one of another list, order or filter. */
export function readCursor(
  text: string,
  context: CursorContext,
): ReadCursor | null {
  const content = decode(text);
  if (content?.["l"] !== digestOf(context)) return null;
  const { i: id, p: pageNumber, s: since = null } = content;
  const value = readValue(content["v"], context.type);
  const isSound =
    value !== undefined &&
    typeof id === "string" &&
    isWhole(pageNumber) &&
    pageNumber > 1 &&
    (since === null || isWhole(since));
  return isSound ? { cursor: { value, id, pageNumber }, since } : null;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function decode(text: string): Record<string, unknown> | null {
  if (text.length > CURSOR_LENGTH_MAX || !/^[\w-]+$/.test(text)) return null;
  try {
    const content = JSON.parse(
      Buffer.from(text, "base64url").toString("utf8"),
    ) as unknown;
    return typeof content === "object" && content !== null
      ? (content as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function readValue(
  value: unknown,
  type: FieldType,
): FilterValue | null | undefined {
  if (value === null) return null;
  switch (type) {
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "text":
    case "date":
      return typeof value === "string" ? value : undefined;
    default:
      return typeof value === "string" && /^-?\d{1,19}$/.test(value)
        ? of64Bits(BigInt(value))
        : undefined;
  }
}

/** No row has a larger one. */
function of64Bits(value: bigint): bigint | undefined {
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

function digestOf(context: CursorContext): string {
  const { resource, propertyId, query, orderBy } = context;
  return createHash("sha256")
    .update(
      JSON.stringify([
        resource,
        propertyId,
        query,
        orderBy.field,
        orderBy.descending,
      ]),
    )
    .digest("base64url")
    .slice(0, 16);
}
