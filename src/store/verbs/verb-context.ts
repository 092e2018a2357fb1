import type { HybridIds } from "../ids.ts";
import type { Sealer } from "../sealer.ts";

/** What the verbs that write share; nothing in it decides. */
export interface VerbContext {
  ids: HybridIds;
  sealer: Sealer;
  /** Of the trail's HMAC. */
  trailKey: Uint8Array;
  /** Of the transaction; milliseconds UTC. */
  now: number;
}
