import type { SqlValue } from "../sql-value.ts";
import type { Steps } from "../steps.ts";
import type { Sql } from "./connection/sql.ts";

/** Runs a verb of both engines in a transaction of this one. */
export async function runSteps<Answer>(
  sql: Sql,
  steps: Steps<Answer>,
): Promise<Answer> {
  let step = steps.next();
  while (step.done !== true) {
    const { text, values } = step.value;
    step = steps.next(await sql.ask(text, ...(values as SqlValue[])));
  }
  return step.value;
}
