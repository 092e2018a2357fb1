import type { AddressInfo } from "node:net";
import express from "express";
import { receiveBody } from "../../src/http/receive-body.ts";
import type { ChargeRequest } from "../../src/schemas/generated.ts";
import { compileSchema } from "../../src/schemas/schema.ts";
import { Checkpoints } from "../../src/store/sqlite/checkpoints.ts";
import { sqliteFile } from "../../src/store/sqlite/sqlite-file.ts";
import { HybridIds } from "../../src/store/ids.ts";
import { ChargeRows } from "../../src/store/postgres/charge/charge-rows.ts";
import { LANES } from "../../src/store/postgres/charge/charge-queue.ts";
import { Database } from "../../src/store/postgres/connection/database.ts";
import { WorkerLink } from "../../src/store/sqlite/threads/worker-link.ts";
import { WriteQueue } from "../../src/store/sqlite/writing/write-queue.ts";
import { openBenchStore } from "./bench-store.ts";
import type { BenchParts } from "./bench-store.ts";
import { addMadeUpRows } from "./made-up-rows.ts";
import type { RowsOrder } from "./made-up-rows.ts";

// The rows of a charge without the charge: a bill is parsed, its shape is checked, and as many rows as ours makes of it, of
// made-up values, go into the tables of our database, by the queue and the statements of ours, and are on the disk before the answer.
// Nothing is read exactly, totalled, split, looked up, locked, decided or logged: whoever does that as well is slower.

const LIMIT_BYTES = 1024 * 1024;
const QUEUE_MAX = 1_000;

type Keep = (order: RowsOrder) => Promise<bigint>;

const { store, parts, remove } = await openBenchStore(process.env);
await store.close();
const { databaseUrl } = parts.config;
const keep =
  databaseUrl === null ? keepOnSqlite(parts) : keepOnPostgres(databaseUrl);

const check = compileSchema<ChargeRequest>("ChargeRequest");
const app = express();
app.post("/charge", async (request, response) => {
  const { bytes: body } = await receiveBody(request, LIMIT_BYTES);
  const bill: unknown = JSON.parse(body.toString("utf8"));
  if (!check.accepts(bill)) throw new Error("not a bill");
  const lines = bill.transactions?.length ?? 0;
  const receiptId = String(await keep({ body, lines }));
  const answer = Buffer.from(JSON.stringify({ status: "posted", receiptId }));
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": answer.length,
  });
  response.end(answer);
});
const server = app.listen(0, "127.0.0.1", () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on("exit", remove);
process.on("SIGTERM", () => process.exit());
process.on("disconnect", () => process.exit());

function keepOnSqlite({ config, clock }: BenchParts): Keep {
  const file = sqliteFile(config.dataDir);
  const program = new URL("rows-alone-worker.ts", import.meta.url);
  const checkpoints = new Checkpoints(file, fail);
  const queue = new WriteQueue(new WorkerLink(program, { file }, fail), {
    queueMax: QUEUE_MAX,
    now: () => clock.now(),
    committed: () => checkpoints.committed(),
    broken: fail,
  });
  checkpoints.open();
  queue.start();
  return (order) => queue.push("takeCharge", [order]);
}

/** Whatever has come is one statement, two of them on their way at once. */
function keepOnPostgres(url: string): Keep {
  const database = new Database({ url, connectionsMax: LANES, broken: fail });
  const ids = new HybridIds(1, 0n);
  let waiting: { order: RowsOrder; kept: (receiptId: bigint) => void }[] = [];
  let lanesTaken = 0;
  const write = async (): Promise<void> => {
    if (waiting.length === 0 || lanesTaken === LANES) return;
    const batch = waiting;
    waiting = [];
    lanesTaken += 1;
    const now = parts.clock.now();
    ids.setNow(now);
    const rows = new ChargeRows();
    const kept = batch.map(({ order }) =>
      addMadeUpRows(rows, order, { ids, now }),
    );
    await database.write((sql) => rows.insert(sql, 0));
    lanesTaken -= 1;
    batch.forEach((one, at) => one.kept(kept[at]!));
    setImmediate(() => void write());
  };
  return (order) =>
    new Promise((kept) => {
      waiting.push({ order, kept });
      setImmediate(() => void write());
    });
}

function fail(error: unknown): void {
  throw error;
}
