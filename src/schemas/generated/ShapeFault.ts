/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * What is wrong with a bill at one place. It never quotes a value: values may be names or keys.
 */
export interface ShapeFault {
  /**
   * JSON pointer into the body; empty for the whole of it.
   */
  pointer: string;
  /**
   * What was found there.
   */
  fault: string;
}
