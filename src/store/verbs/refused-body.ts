import { idOf } from "../numbers.ts";
import type { Actor } from "../contract/acts.ts";
import { row } from "../steps.ts";
import type { Steps } from "../steps.ts";
import type { VerbContext } from "./verb-context.ts";
import { lockProperties } from "./locks.ts";
import { recordAct } from "./trail.ts";

/** Shows what a till sent. It writes, because who looked at it is on the trail. */
export function* getRefusedBody(
  act: { actor: Actor; propertyId: string; refusedId: string },
  context: VerbContext,
): Steps<Uint8Array | null> {
  const { actor, propertyId, refusedId } = act;
  const id = idOf(refusedId);
  if (id === null) return null;
  yield* lockProperties([propertyId]);
  const kept = yield* row<{ body: Uint8Array }>(
    "SELECT body FROM refused_bodies WHERE property_id = $1 AND refused_id = $2",
    propertyId,
    id,
  );
  if (kept === undefined) return null;
  const details = { refusedId };
  const read = { propertyId, actor, act: "refused-body.read", details };
  yield* recordAct(read, context);
  return kept.body;
}
