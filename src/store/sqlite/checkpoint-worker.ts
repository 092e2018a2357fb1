import { workerData } from "node:worker_threads";
import { copyFromLog, openForCheckpoints } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { serveVerbs } from "./threads/worker-host.ts";

const { file } = workerData as { file: string };
let db: Connection | null = null;

serveVerbs({
  checkpoint: () => copyFromLog((db ??= openForCheckpoints(file))),
  close: () => {
    db?.close();
    db = null;
  },
});
