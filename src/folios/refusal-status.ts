import type { RefusalReason } from "./charge-decision.ts";

/** What a till is answered for each reason (design "What the till gets"); kept beside the reason where a till asked. */
export const REFUSAL_STATUS: Readonly<Record<RefusalReason, number>> = {
  "reference-mismatch": 403,
  "content-conflict": 409,
  "reservation-unknown": 404,
  "reservation-not-named": 404,
  "guest-due-in": 404,
  "guest-blocked": 403,
  "guest-checked-out": 409,
};
