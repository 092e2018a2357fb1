import { workerData } from "node:worker_threads";
import { serveVerbs } from "./threads/worker-host.ts";
import type { WriteCall } from "./writing/write-verbs.ts";
import { Writer } from "./writing/writer.ts";
import type { WriterOptions } from "./writing/writer.ts";
import type { UnsureCharge } from "../unsure-charge.ts";

const writer = new Writer(workerData as WriterOptions);

serveVerbs({
  open: (now: number) => writer.open(now),
  commit: (now: number, calls: WriteCall[]) => {
    const started = performance.now();
    const results = writer.commit(now, calls);
    return { results, durationMs: performance.now() - started };
  },
  findCharges: (charges: UnsureCharge[]) => writer.findCharges(charges),
  close: () => writer.close(),
  finish: () => writer.finish(),
});
