/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { BusinessLocation } from "./BusinessLocation.ts";
import type { HouseAccounts } from "./HouseAccounts.ts";
import type { MoneyLimit } from "./MoneyLimit.ts";
import type { TransactionCodes } from "./TransactionCodes.ts";

/**
 * The settings of one hotel: its currency and clock, its business locations, its mapping to transaction codes, its named house accounts. Keys and secrets are not part of it.
 */
export interface Property {
  /**
   * Id of the property, part of every address of the management API: letters, digits, dot, underscore and hyphen, at most 64.
   */
  id: string;
  /**
   * Name for people.
   */
  name: string;
  /**
   * ISO 4217 code of the one currency of the property, such as CHF.
   */
  currency: string;
  /**
   * IANA name of the time zone, such as Europe/Zurich.
   */
  timezone: string;
  /**
   * Local time at which a business date ends, HH:MM from 00:00 to 12:00.
   */
  dayEndsAt?: string;
  /**
   * Up to which difference lines and payments count as rounded, as decimal text that is not negative. By default 0.05 in a currency with two decimals, 1 with none, 0.050 with three.
   */
  roundingTolerance?: MoneyLimit;
  /**
   * The outlets of the hotel.
   *
   * @maxItems 1000
   */
  businessLocations?: BusinessLocation[];
  transactionCodes?: TransactionCodes;
  houseAccounts?: HouseAccounts;
}
