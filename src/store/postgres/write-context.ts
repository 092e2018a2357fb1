import type { HybridIds } from "../ids.ts";
import type { Sealer } from "../sealer.ts";
import type { SettingsCache } from "./settings-cache.ts";

/** What the verbs that write share; nothing in it decides. */
export interface WriteContext {
  ids: HybridIds;
  settings: SettingsCache;
  sealer: Sealer;
  trailKey: Uint8Array;
  /** Milliseconds UTC. */
  now: () => number;
}
