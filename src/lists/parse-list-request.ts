import { AppError } from "../errors.ts";
import type { ErrorDetail } from "../errors.ts";
import { nearestName } from "../schemas/nearest-name.ts";
import { FilterFault, quote } from "./filter-tokens.ts";
import { readCursor } from "./list-cursor.ts";
import type { CursorContext } from "./list-cursor.ts";
import type { DoorField, ListDefinition } from "./list-fields.ts";
import type { Filter, ListRequest } from "./list-request.ts";
import { parseFilter } from "./parse-filter.ts";

const PAGE_SIZE_DEFAULT = 100;
const PAGE_SIZE_MAX = 5000;
/** `page` counts up to this row; beyond it a cursor goes on. */
export const PAGED_ROWS_MAX = 10_000;
const BOUND_DAYS = 31;
const DAY_MS = 86_400_000;

export const LIST_PARAMETERS = [
  "orderBy",
  "query",
  "pageSize",
  "page",
  "cursor",
] as const;

export interface ListScope {
  resource: string;
  definition: ListDefinition;
  propertyId: string;
  currency: string;
  /** Milliseconds UTC. */
  now: number;
}

/** A list as it was asked for, and what was put in its place where nothing was said. */
export interface AskedList {
  request: ListRequest;
  context: CursorContext;
  /** As sent, empty where none was. */
  query: string;
  /** Start of the default range, where the filter bounds a large list by nothing else. */
  since: number | null;
}

/**
 * Reads the parameters of a list: each at most once, no others, every name from the list's fields. Throws an `AppError`
 * that names the parameter and what would be right.
 */
export function parseListRequest(
  parameters: URLSearchParams,
  scope: ListScope,
): AskedList {
  const { definition } = scope;
  const orderBy = readOrder(parameters.get("orderBy"), scope);
  const query = parameters.get("query") ?? "";
  const given = readFilter(query, scope);
  const context: CursorContext = {
    resource: scope.resource,
    propertyId: scope.propertyId,
    query,
    orderBy,
    type: definition.fields[orderBy.field]!.type,
  };
  const pageSize = Math.min(
    readCount("pageSize", parameters.get("pageSize")) ?? PAGE_SIZE_DEFAULT,
    PAGE_SIZE_MAX,
  );
  const page = readCount("page", parameters.get("page"));
  const place = readPlace({ parameters, page, pageSize, context });
  const needsBound =
    definition.boundedBy !== null && !isBounded(given, definition.fields);
  const since = needsBound ? (place.since ?? boundFrom(scope.now)) : null;
  const filter = since === null ? given : boundBelow(given, definition, since);
  const request: ListRequest = {
    filter,
    orderBy,
    pageSize,
    page: place.page,
    cursor: place.cursor,
  };
  return { request, context, query, since };
}

/** Begins with a day, so that the same list asked for twice is the same list. */
function boundFrom(now: number): number {
  return (Math.floor(now / DAY_MS) - BOUND_DAYS) * DAY_MS;
}

function readOrder(
  text: string | null,
  { definition, resource }: ListScope,
): ListRequest["orderBy"] {
  if (text === null || text === "") return definition.orderBy;
  const descending = text.startsWith("-");
  const name = descending ? text.slice(1) : text;
  const { fields } = definition;
  if (Object.hasOwn(fields, name) && fields[name]!.sortable) {
    return { field: name, descending };
  }
  const known = Object.keys(fields).filter((one) => fields[one]!.sortable);
  const meant = nearestName(name, known);
  throw parameterFault(
    "orderBy",
    `${quote(name)} is no field of ${resource} to sort by${meant === null ? `: known are ${known.join(", ")}` : `; did you mean ${meant}?`}`,
  );
}

function readFilter(query: string, scope: ListScope): Filter | null {
  if (query.trim() === "") return null;
  try {
    return parseFilter(query, {
      resource: scope.resource,
      fields: scope.definition.fields,
      currency: scope.currency,
    });
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error;
    throw new AppError(
      "filter_invalid",
      "The filter was not understood, so nothing was listed.",
      { errors: [{ parameter: "query", detail: error.message }] },
    );
  }
}

/** A positive whole number; null where it is not given. */
function readCount(parameter: string, text: string | null): number | null {
  if (text === null || text === "") return null;
  const count = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (count >= 1) return count;
  throw parameterFault(parameter, "must be a whole number from 1");
}

function readPlace(asked: {
  parameters: URLSearchParams;
  page: number | null;
  pageSize: number;
  context: CursorContext;
}): Pick<ListRequest, "page" | "cursor"> & { since: number | null } {
  const { page, pageSize, context } = asked;
  const text = asked.parameters.get("cursor");
  if (text === null || text === "") {
    const first = (page ?? 1) - 1;
    if (first * pageSize >= PAGED_ROWS_MAX) {
      throw new AppError(
        "page_too_far",
        `Pages work up to row ${PAGED_ROWS_MAX}. Follow _links.next from page to page, or narrow the filter.`,
        {
          errors: [
            { parameter: "page", detail: "is too far: follow _links.next" },
          ],
        },
      );
    }
    return { page: page ?? 1, cursor: null, since: null };
  }
  if (page !== null) {
    throw parameterFault("page", "cannot be given beside a cursor");
  }
  const read = readCursor(text, context);
  if (read !== null) {
    return {
      page: read.cursor.pageNumber,
      cursor: read.cursor,
      since: read.since,
    };
  }
  throw new AppError(
    "cursor_invalid",
    "A cursor goes on only in the list it came from.",
    {
      errors: [
        {
          parameter: "cursor",
          detail:
            "take it from _links.next as it is, with the same query and orderBy, or begin without it",
        },
      ],
    },
  );
}

/** True where the filter lets through only a range of dates, or what an index finds at once. */
function isBounded(
  filter: Filter | null,
  fields: Readonly<Record<string, DoorField>>,
): boolean {
  if (filter === null) return false;
  switch (filter.kind) {
    case "and":
      return filter.parts.some((part) => isBounded(part, fields));
    case "or":
      return filter.parts.every((part) => isBounded(part, fields));
    case "clause": {
      const { type, selective } = fields[filter.field]!;
      if (filter.operator === "=" && selective) return true;
      const isTime = type === "instant" || type === "date";
      return isTime && filter.operator !== "!=";
    }
  }
}

function boundBelow(
  filter: Filter | null,
  { boundedBy, fields }: ListDefinition,
  since: number,
): Filter {
  const field = boundedBy!;
  const value =
    fields[field]!.type === "date"
      ? new Date(since).toISOString().slice(0, 10)
      : BigInt(since);
  const bound: Filter = { kind: "clause", field, operator: ">=", value };
  return filter === null ? bound : { kind: "and", parts: [bound, filter] };
}

/** Refuses what is unknown or given twice, naming each. */
export function checkParameters(
  parameters: URLSearchParams,
  known: readonly string[],
): void {
  const unknown: ErrorDetail[] = [];
  const repeated: ErrorDetail[] = [];
  for (const name of new Set(parameters.keys())) {
    const parameter = quote(name);
    if (!known.includes(name)) {
      const detail = describeUnknown(name, known);
      unknown.push({ parameter, detail });
    } else if (parameters.getAll(name).length > 1) {
      repeated.push({ parameter, detail: "is given more than once" });
    }
  }
  if (unknown.length > 0) {
    throw new AppError("parameter_unknown", countOf(unknown, "unknown"), {
      errors: unknown,
    });
  }
  if (repeated.length > 0) {
    throw new AppError("parameter_invalid", countOf(repeated, "repeated"), {
      errors: repeated,
    });
  }
}

function describeUnknown(name: string, known: readonly string[]): string {
  const meant = nearestName(name, known);
  if (meant !== null) return `is not known; did you mean ${meant}?`;
  return known.length === 0
    ? "is not known: there are none here"
    : `is not known: there are ${known.join(", ")}`;
}

function countOf(faults: ErrorDetail[], what: string): string {
  return `${faults.length} ${what} parameter${faults.length === 1 ? "" : "s"}.`;
}

function parameterFault(parameter: string, detail: string): AppError {
  return new AppError("parameter_invalid", "1 fault in the query.", {
    errors: [{ parameter, detail }],
  });
}
