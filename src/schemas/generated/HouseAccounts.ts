/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { HouseAccount } from "./HouseAccount.ts";

/**
 * Named accounts beside the reservations.
 *
 * @maxItems 10000
 */
export type HouseAccounts = HouseAccount[];
