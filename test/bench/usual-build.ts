import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SQLInputValue } from "node:sqlite";
import express from "express";
import { Kysely, SqliteDialect, sql } from "kysely";
import type { Generated } from "kysely";
import { destination, pino } from "pino";
import { pinoHttp } from "pino-http";
import { compileSchema } from "../../src/schemas/schema.ts";
import type { ChargeRequest } from "../../src/schemas/generated.ts";

// The same job as it is usually built: express.json, ajv, one transaction per bill through a query builder, a line of
// log per request. It does less than ours: amounts are doubles, nothing is split, and only the key tells a repeat.

interface Tables {
  receipts: {
    id: Generated<number>;
    idempotency_key: string;
    uuid: string | null;
    fisc_id: string | null;
    total: number;
    body: string;
    created_at: number;
  };
  postings: {
    receipt_id: number;
    folio_id: string;
    kind: string;
    description: string;
    quantity: number;
    amount: number;
    tax_rate: number | null;
    accounting_group: string | null;
    sku: string | null;
  };
  folios: { folio_id: string; balance: number };
}

const directory = mkdtempSync(join(tmpdir(), "usual-bench-"));
const db = new Kysely<Tables>({
  dialect: new SqliteDialect({ database: openDatabase() }),
});
const check = compileSchema<ChargeRequest>("ChargeRequest");

const app = express();
const log = destination({ dest: join(directory, "log"), sync: false });
app.use(pinoHttp({ logger: pino(log) }));
app.use(express.json({ limit: "1mb" }));
app.post("/charge", async (request, response) => {
  const bill: unknown = request.body;
  if (!check.accepts(bill)) {
    response.status(400).json({ customerErrorMessage: "Bad bill" });
    return;
  }
  const key = request.get("x-lightspeed-idempotency-key") ?? "";
  response.json({ status: "posted", receiptId: await post(bill, key) });
});
const server = app.listen(0, "127.0.0.1", () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
process.on("SIGTERM", () => process.exit());
process.on("disconnect", () => process.exit());

function post(bill: ChargeRequest, key: string): Promise<number> {
  const { payments, transactions } = bill;
  const cents = (amount: number | null | undefined): number =>
    Math.round((amount ?? 0) * 100);
  return db.transaction().execute(async (transaction) => {
    const known = await transaction
      .selectFrom("receipts")
      .select("id")
      .where("idempotency_key", "=", key)
      .executeTakeFirst();
    if (known !== undefined) return known.id;
    const { id } = await transaction
      .insertInto("receipts")
      .values({
        idempotency_key: key,
        uuid: bill.uuid ?? null,
        fisc_id: bill.fiscId ?? null,
        total: cents(payments.reduce((sum, one) => sum + one.amount, 0)),
        body: JSON.stringify(bill),
        created_at: Date.now(),
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    const folio = payments[0]?.reservationId ?? "restaurant";
    const rows = (transactions ?? []).map((line) => ({
      receipt_id: id,
      folio_id: folio,
      kind: "item",
      description: line.description ?? "",
      quantity: line.quantity ?? 1,
      amount: cents(line.amount),
      tax_rate: line.taxRate ?? null,
      accounting_group: line.groupId == null ? null : String(line.groupId),
      sku: line.sku ?? null,
    }));
    await transaction.insertInto("postings").values(rows).execute();
    for (const { amount, reservationId } of payments) {
      if (reservationId == null) continue;
      await transaction
        .insertInto("folios")
        .values({ folio_id: reservationId, balance: cents(amount) })
        .onConflict((conflict) =>
          conflict.column("folio_id").doUpdateSet({
            balance: sql`folios.balance + excluded.balance`,
          }),
        )
        .execute();
    }
    return id;
  });
}

/** As durable as ours: a commit is on the disk when it returns. */
function openDatabase(): ConstructorParameters<
  typeof SqliteDialect
>[0]["database"] {
  const file = new DatabaseSync(join(directory, "store.sqlite"));
  file.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE receipts (id INTEGER PRIMARY KEY, idempotency_key TEXT UNIQUE, uuid TEXT UNIQUE, fisc_id TEXT,
      total INTEGER, body TEXT, created_at INTEGER);
    CREATE TABLE postings (receipt_id INTEGER REFERENCES receipts, folio_id TEXT, kind TEXT, description TEXT,
      quantity REAL, amount INTEGER, tax_rate REAL, accounting_group TEXT, sku TEXT);
    CREATE INDEX postings_by_folio ON postings (folio_id);
    CREATE TABLE folios (folio_id TEXT PRIMARY KEY, balance INTEGER);`);
  return {
    close: () => file.close(),
    prepare: (text: string) => {
      const statement = file.prepare(text);
      const bound = (values: readonly unknown[]) => values as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...bound(values)),
        run: (values) => statement.run(...bound(values)),
        iterate: (values) => statement.iterate(...bound(values)),
      };
    },
  };
}
