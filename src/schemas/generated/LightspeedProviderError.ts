/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

/**
 * What the provider API answers when it refuses. Source: Lightspeed K-Series PMS provider API; members that are not listed here are ignored.
 */
export interface LightspeedProviderError {
  /**
   * Status in words.
   */
  status?: string | null;
  /**
   * When.
   */
  timestamp?: string | null;
  /**
   * What is wrong.
   */
  message?: string | null;
  /**
   * What is wrong, member by member.
   */
  apiSubExceptions?:
    | {
        /**
         * Member of the request.
         */
        field?: string | null;
        /**
         * What was sent; never shown, it may be a key.
         */
        rejectedValue?: {
          [k: string]: unknown;
        };
        /**
         * What is wrong with it.
         */
        message?: string | null;
      }[]
    | null;
}
