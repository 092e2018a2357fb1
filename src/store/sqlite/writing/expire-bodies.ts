import { numbered } from "../connection.ts";
import type { Numbered } from "../connection.ts";
import type { WriteContext } from "../write-context.ts";
import { propertyIds } from "../../verbs/properties.ts";
import { firstIdAt } from "../../ids.ts";

const ROWS_AT_ONCE = 500;

export interface Expired {
  expired: number;
  more: boolean;
}

/** Forgets what tills sent after its time, a little at once so that charges need not wait. Digests and postings stay. */
export class ExpireBodies {
  readonly #context: WriteContext;
  readonly #deletes;

  constructor(context: WriteContext) {
    this.#context = context;
    this.#deletes = [
      ["receipt_bodies", "receipt_id"],
      ["refused_bodies", "refused_id"],
    ].map(([table, id]) =>
      context.db.prepare<Numbered>(
        `DELETE FROM ${table} WHERE property_id = ?1 AND ${id} IN
           (SELECT ${id} FROM ${table} WHERE property_id = ?1 AND ${id} < ?2 ORDER BY ${id} LIMIT ?3)`,
      ),
    );
  }

  expire(before: number): Expired {
    let [expired, more] = [0, false];
    for (const propertyId of this.#context.runner.run(propertyIds())) {
      for (const statement of this.#deletes) {
        const { changes } = statement.run(
          numbered(propertyId, firstIdAt(before), ROWS_AT_ONCE),
        );
        expired += changes;
        more ||= changes === ROWS_AT_ONCE;
      }
    }
    return { expired, more };
  }
}
