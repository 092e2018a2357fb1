import type { ReservationStatus } from "../reservations/reservation.ts";

export interface AccountRow {
  status: ReservationStatus;
  blocked: bigint;
  creditLeft: bigint | null;
}

/** What is left of the limit of `a`: its value when it was set, less what was charged since. */
export function creditLeftOf(folioId: string): string {
  return `a.credit_limit - (coalesce((SELECT b.charged FROM folio_balances b
    WHERE b.property_id = a.property_id AND b.folio_id = ${folioId}), 0) - a.charged_when_set)`;
}
