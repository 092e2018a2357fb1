/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { Instant } from "./Instant.ts";

/**
 * Whether bills can be taken now. Details are shown to a management token only.
 */
export interface Readiness {
  /**
   * ready: bills are taken. not-ready: they get 503.
   */
  status: "ready" | "not-ready";
  /**
   * State of the store.
   */
  store?: {
    /**
     * ready, recovering or closed.
     */
    state: string;
    /**
     * Whether writes succeed.
     */
    writable: boolean;
    /**
     * Writes that wait.
     */
    queued: number;
  };
  /**
   * The grants by which Lightspeed's records are read. They do not decide whether bills are taken.
   */
  lightspeed?: {
    /**
     * The property.
     */
    propertyId: string;
    /**
     * The business location that holds the grant.
     */
    businessLocationId: string;
    /**
     * live; not-connected: none was ever given; dead: Lightspeed does not accept it any more, or it was encrypted with another SECRETS_KEY; nothing can be compared until the hotel grants access again.
     */
    state: "live" | "not-connected" | "dead";
    /**
     * Since when; null where it was never connected.
     */
    since: Instant | null;
    /**
     * Why it is dead, in a sentence that says what to do.
     */
    reason: string | null;
  }[];
}
