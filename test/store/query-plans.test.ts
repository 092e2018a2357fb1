import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LISTS } from "../../src/lists/list-fields.ts";
import type { Filter, Operator } from "../../src/lists/list-request.ts";
import { openForWriting } from "../../src/store/sqlite/connection.ts";
import type { Connection } from "../../src/store/sqlite/connection.ts";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { compileList } from "../../src/store/list-sql.ts";
import { LIST_TABLES } from "../../src/store/list-tables.ts";
import { CONTAINS, registerFoldText } from "../../src/store/sqlite/contains.ts";
import { Sealer } from "../../src/store/sealer.ts";
import { createWriteContext } from "../../src/store/sqlite/write-context.ts";
import { UnsureChargeFinder } from "../../src/store/sqlite/writing/unsure-charge.ts";
import type { VerbContext } from "../../src/store/verbs/verb-context.ts";
import { readSteps, writeSteps } from "../../src/store/verbs/verbs.ts";
import type { WriteName, WriteRequest } from "../../src/store/verbs/verbs.ts";
import type { StepRunner } from "../../src/store/sqlite/run-steps.ts";
import { actor, guestNamed, hotel, planOf } from "./store-fixture.ts";
import { createWriteVerbs } from "../../src/store/sqlite/writing/write-verbs.ts";

/** Tables that grow with every bill, under the names the statements give them. */
const GROWING =
  "(?:receipts|postings|bills|identities|flags|links|receipt_bodies|r|p|q|b|i|f|l)";
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

  const bounds: [keyof typeof LISTS, string, Operator, string | bigint][] = [
    ["receipts", "receivedAt", ">=", 1n],
    ["receipts", "businessDate", ">=", "2026-11-01"],
    ["receipts", "receiptId", "=", 1n],
    ["receipts", "uuid", "=", "x"],
    ["receipts", "fiscId", "=", "x"],
    ["receipts", "receiptNumber", "=", "x"],
    ["postings", "postedAt", ">=", 1n],
    ["postings", "businessDate", "=", "2026-11-01"],
    ["postings", "postingId", "=", 1n],
    ["postings", "receiptId", "=", 1n],
    ["postings", "folioId", "=", "x"],
  ];
  test.each(bounds)(
    "the list of %s bounded by %s %s, sorted by anything",
    (resource, field, operator, value) => {
      const bound: Filter = { kind: "clause", field, operator, value };
      const filter: Filter = {
        kind: "and",
        parts: [
          bound,
          { kind: "clause", field: "kind", operator: "~", value: "x" },
        ],
      };
      const bad: string[] = [];
      for (const sorted of Object.keys(LISTS[resource].fields)) {
        for (const descending of [false, true]) {
          for (const cursor of [null, { value: 1n, id: "1", pageNumber: 2 }]) {
            const request = {
              filter,
              orderBy: { field: sorted, descending },
              page: 1,
              pageSize: 100,
              cursor,
            };
            const { rows, count } = compileList(
              LIST_TABLES[resource],
              "p",
              request,
              CONTAINS,
            );
            bad.push(
              ...wholeReads(rows.sql).map((plan) => `${sorted}: ${plan}`),
              ...wholeReads(count.sql),
            );
          }
        }
      }
      expect(bad).toEqual([]);
    },
  );
});

function wholeReads(sql: string): string[] {
  const anonymous = sql.replace(/[?$]\w+/g, "?");
  const count = anonymous.split("?").length - 1;
  const plan = db
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${anonymous}`)
    .all(...Array<number>(count).fill(1));
  return plan
    .filter(({ detail }) => WHOLE.test(detail))
    .map(({ detail }) => `${detail} — ${sql.replace(/\s+/g, " ")}`);
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
  write("getRefusedBody", { actor, propertyId, refusedId: "1" });
  for (const term of ["", "one", "two words"])
    runner.run(readSteps("searchGuests", [{ propertyId, term, limit: 50 }]));
  for (const name of ["getReceipt", "getRefused", "getFolio"] as const)
    runner.run(readSteps(name, [propertyId, "1"]));
  runner.run(readSteps("getProperty", [propertyId]));
  runner.run(readSteps("loadAccess", []));
}
