import { LISTS } from "../../src/lists/list-fields.ts";
import type {
  Filter,
  ListRequest,
  Operator,
} from "../../src/lists/list-request.ts";
import type { ListResource } from "../../src/store/contract/lists.ts";

type Bound = [ListResource, string, Operator, string | bigint];

/**
 * What the door asks of a large list: each is bounded by one of these, whatever else it is filtered and sorted by. The
 * values leave a hundredth of the rows of a large hotel (`test/support/large-hotel.ts`).
 */
export const LIST_BOUNDS: Bound[] = [
  ["receipts", "receivedAt", ">=", 4_950n],
  ["receipts", "businessDate", ">=", "text 99"],
  ["receipts", "receiptId", "=", 1n],
  ["receipts", "uuid", "=", "x"],
  ["receipts", "fiscId", "=", "x"],
  ["receipts", "receiptNumber", "=", "x"],
  ["postings", "postedAt", ">=", 4_950n],
  ["postings", "businessDate", "=", "text 99"],
  ["postings", "postingId", "=", 1n],
  ["postings", "receiptId", "=", 1n],
  ["postings", "folioId", "=", "x"],
  ["refunds", "postedDate", ">=", "text 99"],
  ["refused-receipts", "receivedAt", ">=", 4_950n],
];

/** Such a list sorted by every field, either way, from the beginning and from a cursor. */
export function boundedLists([
  resource,
  field,
  operator,
  value,
]: Bound): ListRequest[] {
  const { fields } = LISTS[resource];
  const ofKind: Filter = {
    kind: "clause",
    field: "kind",
    operator: "~",
    value: "x",
  };
  const filter: Filter = {
    kind: "and",
    parts: [
      { kind: "clause", field, operator, value },
      ...("kind" in fields ? [ofKind] : []),
    ],
  };
  return Object.entries(fields)
    .filter(([, { sortable }]) => sortable)
    .flatMap(([sorted]) =>
      [false, true].flatMap((descending) =>
        [null, { value: 1n, id: "1", pageNumber: 2 }].map((cursor) => ({
          filter,
          orderBy: { field: sorted, descending },
          page: 1,
          pageSize: 100,
          cursor,
        })),
      ),
    );
}
