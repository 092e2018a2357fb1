/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * The process is alive. Says nothing about the store.
 */
export interface Health {
  status: "ok";
}
