/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * The transaction code of one accounting group: a code for all its lines, or a code with exceptions by tax rate.
 */
export type AccountingGroupCode =
  | string
  | {
      /**
       * Code for the rates that are not named; without it they are looked up further, by revenue center, kind and fallback.
       */
      code?: string;
      /**
       * Codes by tax rate in per cent; 7.7 and 7.70 are the same rate.
       */
      rates?: {
        [k: string]: string;
      };
    };
