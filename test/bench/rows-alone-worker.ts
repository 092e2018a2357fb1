import { workerData } from "node:worker_threads";
import { HybridIds } from "../../src/store/ids.ts";
import { openForWriting } from "../../src/store/sqlite/connection.ts";
import { PendingRows } from "../../src/store/sqlite/pending-rows.ts";
import { serveVerbs } from "../../src/store/sqlite/threads/worker-host.ts";
import type { WriteCall } from "../../src/store/sqlite/writing/write-verbs.ts";
import { addMadeUpRows } from "./made-up-rows.ts";
import type { RowsOrder } from "./made-up-rows.ts";

// The writing thread of `rows-alone.ts` on SQLite.

const db = openForWriting((workerData as { file: string }).file);
const rows = new PendingRows(db);
const begin = db.prepare("BEGIN IMMEDIATE");
const commit = db.prepare("COMMIT");
const ids = new HybridIds(1, 0n);

serveVerbs({
  commit: (now: number, calls: WriteCall[]) => {
    const started = performance.now();
    ids.setNow(now);
    begin.run();
    const results = calls.map(({ args: [order] }) => ({
      answer: addMadeUpRows(rows, order as RowsOrder, { ids, now }),
    }));
    rows.flush();
    commit.run();
    return { results, durationMs: performance.now() - started };
  },
});
