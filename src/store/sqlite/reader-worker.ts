import { workerData } from "node:worker_threads";
import type { ListRequest } from "../../lists/list-request.ts";
import type { Steps } from "../steps.ts";
import type { ListResource } from "../contract/lists.ts";
import { readList } from "../verbs/lists.ts";
import { readSteps } from "../verbs/verbs.ts";
import type { ReadArgs, ReadName } from "../verbs/verbs.ts";
import { openForReading } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { CONTAINS, registerFoldText } from "./contains.ts";
import { StepRunner } from "./run-steps.ts";
import { serveVerbs } from "./threads/worker-host.ts";

const { file } = workerData as { file: string };
let open: { db: Connection; runner: StepRunner } | null = null;

function close(): void {
  const was = open;
  open = null;
  was?.db.close();
}

/** Of one moment, however many statements there are. */
function run<Answer>(steps: Steps<Answer>): Answer {
  if (open === null) throw new Error("the reader is not open");
  const { db, runner } = open;
  return db.transaction(() => runner.run(steps))();
}

serveVerbs({
  open: () => {
    close();
    const db = openForReading(file);
    try {
      registerFoldText(db);
      open = { db, runner: new StepRunner(db) };
    } catch (error) {
      db.close();
      throw error;
    }
  },
  close,
  read: (name: ReadName, args: ReadArgs<ReadName>) =>
    run(readSteps(name, args)),
  list: (resource: ListResource, propertyId: string, request: ListRequest) =>
    run(readList(resource, propertyId, request, containsAtOnce)),
});

function* containsAtOnce(): Steps<typeof CONTAINS> {
  return CONTAINS;
}
