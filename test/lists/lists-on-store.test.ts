import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { LISTS } from "../../src/lists/list-fields.ts";
import type { DoorField } from "../../src/lists/list-fields.ts";
import type {
  Filter,
  FilterValue,
  ListPage,
  ListRequest,
  Operator,
} from "../../src/lists/list-request.ts";
import type { ListItems, ListResource } from "../../src/store/store.ts";
import { buildBill, buildLine, buildPayment } from "../support/bill.ts";
import { evaluateFilter } from "../support/evaluate-filter.ts";
import { partnerOf } from "../support/partner.ts";
import { buildProvisioning, KEY } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";

type Row = Record<string, unknown>;

let running: RunningApp;
const rows = new Map<ListResource, Row[]>();
const RESOURCES = Object.keys(LISTS) as ListResource[];

beforeAll(async () => {
  running = await startApp({
    provisioning: buildProvisioning((property) => {
      property["reservations"] = [
        "Zoë",
        "zoe",
        "Ana",
        "王",
        "a%b_c",
        'q"uote',
      ].map((clientName, index) => ({
        reservationId: `00${index}`,
        roomId: String((index * 7) % 4),
        clientName,
        blocked: index === 3,
        status: index === 5 ? "due-in" : "in-house",
      }));
      property["houseAccounts"] = ["Party", "party", "Ball"].map(
        (name, index) => ({
          folioId: `EVENT-${index}`,
          name,
          searchable: index !== 1,
        }),
      );
    }),
  });
  for (let index = 0; index < 24; index += 1) {
    const amount = [5, 11, 11.5, 0, -5][index % 5]!;
    await send(`${running.url}/charge`, {
      method: "POST",
      body: JSON.stringify(
        buildBill({
          apiKey: KEY,
          ...(index % 3 === 0 ? { receiptId: null } : {}),
          ...(index % 4 === 0 ? { uuid: null } : {}),
          closeDate: `2026-11-${10 + (index % 6)}T1${index % 3}:00:00.000Z`,
          transactions: [
            buildLine({
              amount,
              sku: index % 2 === 0 ? null : `S${index % 3}`,
            }),
          ],
          payments: [
            buildPayment({
              amount,
              reservationId: index % 7 === 6 ? "nobody" : `00${index % 3}`,
            }),
          ],
        }),
      ),
    });
  }
  await send(`${running.url}/charge`, {
    method: "POST",
    body: `{"apiKey":"${KEY}"`,
  });
  const partner = partnerOf(running.url);
  const issued = await partner("POST", "/api-keys", {
    headers: { "Idempotency-Key": "k" },
    body: { name: "bar", businessLocationId: "45454565682155" },
  });
  await partner("DELETE", `/api-keys/${String(issued.json()["id"])}`);
  for (const resource of RESOURCES) {
    const everything = await list(resource, { pageSize: 5000 });
    rows.set(resource, everything.results as unknown as Row[]);
  }
});
afterAll(() => running.close());

function list<R extends ListResource>(
  resource: R,
  asked: Partial<ListRequest>,
): ReturnType<typeof running.app.store.list<R>> {
  return running.app.store.list(resource, "demo", {
    filter: null,
    orderBy: LISTS[resource].orderBy,
    pageSize: 100,
    page: 1,
    cursor: null,
    ...asked,
  });
}

const MEMBERS: Partial<Record<string, string>> = {
  closeDate: "closedAt",
  "refused-receipts.id": "refusedId",
  "api-keys.id": "keyId",
};

/** A row's value in the form a filter compares it in. */
function valueOf(
  resource: ListResource,
  row: Row,
  field: string,
): FilterValue | null {
  const member = MEMBERS[`${resource}.${field}`] ?? MEMBERS[field] ?? field;
  const value = row[member];
  expect(value).toBeDefined();
  return typeof value === "number"
    ? BigInt(value)
    : (value as FilterValue | null);
}

const idOf = (resource: ListResource, row: Row) =>
  valueOf(resource, row, Object.keys(LISTS[resource].fields)[0]!)!;

/** Bytes decide, as in every engine. */
function order(a: FilterValue, b: FilterValue): number {
  if (typeof a === "string")
    return Buffer.compare(Buffer.from(a), Buffer.from(String(b)));
  return a < b ? -1 : a > b ? 1 : 0;
}

function sorted(
  resource: ListResource,
  { field, descending }: ListRequest["orderBy"],
): Row[] {
  const rank = (a: Row, b: Row): number => {
    const [x, y] = [valueOf(resource, a, field), valueOf(resource, b, field)];
    if ((x === null) !== (y === null)) return x === null ? 1 : -1;
    const byValue = x === null || y === null ? 0 : order(x, y);
    return byValue !== 0
      ? byValue
      : order(idOf(resource, a), idOf(resource, b));
  };
  const all = [...rows.get(resource)!].sort(rank);
  return descending ? all.reverse() : all;
}

/** Filters whose values are near those that are there. */
function filtersOf(resource: ListResource): fc.Arbitrary<Filter> {
  const fields = Object.entries(
    LISTS[resource].fields as Record<string, DoorField>,
  );
  const clause = fc.constantFrom(...fields).chain(([name, field]) => {
    const held = rows
      .get(resource)!
      .map((row) => valueOf(resource, row, name))
      .filter((value) => value !== null);
    const near = (value: FilterValue): FilterValue[] =>
      typeof value === "bigint"
        ? [value, value + 1n, value - 1n]
        : typeof value === "string"
          ? [value, value.slice(1), value.toUpperCase(), `${value}x`]
          : [value];
    const values = held.length === 0 ? ["x"] : held.flatMap(near);
    const operators: Operator[] =
      field.type === "text"
        ? field.form === undefined
          ? ["=", "!=", "~"]
          : ["=", "!="]
        : field.type === "boolean"
          ? ["=", "!="]
          : ["=", "!=", "<", ">", "<=", ">="];
    return fc
      .tuple(fc.constantFrom(...operators), fc.constantFrom(...values))
      .filter(([operator, value]) => (operator === "~" ? value !== "" : true))
      .filter(
        ([, value]) =>
          field.type !== "date" || /^\d{4}-\d\d-\d\d$/.test(String(value)),
      )
      .map(([operator, value]): Filter => ({
        kind: "clause",
        field: name,
        operator,
        value,
      }));
  });
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { depthSize: "small" },
      clause,
      fc
        .tuple(
          fc.constantFrom("and" as const, "or" as const),
          fc.array(tie("filter"), { minLength: 2, maxLength: 3 }),
        )
        .map(([kind, parts]): Filter => ({ kind, parts })),
    ),
  })).filter;
}

describe.each(RESOURCES)("the list of %s", (resource) => {
  test("there is something to list", () => {
    expect(rows.get(resource)!.length).toBeGreaterThan(1);
  });

  test("answers what the filter means, in the order asked for, each row on one page", async () => {
    const sortable = Object.keys(LISTS[resource].fields);
    await fc.assert(
      fc.asyncProperty(
        fc.option(filtersOf(resource), { nil: null }),
        fc.constantFrom(...sortable),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        async (filter, field, descending, pageSize) => {
          const orderBy = { field, descending };
          const meant = sorted(resource, orderBy).filter((row) =>
            evaluateFilter(filter, (name) => valueOf(resource, row, name)),
          );
          const ids = meant.map((row) => String(idOf(resource, row)));
          const seen: string[] = [];
          let cursor: ListRequest["cursor"] = null;
          let page = 1;
          do {
            const asked: ListRequest = {
              filter,
              orderBy,
              pageSize,
              page,
              cursor,
            };
            const found: ListPage<ListItems[ListResource]> = await list(
              resource,
              asked,
            );
            expect(found.totalResults).toBe(ids.length);
            expect(found.totalIsExact).toBe(true);
            const these = found.results.map((row) =>
              String(idOf(resource, row as unknown as Row)),
            );
            expect(these).toEqual(
              ids.slice((page - 1) * pageSize, page * pageSize),
            );
            if (cursor !== null) {
              const counted = await list(resource, { ...asked, cursor: null });
              expect(counted.results).toEqual(found.results);
            }
            seen.push(...these);
            cursor = found.next;
            page += 1;
            if (cursor !== null) expect(cursor.pageNumber).toBe(page);
          } while (cursor !== null);
          expect(seen).toEqual(ids);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test("a partner who follows next meets every row once, and rows added meanwhile do not shift it", async () => {
  const partner = partnerOf(running.url);
  const seen: string[] = [];
  let path = "/postings?pageSize=7&orderBy=-postedAt";
  const before = (await partner("GET", "/postings?pageSize=5000")).json()[
    "totalResults"
  ];
  for (;;) {
    const answer = (await partner("GET", path)).json() as {
      results: { postingId: string }[];
      _links: { next?: { href: string } };
    };
    seen.push(...answer.results.map((row) => row.postingId));
    if (answer._links.next === undefined) break;
    path = answer._links.next.href.replace("/v1/properties/demo", "");
    await send(`${running.url}/charge`, {
      method: "POST",
      body: JSON.stringify(buildBill({ apiKey: KEY })),
    });
  }
  expect(seen).toHaveLength(Number(before));
  expect(new Set(seen).size).toBe(seen.length);
});
