import type { Charge, RepostOutcome } from "../../folios/charge-decision.ts";
import type { SqlValue } from "../sql-value.ts";
import type { Steps } from "../steps.ts";
import type { Sql } from "./connection/sql.ts";

/** Runs a verb of both engines in a transaction of this one. */
export async function runSteps<Answer>(
  sql: Sql,
  steps: Steps<Answer>,
  takeRepost: (charge: Charge) => Promise<RepostOutcome> = readsOnly,
): Promise<Answer> {
  let step = steps.next();
  while (step.done !== true) {
    const { value } = step;
    step = steps.next(
      "repost" in value
        ? await takeRepost(value.repost)
        : await sql.ask(value.text, ...(value.values as SqlValue[])),
    );
  }
  return step.value;
}

function readsOnly(): never {
  throw new Error("a bill is posted by a transaction that writes only");
}
