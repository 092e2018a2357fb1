import type { Charge, RepostOutcome } from "../../folios/charge-decision.ts";
import type { Answered, Statement, Steps } from "../steps.ts";
import type { Connection } from "./connection.ts";

/** Texts that depend on how many values they have are not kept for ever. */
const PREPARED_MAX = 512;

/** Runs verbs of both engines on a connection of this one. Nobody else writes, so nothing is locked. */
export class StepRunner {
  readonly #db: Connection;
  readonly #prepared = new Map<string, Prepared>();

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
    const { statement, order, reads } = this.#prepare(text);
    const bound = order.map((place) => values[place]!);
    if (reads) return { rows: statement.all(...bound), changes: 0 };
    return { rows: [], changes: statement.runWith(bound).changes };
  }

  #prepare(text: string): Prepared {
    const known = this.#prepared.get(text);
    if (known !== undefined) return known;
    if (this.#prepared.size >= PREPARED_MAX) this.#prepared.clear();
    const order: number[] = [];
    // Numbered places are found by name, each among all of them: for hundreds that takes longer than the rest.
    const sql = text.replace(/\$(\d+)/g, (_, number: string) => {
      order.push(Number(number) - 1);
      return "?";
    });
    const statement = this.#db.prepare(sql);
    const prepared = { statement, order, reads: statement.reader };
    this.#prepared.set(text, prepared);
    return prepared;
  }
}

interface Prepared {
  statement: ReturnType<Connection["prepare"]>;
  /** Of each place of the statement, which of the values it has. */
  order: number[];
  /** It answers with rows. */
  reads: boolean;
}

function readsOnly(): never {
  throw new Error("a bill is posted by the writer only");
}
