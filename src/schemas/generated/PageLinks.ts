/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { Link } from "./Link.ts";

/**
 * Where a list goes on. next and previous are missing at the ends. Follow next as it stands: its cursor is opaque and continues after the last row even while rows are added.
 */
export interface PageLinks {
  self: Link;
  current: Link;
  next?: Link;
  previous?: Link;
}
