import { workerData } from "node:worker_threads";
import { openForReading } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { createReadVerbs } from "./reads/read-verbs.ts";
import type { ReadVerb, ReadVerbs } from "./reads/read-verbs.ts";
import { serveVerbs } from "./threads/worker-host.ts";

const { file } = workerData as { file: string };
let open: { db: Connection; verbs: ReadVerbs } | null = null;

function close(): void {
  const was = open;
  open = null;
  was?.db.close();
}

serveVerbs({
  open: () => {
    close();
    const db = openForReading(file);
    try {
      open = { db, verbs: createReadVerbs(db) };
    } catch (error) {
      db.close();
      throw error;
    }
  },
  close,
  read: (verb: ReadVerb, args: never[]) => {
    if (open === null) throw new Error("the reader is not open");
    return (open.verbs[verb] as (...args: never[]) => unknown)(...args);
  },
});
