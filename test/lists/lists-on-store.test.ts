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
import type {
  ListItems,
  ListResource,
} from "../../src/store/contract/lists.ts";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { evaluateFilter } from "../support/evaluate-filter.ts";
import { partnerOf } from "../support/partner.ts";
import { buildProvisioning, KEY } from "../support/provisioning.ts";
import { systemClock } from "../../src/clock.ts";
import { startApp } from "../support/start-app.ts";
import type { InsertedValue, RunningApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";

type Row = Record<string, unknown>;

let running: RunningApp;
const rows = new Map<ListResource, Row[]>();
const RESOURCES = Object.keys(LISTS) as ListResource[];

/** Minutes between bills: rows lie within an hour, a day and several days of the newest. */
const PAUSES_MIN = [1, 0, 25, 0, 200, 45, 1300];

beforeAll(async () => {
  const pauses = Array.from(
    { length: 24 },
    (_, index) => PAUSES_MIN[index % PAUSES_MIN.length]! * 60_000,
  );
  let behindMs = pauses.reduce((sum, pause) => sum + pause, 0);
  running = await startApp({
    clock: { ...systemClock, now: () => systemClock.now() - behindMs },
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
  for (const [index, pause] of pauses.entries()) {
    behindMs -= pause;
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
  await giveBack();
  await raiseAndClearFlags();
  await reconcile();
  for (const resource of RESOURCES) {
    const everything = await list(resource, { pageSize: 5000 });
    rows.set(resource, everything.results as unknown as Row[]);
  }
});
afterAll(() => running.close());

/** Refunds made here, reversed by the till, settled outside; and reversals, of bills with and without discount. */
async function giveBack(): Promise<void> {
  const partner = partnerOf(running.url);
  const ring = async (bill: Bill): Promise<string> => {
    const answer = await send(`${running.url}/charge`, {
      method: "POST",
      body: JSON.stringify({ ...bill, apiKey: KEY }),
    });
    return String(answer.json()["receiptId"]);
  };
  for (let index = 0; index < 5; index += 1) {
    const off = index % 3;
    const bill = buildBill({
      closeDate: `2026-11-${10 + (index % 3)}T12:00:00.000Z`,
      transactions: [
        buildLine({ amount: 10 + (index % 2) }),
        ...(off === 0
          ? []
          : [buildLine({ amount: -off, type: "AccountDiscount" })]),
      ],
      payments: [buildPayment({ amount: 10 + (index % 2) - off })],
    });
    const receiptId = await ring(bill);
    if (index < 4) {
      const external = index % 4 === 3;
      const made = await partner("POST", "/refunds", {
        headers: { "Idempotency-Key": `r-${index}` },
        body: {
          receiptId,
          amount: index % 2 === 0 ? 3 : 5.5,
          reason: "x",
          external,
        },
      });
      expect(made.status).toBe(201);
    }
    if (index >= 2) await ring(voidOf(bill));
  }
}

/** Reconciliations as they are kept, with and without what some have not. */
async function reconcile(): Promise<void> {
  const some = <Value>(index: number, value: Value): Value | null =>
    index % 3 === 0 ? null : value;
  const runs = Array.from({ length: 8 }, (_, index): InsertedValue[] => [
    ...["demo", 7n + BigInt(index), `2026-11-${10 + (index % 3)}`],
    ...["2026-11-14", ["complete", "incomplete", "failed"][index % 3]!],
    ...[null, some(index, "ops"), 1_000 + (index % 2), some(index, 2_000)],
    ...["[]", 0, "null", 0, 0, null, null, index % 2],
  ]);
  await running.insert("reconciliations", runs);
  const outcomes = ["missing-here", "ignored", "explained"];
  const items = Array.from({ length: 12 }, (_, index): InsertedValue[] => [
    ...["demo", 7n, `uuid ${index}`, outcomes[index % 3]!],
    ...[some(index, "refused"), "1", `2026-11-${10 + (index % 4)}`],
    ...[some(index, 1_000 + (index % 2)), some(index, "SALE")],
    ...[
      some(index + 1, `${index % 2}`.repeat(32)),
      some(index, `A${index % 2}.1`),
    ],
    ...[
      some(index, "R1"),
      some(index, 5n),
      some(index + 1, 6n),
      some(index, 7n),
    ],
    ...[1n, 2n, 3n, 4n, 5n, 6n, "[[],[]]"],
  ]);
  await running.insert("reconciliation_items", items);
}

/** Histories of flags on what is there, of which only the latest row of each flag counts. */
async function raiseAndClearFlags(): Promise<void> {
  const { results: receipts } = await list("receipts", { pageSize: 5000 });
  const { results: refused } = await list("refused-receipts", {});
  const { results: postings } = await list("postings", { pageSize: 5000 });
  const flags: InsertedValue[][] = [];
  let flagId = 2n ** 62n;
  const flag = (
    subject: bigint,
    flag: string,
    actions: string,
    { folioId = null as string | null, postingId = null as bigint | null } = {},
  ): void => {
    for (const sign of actions) {
      const action = sign === "+" ? "raised" : "cleared";
      flags.push([
        ...["demo", subject, flagId, "receipt", folioId, postingId],
        ...[flag, action, null, 1, 1],
      ]);
      flagId += 1024n;
    }
  };
  const histories = ["", "+", "+-", "+-+", "+-+-", "-"];
  receipts.forEach(({ receiptId }, index) => {
    const own = postings.find((posting) => posting.receiptId === receiptId);
    const { folioId = "000", postingId = null } = own ?? {};
    flag(receiptId, "late", histories[index % 6]!);
    flag(receiptId, "recovered", histories[(index + 1) % 4]!, { postingId });
    flag(receiptId, "rounded", histories[(index + 1) % 5]!, { folioId });
    // What is cleared of one folio or posting still stands elsewhere.
    if (index % 4 === 0) {
      flag(receiptId, "late", "+-", { folioId: "other" });
      flag(receiptId, "recovered", "-");
    }
    if (index % 4 === 1) flag(receiptId, "rounded", "+", { folioId: "other" });
    if (index % 4 === 2) flag(receiptId, "recovered", "-", { folioId });
  });
  refused.forEach(({ refusedId }, index) => {
    flag(refusedId, "late", histories[(index + 1) % 6]!);
  });
  await running.insert("flags", flags);
}

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
  "refunds.id": "refundId",
  "reconciliations.id": "reconciliationId",
  "reconciliation-items.id": "key",
  sourceModifiedDate: "modifiedAt",
};

/** The one list in which each flag is a field of its own: its name where the row has it, else nothing. */
function eachFlagAlone(filter: Filter): Filter {
  if (filter.kind !== "clause")
    return { ...filter, parts: filter.parts.map(eachFlagAlone) };
  return filter.field === "flags"
    ? { ...filter, field: `flags ${String(filter.value)}` }
    : filter;
}

/** A row's value in the form a filter compares it in. */
function valueOf(
  resource: ListResource,
  row: Row,
  field: string,
): FilterValue | null {
  const [, name] = /^flags (.*)$/s.exec(field) ?? [];
  if (name !== undefined) return flagsOf(row).includes(name) ? name : null;
  const member = MEMBERS[`${resource}.${field}`] ?? MEMBERS[field] ?? field;
  const { totals = {} } = row as { totals?: Row };
  const value = member in totals ? totals[member] : row[member];
  expect(value).toBeDefined();
  return typeof value === "number"
    ? BigInt(value)
    : (value as FilterValue | null);
}

const flagsOf = (row: Row) => row["flags"] as string[];
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
      .flatMap((row) =>
        name === "flags" ? flagsOf(row) : [valueOf(resource, row, name)],
      )
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
    const sortable = Object.entries<DoorField>(LISTS[resource].fields)
      .filter(([, field]) => field.sortable)
      .map(([name]) => name);
    await fc.assert(
      fc.asyncProperty(
        fc.option(filtersOf(resource), { nil: null }),
        fc.constantFrom(...sortable),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        async (filter, field, descending, pageSize) => {
          const orderBy = { field, descending };
          const meant = sorted(resource, orderBy).filter((row) =>
            evaluateFilter(filter && eachFlagAlone(filter), (name) =>
              valueOf(resource, row, name),
            ),
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

describe.each(["receipts", "refused-receipts", "postings"] as const)(
  "the flags that stand on %s",
  (resource) => {
    test.each(["late", "recovered", "rounded", "nothing-of-ours", ""])(
      "%s is there or not",
      async (name) => {
        const all = rows.get(resource)!;
        for (const operator of ["=", "!="] as const) {
          const found = await list(resource, {
            filter: { kind: "clause", field: "flags", operator, value: name },
            pageSize: 5000,
          });
          const ids = (some: Row[]) =>
            some.map((row) => idOf(resource, row)).sort(order);
          expect(ids(found.results as unknown as Row[])).toEqual(
            ids(
              all.filter(
                (row) => flagsOf(row).includes(name) === (operator === "="),
              ),
            ),
          );
        }
      },
    );
  },
);

test("a flag of the same number in another hotel is not this hotel's", async () => {
  const [row] = (await list("receipts", { pageSize: 1 })).results;
  await running.insert("flags", [
    [
      ...["other", row!.receiptId, 1, "receipt", null, null],
      ...["elsewhere", "raised", null, 1, 1],
    ],
  ]);
  for (const resource of ["receipts", "postings"] as const) {
    const found = await list(resource, {
      filter: {
        kind: "clause",
        field: "flags",
        operator: "=",
        value: "elsewhere",
      },
    });
    expect(found.totalResults).toBe(0);
  }
});

test.each([
  ["refused-receipts", "status = open & reason = x"],
  ["receipts", "kind = sale and gross > 1"],
  ["receipts", "kind = 'sale'"],
  ["reservations", "status = In-house"],
])("%s?query=%s is a 400, never no rows", async (resource, query) => {
  const partner = partnerOf(running.url);
  const path = `/${resource}?query=${encodeURIComponent(query)}`;
  const answer = await partner("GET", path);
  expect([answer.status, answer.json()["code"]]).toEqual([
    400,
    "filter_invalid",
  ]);
});

test("a partner asks for the receipts with a flag", async () => {
  const partner = partnerOf(running.url);
  const query = encodeURIComponent("flags = late && flags != rounded");
  const answer = await partner("GET", `/receipts?query=${query}`);
  const { results } = answer.json() as { results: { flags: string[] }[] };
  expect(results.length).toBeGreaterThan(0);
  for (const { flags } of results) {
    expect(flags).toContain("late");
    expect(flags).not.toContain("rounded");
  }
});

test("a time of another century bounds a list like any other", async () => {
  const partner = partnerOf(running.url);
  for (const resource of RESOURCES) {
    const fields = Object.entries<DoorField>(LISTS[resource].fields);
    for (const [name, { type, filterable }] of fields) {
      if (!filterable || (type !== "instant" && type !== "date")) continue;
      for (const clause of [
        "<= 9999-12-31",
        ">= 9999-01-01",
        "<= 0001-01-01",
      ]) {
        const query = encodeURIComponent(`${name} ${clause}`);
        const parent =
          resource === "reconciliation-items"
            ? "/reconciliations/1/items"
            : `/${resource}`;
        const { status } = await partner("GET", `${parent}?query=${query}`);
        expect([resource, name, clause, status]).not.toContain(500);
      }
    }
  }
});

test("a cursor that was made up is refused, or goes on from nowhere", async () => {
  const partner = partnerOf(running.url);
  const query = encodeURIComponent("folioId = 000");
  const first = await partner("GET", `/postings?pageSize=1&query=${query}`);
  const { _links } = first.json() as { _links: { next: { href: string } } };
  const next = new URL(_links.next.href, running.url);
  const cursor = JSON.parse(
    Buffer.from(next.searchParams.get("cursor")!, "base64url").toString(),
  ) as Row;
  const statuses: number[] = [];
  for (const v of [
    "9".repeat(30),
    String(2n ** 63n),
    String(2n ** 63n - 1n),
    String(-(2n ** 63n)),
    null,
  ]) {
    const made = Buffer.from(JSON.stringify({ ...cursor, v }));
    next.searchParams.set("cursor", made.toString("base64url"));
    const path = `${next.pathname}${next.search}`;
    const answer = await partner(
      "GET",
      path.replace("/v1/properties/demo", ""),
    );
    statuses.push(answer.status);
  }
  expect(statuses).toEqual([400, 400, 200, 200, 200]);
});

test("the newest postings of a time asked for are those of that time, page by page", async () => {
  const newestFirst = { field: "postedAt", descending: true };
  const everything = sorted("postings", newestFirst);
  for (const hours of [0, 1, 5, 24, 40]) {
    const from =
      BigInt(everything[0]!["postedAt"] as number) - BigInt(hours * 3_600_000);
    const filter: Filter = {
      kind: "clause",
      field: "postedAt",
      operator: ">=",
      value: from,
    };
    const asked = { filter, orderBy: newestFirst, pageSize: 2 };
    const met: Row[] = [];
    let page: ListPage<unknown> = await list("postings", asked);
    for (;;) {
      met.push(...(page.results as Row[]));
      if (page.next === null) break;
      page = await list("postings", { ...asked, cursor: page.next });
    }
    expect(met).toEqual(
      everything.filter((row) => (row["postedAt"] as number) >= from),
    );
  }
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

test("the way on goes through texts of the greatest length, whatever is written in them", async () => {
  const partner = partnerOf(running.url);
  const texts = ["a", "é", "名", "😀", "\u0001", '"'];
  const patched = await partner("PATCH", "/reservations", {
    headers: { "If-Match": "*" },
    body: texts.map((text, index) => ({
      reservationId: `long ${index}`,
      roomId: "999",
      clientName: text.repeat(1000),
      status: "in-house",
    })),
  });
  expect(patched.status).toBe(200);
  const seen: string[] = [];
  let path = "/reservations?orderBy=-clientName&pageSize=1";
  while (path !== "") {
    const page = await partner("GET", path);
    expect(page.status).toBe(200);
    const { results, _links } = page.json() as {
      results: { reservationId: string }[];
      _links: { next?: { href: string } };
    };
    seen.push(...results.map(({ reservationId }) => reservationId));
    path = _links.next?.href.replace("/v1/properties/demo", "") ?? "";
  }
  const all = await partner("GET", "/reservations");
  expect(seen).toHaveLength(all.json()["totalResults"] as number);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((id) => id.startsWith("long"))).toHaveLength(6);
});
