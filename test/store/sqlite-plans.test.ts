import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LISTS } from "../../src/lists/list-fields.ts";
import type { Filter } from "../../src/lists/list-request.ts";
import { openForWriting } from "../../src/store/sqlite/connection.ts";
import type { Connection } from "../../src/store/sqlite/connection.ts";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { compileList, compileRows } from "../../src/store/list-sql.ts";
import { LIST_TABLES } from "../../src/store/list-tables.ts";
import { CONTAINS, registerFoldText } from "../../src/store/sqlite/contains.ts";
import { Sealer } from "../../src/store/sealer.ts";
import { createWriteContext } from "../../src/store/sqlite/write-context.ts";
import { UnsureChargeFinder } from "../../src/store/sqlite/writing/unsure-charge.ts";
import { countDay } from "../../src/store/verbs/day-totals.ts";
import {
  compareReceipts,
  compareRefunds,
} from "../../src/store/verbs/reconciliations/compare-receipts.ts";
import { forgetPiece } from "../../src/store/verbs/reconciliations/forget.ts";
import { compareSales } from "../../src/store/verbs/reconciliations/compare-sales.ts";
import type { ComparedSale } from "../../src/reconciliation/comparison.ts";
import type { VerbContext } from "../../src/store/verbs/verb-context.ts";
import { readSteps, writeSteps } from "../../src/store/verbs/verbs.ts";
import type { WriteName, WriteRequest } from "../../src/store/verbs/verbs.ts";
import type { StepRunner } from "../../src/store/sqlite/run-steps.ts";
import { actor, guestNamed, hotel, planOf } from "./store-fixture.ts";
import type { ChargeOutcome } from "../../src/folios/charge-decision.ts";
import { packCharge } from "../../src/store/sqlite/charge/packed-charge.ts";
import type { WriteContext } from "../../src/store/sqlite/write-context.ts";
import { createWriteVerbs } from "../../src/store/sqlite/writing/write-verbs.ts";
import type { WriteVerbs } from "../../src/store/sqlite/writing/write-verbs.ts";
import type { ListResource } from "../../src/store/contract/lists.ts";
import { readList } from "../../src/store/verbs/lists.ts";
import { buildBill, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { chargeOf, WHOLE_REST } from "../support/books.ts";
import { boundedLists, LIST_BOUNDS } from "./bounded-lists.ts";

/** Tables that grow with every bill, under the names the statements give them. */
const GROWING =
  "(?:receipts|postings|bills|identities|flags|links|receipt_bodies|reconciliation_\\w+|r|p|q|b|i|f|l|m|t)";
/** All of it, or all of one hotel: the same where there is one hotel. */
const WHOLE = new RegExp(
  `^(?:SCAN ${GROWING}\\b|SEARCH ${GROWING} USING .*\\(property_id=\\?\\)$|BLOOM FILTER ON ${GROWING}\\b)`,
);
/** An index that is read hotel by hotel, because no hotel is named. */
const EVERY_HOTEL = "(ANY(";
/** Asked below, bounded as the door bounds them. */
const IN_LISTS = / AS "sortValue" | AS counted$| AS id FROM /;
/** A prefix of the newest or oldest rows, which a LIMIT or an aggregate ends at once. */
const ENDS_AT_ONCE =
  /^SELECT max\(|^SELECT 1 FROM|^DELETE FROM|ORDER BY (?:receipt|refused)_id LIMIT 1$/;

const GUEST = "Mia Keller";

let dir: string;
let db: Connection;
let statements: string[];

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "store-plans-"));
  db = openForWriting(join(dir, "store.sqlite"));
  migrate(db, 0);
  registerFoldText(db);
  statements = collectStatements(db);
});
afterAll(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

describe("no statement reads more of a growing table than it answers", () => {
  test("whatever the verbs have prepared", () => {
    expect(statements.length).toBeGreaterThan(60);
    const bad = statements
      .filter((sql) => !ENDS_AT_ONCE.test(sql) && !IN_LISTS.test(sql))
      .flatMap((sql) => [
        ...wholeReads(sql),
        ...detailsOf(sql).filter((detail) => detail.includes(EVERY_HOTEL)),
      ]);
    expect(bad).toEqual([]);
  });

  test("guests to forget are found by when they left, and changed each by its id", () => {
    const named = (start: string) =>
      statements
        .filter(
          (sql) => sql.startsWith(start) && sql.includes("client_name <> ''"),
        )
        .flatMap((sql) => detailsOf(sql));
    expect(named("SELECT")).toEqual([
      "SEARCH reservations USING INDEX reservations_to_forget (changed_at<?)",
    ]);
    expect(named("UPDATE")).toEqual([
      "SEARCH reservations USING PRIMARY KEY (property_id=? AND reservation_id=?)",
    ]);
  });

  test.each(LIST_BOUNDS)(
    "the list of %s bounded by %s %s, sorted by anything",
    (...bound) => {
      const [resource] = bound;
      const bad = boundedLists(bound).flatMap((request) => {
        const table = LIST_TABLES[resource];
        const { page, count } = compileList(table, "p", request, CONTAINS);
        const rows = compileRows(table, "p", { within: null, ids: [1n] });
        return [page, rows, count].flatMap(({ sql }) =>
          wholeReads(sql).map((plan) => `${request.orderBy.field}: ${plan}`),
        );
      });
      expect(bad).toEqual([]);
    },
  );
});

describe.each(["receipts", "refused-receipts", "postings"] as const)(
  "the flags that stand on %s",
  (resource) => {
    test("are looked up row by row in the primary key", () => {
      const { orderBy } = LISTS[resource];
      const bound: Filter = {
        kind: "clause",
        field: orderBy.field,
        operator: ">=",
        value: 1n,
      };
      for (const operator of ["=", "!="] as const) {
        const asked: Filter = {
          kind: "clause",
          field: "flags",
          operator,
          value: "late",
        };
        for (const filter of [
          asked,
          { kind: "and" as const, parts: [bound, asked] },
          { kind: "or" as const, parts: [bound, asked] },
        ]) {
          const { page, count } = compileList(
            LIST_TABLES[resource],
            "p",
            { filter, orderBy, pageSize: 100, page: 1, cursor: null },
            CONTAINS,
          );
          for (const { sql } of [page, count]) {
            const looks = detailsOf(sql)
              .map((detail) => detail.replace(" f EXISTS ", " f "))
              .filter((detail) => /^\w+ [fl]\b/.test(detail));
            expect(looks).toEqual([
              "SEARCH f USING PRIMARY KEY (property_id=? AND subject_id=?)",
              "SEARCH l USING PRIMARY KEY (property_id=? AND subject_id=? AND flag_id>?)",
            ]);
          }
        }
      }
    });
  },
);

function wholeReads(sql: string): string[] {
  const details = detailsOf(sql);
  // What a statement makes itself is read by its name, which may be that of a table elsewhere in it.
  const made = new Set(
    details.flatMap((detail) => /^CO-ROUTINE (\w+)/.exec(detail)?.[1] ?? []),
  );
  return details
    .filter((detail) => WHOLE.test(detail))
    .filter((detail) => !made.has(/^SCAN (\w+)/.exec(detail)?.[1] ?? ""))
    .map((detail) => `${detail} — ${sql.replace(/\s+/g, " ")}`);
}

/** Of statements that name some values as of those that name many: of which the planner thinks otherwise. */
function detailsOf(sql: string): string[] {
  const many = `IN (${Array(200).fill("?").join(", ")})`;
  const anonymous = sql
    .replace(/[?$]\w+/g, "?")
    .replace(/IN \(\?(, \?)*\)/g, many);
  const count = anonymous.split("?").length - 1;
  return db
    .prepare<number[], { detail: string }>(`EXPLAIN QUERY PLAN ${anonymous}`)
    .all(...Array<number>(count).fill(1))
    .map(({ detail }) => detail);
}

/** Every statement the verbs prepare on a connection. */
function collectStatements(connection: Connection): string[] {
  const prepared = new Set<string>();
  const prepare = connection.prepare.bind(connection);
  connection.prepare = (sql: string) => {
    prepared.add(sql.trim());
    return prepare(sql);
  };
  const context = createWriteContext(connection, {
    writer: 0,
    trailKey: Buffer.alloc(32),
    sealer: new Sealer([Buffer.alloc(32)]),
  });
  const verbs = createWriteVerbs(context);
  new UnsureChargeFinder(connection);
  runVerbs(context.runner, context);
  readEvening(context, verbs);
  connection.prepare = prepare;
  return [...prepared];
}

/** Each verb that both engines have, so that its statements are prepared. */
function runVerbs(runner: StepRunner, context: VerbContext): void {
  const propertyId = hotel.id;
  const write = <Name extends WriteName>(
    name: Name,
    request: WriteRequest<Name>,
  ): unknown => runner.run(writeSteps(name, request, context));
  write("provision", planOf(hotel));
  write("putProperty", {
    actor,
    document: { property: hotel, houseAccounts: [] },
    ifVersion: "*",
  });
  const reservations = [
    guestNamed(GUEST),
    { ...guestNamed("Gone long ago"), status: "checked-out" as const },
  ];
  for (const mode of ["replace", "merge"] as const)
    write("changeReservations", {
      actor,
      propertyId,
      mode,
      reservations,
      confirmed: true,
      ifVersion: null,
    });
  const businessLocationId = hotel.businessLocations[0]!.id;
  const idempotency = { key: "k", requestDigest: "d" };
  write("issueApiKey", {
    actor,
    propertyId,
    businessLocationId,
    name: "till",
    key: "key",
    idempotency,
  });
  write("revokeApiKey", { actor, propertyId, keyId: "none" });
  const refused = { actor, propertyId, refusedId: "1" };
  write("getRefusedBody", refused);
  const folios = { doubleConfirmed: false, folios: "001" };
  write("repostRefused", { ...refused, ...folios, idempotency });
  write("dismissRefused", { ...refused, reason: "none", idempotency });
  for (const term of ["", "one", "two words"])
    runner.run(readSteps("searchGuests", [{ propertyId, term, limit: 50 }]));
  const businessDate = "2026-11-20";
  runner.run(readSteps("getBusinessDate", [propertyId, businessDate]));
  runner.run(countDay(propertyId, businessDate));
  const soon = { ...context, now: Date.parse("2026-11-21T12:00:00Z") };
  runner.run(
    writeSteps(
      "closeBusinessDate",
      { actor, propertyId, businessDate, idempotency: null },
      soon,
    ),
  );
  compareEverything(runner, context);
  for (const name of ["getReceipt", "getRefused", "getFolio"] as const)
    runner.run(readSteps(name, [propertyId, "1"]));
  runner.run(readSteps("repostCandidates", [propertyId, 1n]));
  write("forgetGuests", { before: Number.MAX_SAFE_INTEGER });
  runner.run(readSteps("getProperty", [propertyId]));
  runner.run(readSteps("loadAccess", []));
}

/** What is read of a sale, of its void, of a refund made here and of a refused bill. */
function readEvening(context: WriteContext, verbs: WriteVerbs): void {
  const { runner } = context;
  const propertyId = hotel.id;
  const take = (bill: Bill): ChargeOutcome => {
    const charge = packCharge(chargeOf(bill, hotel));
    const outcome = verbs.takeCharge(charge, Buffer.from("{}"));
    context.rows.flush();
    return outcome;
  };
  const payments = [buildPayment({ reservationId: GUEST, amount: 11 })];
  const [first, second] = [buildBill({ payments }), buildBill({ payments })];
  const sales = [first, voidOf(first), second].map(
    (bill) => (take(bill) as { receiptId: bigint }).receiptId,
  );
  const nobody = [buildPayment({ reservationId: "nobody" })];
  take(buildBill({ payments: nobody }));
  const refund = runner.run(
    writeSteps(
      "makeRefund",
      {
        actor,
        propertyId,
        receipt: sales[2]!,
        asked: {
          ...WHOLE_REST,
          lines: [{ lineNo: 1, receiptId: null, quantity: null, amount: 100n }],
        },
        idempotency: null,
      },
      context,
    ),
  );
  expect(refund).toMatchObject({ kind: "done" });
  for (const id of sales)
    runner.run(readSteps("getReceipt", [propertyId, String(id)]));
  runner.run(readSteps("getFolio", [propertyId, GUEST]));
  for (const [resource, { orderBy }] of Object.entries(LISTS))
    runner.run(
      readList(
        resource as ListResource,
        propertyId,
        { filter: null, orderBy, pageSize: 100, page: 1, cursor: null },
        function* () {
          return CONTAINS;
        },
      ),
    );
}

/** Each piece of work of a reconciliation, with sales that are looked up in every way. */
function compareEverything(runner: StepRunner, context: VerbContext): void {
  const ref = { propertyId: hotel.id, reconciliationId: 1n };
  const lease = { holder: "one", now: 1, leaseMs: 1_000 };
  const range = { from: "2026-11-20", to: "2026-11-20" };
  const businessLocationId = hotel.businessLocations[0]!.id;
  const location = { businessLocationId, mirrors: false, goLiveAt: null };
  const scope = { range, rules: hotel, until: 2, locations: [location] };
  const sale = (key: string, uuid: string | null): ComparedSale => ({
    key,
    uuid,
    fiscId: "A1.1",
    receiptNumber: null,
    previousAccountId: "A1.2",
    type: "UPDATE",
    closedAt: 1,
    lines: 1,
    paid: { methods: [], tax: 0n },
  });
  const sales = [sale("one", "uuid"), sale("other", null)];
  runner.run(
    writeSteps(
      "startReconciliation",
      {
        actor,
        propertyId: hotel.id,
        range,
        unlessSince: 1,
        heals: true,
        idempotency: null,
      },
      context,
    ),
  );
  // Nothing is set up at Lightspeed, so nothing was begun.
  for (const wanted of [null, { propertyId: hotel.id, range, heals: true }])
    runner.run(
      writeSteps("claimReconciliation", { of: wanted, lease }, context),
    );
  for (const late of [false, true])
    runner.run(compareReceipts(ref, scope, { late, at: 1, receiptId: "1" }));
  runner.run(compareRefunds(ref, scope, null));
  for (const isAround of [false, true])
    runner.run(
      compareSales(ref, {
        kind: "sales",
        scope,
        location,
        isAround,
        heals: { since: 0, before: 2 },
        sales,
        pageDone: null,
      }),
    );
  runner.run(forgetPiece(ref));
  const end = { ...ref, holder: "one", failure: null };
  runner.run(writeSteps("endReconciliation", end, context));
  runner.run(writeSteps("releaseReconciliation", end, context));
  runner.run(readSteps("getReconciliation", [hotel.id, "1"]));
  runner.run(readSteps("reconciledDates", [hotel.id, range.from]));
  runner.run(readSteps("hasWaitingReconciliation", [1]));
  const place = { propertyId: hotel.id, businessLocationId: "1" };
  runner.run(readSteps("firstTraces", [place]));
}
