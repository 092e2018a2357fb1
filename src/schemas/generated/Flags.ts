/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * What staff should look at, as it stands now. The list is open. Names used: out-of-balance, unsplittable, unmapped, original-unknown, redirected, after-checkout, reversed-twice, late, date-guessed, fiscal-id-reused, answered-503, recovered, over-refunded, over-credit-limit, possible-double, tax-rate-implausible, tax-not-found, partly-reversed, rounded, guest-blocked, content-conflict.
 *
 * Items: Small letters, digits and hyphens.
 */
export type Flags = string[];
