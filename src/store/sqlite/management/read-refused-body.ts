import type { Actor } from "../../store.ts";
import type { WriteContext } from "../write-context.ts";
import { idOf } from "../../numbers.ts";

/** Shows what a till sent. It writes, because who looked at it is on the trail. */
export class RefusedBodyReader {
  readonly #context: WriteContext;
  readonly #body;

  constructor(context: WriteContext) {
    this.#context = context;
    this.#body = context.db
      .prepare<[string, bigint], Uint8Array>(
        "SELECT body FROM refused_bodies WHERE property_id = ? AND refused_id = ?",
      )
      .pluck();
  }

  read({
    actor,
    propertyId,
    refusedId,
  }: {
    actor: Actor;
    propertyId: string;
    refusedId: string;
  }): Uint8Array | null {
    const id = idOf(refusedId);
    const body = id === null ? undefined : this.#body.get(propertyId, id);
    if (body === undefined) return null;
    const details = { refusedId };
    this.#context.trail.record({
      propertyId,
      at: this.#context.now,
      actor,
      act: "refused-body.read",
      details,
    });
    return body;
  }
}
