import { numbered } from "../connection.ts";
import type { Numbered } from "../connection.ts";
import type { WriteContext } from "../write-context.ts";
import { propertyIds } from "../../verbs/properties.ts";
import { firstIdAt } from "../../ids.ts";

const ROWS_AT_ONCE = 500;

/** Milliseconds UTC. */
export interface Expiry {
  bodiesBefore: number;
  /** Kept for repeats of a request. */
  answersBefore: number;
}

export interface Expired {
  expired: number;
  more: boolean;
}

/**
 * Forgets what is kept for a time only, a little at once so that charges need not wait: what tills sent, whose digests and
 * postings stay, and answers.
 */
export class ExpireKept {
  readonly #context: WriteContext;
  readonly #bodies;
  readonly #answers;

  constructor(context: WriteContext) {
    this.#context = context;
    this.#bodies = [
      ["receipt_bodies", "receipt_id"],
      ["refused_bodies", "refused_id"],
    ].map(([table, id]) =>
      context.db.prepare<Numbered>(
        `DELETE FROM ${table} WHERE property_id = ?1 AND ${id} IN
           (SELECT ${id} FROM ${table} WHERE property_id = ?1 AND ${id} < ?2 ORDER BY ${id} LIMIT ?3)`,
      ),
    );
    this.#answers = context.db.prepare<[number, number]>(
      `DELETE FROM idempotent_requests WHERE (property_id, act, idempotency_key) IN
         (SELECT property_id, act, idempotency_key FROM idempotent_requests WHERE at < ? ORDER BY at LIMIT ?)`,
    );
  }

  expire({ bodiesBefore, answersBefore }: Expiry): Expired {
    const changes = [this.#answers.run(answersBefore, ROWS_AT_ONCE).changes];
    for (const propertyId of this.#context.runner.run(propertyIds())) {
      const before = firstIdAt(bodiesBefore);
      for (const statement of this.#bodies)
        changes.push(
          statement.run(numbered(propertyId, before, ROWS_AT_ONCE)).changes,
        );
    }
    return {
      expired: changes.reduce((all, one) => all + one, 0),
      more: changes.includes(ROWS_AT_ONCE),
    };
  }
}
