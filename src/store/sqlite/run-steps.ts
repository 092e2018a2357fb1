import type { Charge, RepostOutcome } from "../../folios/charge-decision.ts";
import type { SqlValue } from "../sql-value.ts";
import type { Answered, Statement, Steps } from "../steps.ts";
import type { Connection } from "./connection.ts";
import { numbered } from "./connection.ts";

/** Texts that depend on how many values they have are not kept for ever. */
const PREPARED_MAX = 512;

/** Runs verbs of both engines on a connection of this one. Nobody else writes, so nothing is locked. */
export class StepRunner {
  readonly #db: Connection;
  readonly #prepared = new Map<string, ReturnType<Connection["prepare"]>>();

  constructor(db: Connection) {
    this.#db = db;
  }

  run<Answer>(
    steps: Steps<Answer>,
    takeRepost: (charge: Charge) => RepostOutcome = readsOnly,
  ): Answer {
    let step = steps.next();
    while (step.done !== true) {
      const { value } = step;
      step = steps.next(
        "repost" in value ? takeRepost(value.repost) : this.#ask(value),
      );
    }
    return step.value;
  }

  #ask({ text, values, locks }: Statement): Answered {
    if (locks) return { rows: [], changes: 0 };
    const statement = this.#prepare(text);
    const bound = numbered(...(values as SqlValue[]));
    if (statement.reader) return { rows: statement.all(bound), changes: 0 };
    return { rows: [], changes: statement.run(bound).changes };
  }

  #prepare(text: string): ReturnType<Connection["prepare"]> {
    const known = this.#prepared.get(text);
    if (known !== undefined) return known;
    if (this.#prepared.size >= PREPARED_MAX) this.#prepared.clear();
    const statement = this.#db.prepare(text);
    this.#prepared.set(text, statement);
    return statement;
  }
}

function readsOnly(): never {
  throw new Error("a bill is posted by the writer only");
}
