import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LISTS } from "../../src/lists/list-fields.ts";
import type { Filter } from "../../src/lists/list-request.ts";
import { openForWriting } from "../../src/store/sqlite/connection.ts";
import type { Connection } from "../../src/store/sqlite/connection.ts";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { compileList } from "../../src/store/list-sql.ts";
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
import { compareSales } from "../../src/store/verbs/reconciliations/compare-sales.ts";
import type { ComparedSale } from "../../src/reconciliation/comparison.ts";
import type { VerbContext } from "../../src/store/verbs/verb-context.ts";
import { readSteps, writeSteps } from "../../src/store/verbs/verbs.ts";
import type { WriteName, WriteRequest } from "../../src/store/verbs/verbs.ts";
import type { StepRunner } from "../../src/store/sqlite/run-steps.ts";
import { actor, guestNamed, hotel, planOf } from "./store-fixture.ts";
import { createWriteVerbs } from "../../src/store/sqlite/writing/write-verbs.ts";
import { boundedLists, LIST_BOUNDS } from "./bounded-lists.ts";

/** Tables that grow with every bill, under the names the statements give them. */
const GROWING =
  "(?:receipts|postings|bills|identities|flags|links|receipt_bodies|reconciliation_\\w+|r|p|q|b|i|f|l|m|t)";
/** All of it, or all of one hotel: the same where there is one hotel. */
const WHOLE = new RegExp(
  `^(?:SCAN ${GROWING}\\b|SEARCH ${GROWING} USING .*\\(property_id=\\?\\)$)`,
);
/** A prefix of the newest or oldest rows, which a LIMIT or an aggregate ends at once. */
const ENDS_AT_ONCE = /^SELECT max\(|^SELECT 1 FROM|^DELETE FROM/;

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
      .filter((sql) => !ENDS_AT_ONCE.test(sql))
      .flatMap((sql) => wholeReads(sql));
    expect(bad).toEqual([]);
  });

  test.each(LIST_BOUNDS)(
    "the list of %s bounded by %s %s, sorted by anything",
    (...bound) => {
      const [resource] = bound;
      const bad = boundedLists(bound).flatMap((request) => {
        const { rows, count } = compileList(
          LIST_TABLES[resource],
          "p",
          request,
          CONTAINS,
        );
        return [
          ...wholeReads(rows.sql).map(
            (plan) => `${request.orderBy.field}: ${plan}`,
          ),
          ...wholeReads(count.sql),
        ];
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
          const { rows, count } = compileList(
            LIST_TABLES[resource],
            "p",
            { filter, orderBy, pageSize: 100, page: 1, cursor: null },
            CONTAINS,
          );
          for (const { sql } of [rows, count]) {
            const looks = detailsOf(sql)
              .map((detail) => detail.replace(" f EXISTS ", " f "))
              .filter((detail) => /^\w+ [fl]\b/.test(detail))
              // A posting's own look at the links.
              .filter((detail) => !detail.includes("from_id=?"));
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
  return detailsOf(sql)
    .filter((detail) => WHOLE.test(detail))
    .map((detail) => `${detail} — ${sql.replace(/\s+/g, " ")}`);
}

function detailsOf(sql: string): string[] {
  const anonymous = sql.replace(/[?$]\w+/g, "?");
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
    sealer: new Sealer(Buffer.alloc(32)),
  });
  createWriteVerbs(context);
  new UnsureChargeFinder(connection);
  runVerbs(context.runner, context);
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
  const reservations = [guestNamed("Mia Keller")];
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
  runner.run(readSteps("getProperty", [propertyId]));
  runner.run(readSteps("loadAccess", []));
}

/** Each piece of work of a reconciliation, with sales that are looked up in every way. */
function compareEverything(runner: StepRunner, context: VerbContext): void {
  const ref = { propertyId: hotel.id, reconciliationId: 1n };
  const lease = { holder: "one", now: 1, leaseMs: 1_000 };
  const range = { from: "2026-11-20", to: "2026-11-20" };
  const businessLocationId = hotel.businessLocations[0]!.id;
  const location = { businessLocationId, mirrors: false, goLiveAt: null };
  const scope = { range, rules: hotel, locations: [location] };
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
      { actor, propertyId: hotel.id, range, unlessSince: 1, idempotency: null },
      context,
    ),
  );
  // Nothing is set up at Lightspeed, so nothing was begun.
  for (const wanted of [null, { propertyId: hotel.id, range }])
    runner.run(
      writeSteps("claimReconciliation", { of: wanted, lease }, context),
    );
  runner.run(compareReceipts(ref, scope, null));
  runner.run(compareRefunds(ref, scope, null));
  for (const isAround of [false, true])
    runner.run(
      compareSales(ref, {
        kind: "sales",
        scope,
        location,
        isAround,
        sales,
        pageDone: null,
      }),
    );
  const end = { ...ref, holder: "one", failure: null };
  runner.run(writeSteps("endReconciliation", end, context));
  runner.run(writeSteps("releaseReconciliation", end, context));
  runner.run(readSteps("getReconciliation", [hotel.id, "1"]));
  runner.run(readSteps("reconciledDates", [hotel.id, range.from]));
  runner.run(readSteps("hasWaitingReconciliation", [1]));
}
