/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { MoneyText } from "./MoneyText.ts";
import type { QuantityText } from "./QuantityText.ts";

/**
 * Why a request of the management API was not carried out (RFC 9457, application/problem+json). code is stable and made for programs, title and detail are made for people.
 */
export interface Problem {
  /**
   * Address of the kind of problem, relative to the server.
   */
  type: string;
  /**
   * The kind of problem in words.
   */
  title: string;
  /**
   * The status of the answer, repeated.
   */
  status: number;
  /**
   * This problem in words, and what helps.
   */
  detail?: string;
  /**
   * Id of the request, as in X-Request-Id, to be quoted to the operator.
   */
  instance?: string;
  /**
   * The kind of problem as one name, from this list.
   */
  code:
    | "already_posted"
    | "answer_unreadable"
    | "body_invalid"
    | "body_too_large"
    | "confirmation_needed"
    | "content_type_unsupported"
    | "currency_fixed"
    | "cursor_invalid"
    | "date_not_begun"
    | "double_unconfirmed"
    | "filter_invalid"
    | "folio_unusable"
    | "id_taken"
    | "idempotency_conflict"
    | "idempotency_key_invalid"
    | "idempotency_key_missing"
    | "internal"
    | "json_malformed"
    | "lightspeed_not_set_up"
    | "method_not_allowed"
    | "not_found"
    | "page_too_far"
    | "parameter_invalid"
    | "parameter_unknown"
    | "precondition_failed"
    | "precondition_missing"
    | "refused_not_open"
    | "refused_unreadable"
    | "refund_refused"
    | "reservation_incomplete"
    | "scope_missing"
    | "store_unavailable"
    | "token_missing"
    | "token_unknown"
    | "too_many_failures";
  /**
   * Each fault with its place: pointer into the body, query or path parameter, or header.
   */
  errors?: {
    /**
     * JSON pointer into the body.
     */
    pointer?: string;
    /**
     * Name of a parameter.
     */
    parameter?: string;
    /**
     * Name of a header.
     */
    header?: string;
    /**
     * What is wrong there and what would be right.
     */
    detail: string;
    /**
     * Which rule it breaks, where there are several.
     */
    rule?: string;
    /**
     * What is left of what was asked for.
     */
    remaining?: {
      /**
       * In the currency of the property.
       */
      amount: MoneyText;
      /**
       * Of a line.
       */
      quantity?: QuantityText;
    };
  }[];
}
