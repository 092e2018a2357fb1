/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { ApiKey } from "./ApiKey.ts";

/**
 * A new API key. This answer is the only place where the key itself is shown; a repeat with the same Idempotency-Key shows it again.
 */
export type ApiKeyIssued = ApiKey & {
  /**
   * The key, to be entered at Lightspeed.
   */
  key: string;
};
