import type { RefusalReason } from "../folios/charge-decision.ts";

/** The status a till was answered with, kept beside the reason (design "What the till gets"). */
export const REFUSAL_STATUS: Readonly<Record<RefusalReason, number>> = {
  "reference-mismatch": 403,
  "content-conflict": 409,
  "reservation-unknown": 404,
  "reservation-not-named": 404,
  "guest-due-in": 404,
  "guest-blocked": 403,
  "guest-checked-out": 409,
};
