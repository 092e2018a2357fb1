import { writeCursor } from "./list-cursor.ts";
import type { ListPage } from "./list-request.ts";
import { PAGED_ROWS_MAX } from "./parse-list-request.ts";
import type { AskedList } from "./parse-list-request.ts";

/** What every list answers (reference refunds 3.1). */
export interface ListAnswer<Item> {
  results: Item[];
  pageNumber: number;
  pageSize: number;
  totalResults: number;
  totalIsExact: boolean;
  _links: {
    /** As asked. */
    self: Link;
    /** The same page with everything spelled out that was filled in: size, order and the range of a large list. */
    current: Link;
    next?: Link;
    previous?: Link;
  };
}

interface Link {
  href: string;
}

export function presentList<Item, Shown>(
  page: ListPage<Item>,
  asked: AskedList,
  self: { path: string; parameters: URLSearchParams },
  show: (item: Item) => Shown,
): ListAnswer<Shown> {
  const { request } = asked;
  return {
    results: page.results.map(show),
    pageNumber: request.page,
    pageSize: request.pageSize,
    totalResults: page.totalResults,
    totalIsExact: page.totalIsExact,
    _links: linksOf(page, asked, self),
  };
}

function linksOf(
  page: ListPage<unknown>,
  asked: AskedList,
  self: { path: string; parameters: URLSearchParams },
): ListAnswer<unknown>["_links"] {
  const { request, context, since } = asked;
  const link = (changes: Record<string, string | null>): Link => {
    const parameters = new URLSearchParams(self.parameters);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) parameters.delete(name);
      else parameters.set(name, value);
    }
    const text = parameters.toString();
    return { href: text === "" ? self.path : `${self.path}?${text}` };
  };
  const { field, descending } = request.orderBy;
  const before = request.page - 1;
  const isPaged =
    before >= 1 && (before - 1) * request.pageSize < PAGED_ROWS_MAX;
  return {
    self: link({}),
    current: link({
      orderBy: descending ? `-${field}` : field,
      pageSize: String(request.pageSize),
      // A cursor remembers the range, and fits only the query it came with.
      ...(request.cursor === null
        ? { page: String(request.page), query: effectiveQuery(asked) }
        : {}),
    }),
    ...(page.next === null
      ? {}
      : {
          next: link({
            page: null,
            cursor: writeCursor(page.next, since, context),
          }),
        }),
    ...(isPaged
      ? { previous: link({ cursor: null, page: String(before) }) }
      : {}),
  };
}

/** The filter with the default range in it; null where there is neither. */
function effectiveQuery({ query, request, since }: AskedList): string | null {
  const isGiven = query.trim() !== "";
  if (since === null) return isGiven ? query : null;
  const { filter } = request;
  const [bound, given] =
    filter?.kind === "and" && isGiven ? filter.parts : [filter];
  const name = bound?.kind === "clause" ? bound.field : "";
  const range = `${name} >= ${new Date(since).toISOString().slice(0, 10)}`;
  if (given === undefined) return range;
  return given?.kind === "or"
    ? `${range} && {${query}}`
    : `${range} && ${query}`;
}
