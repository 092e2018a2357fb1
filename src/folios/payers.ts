import { absolute, sum } from "../money.ts";
import type { Minor } from "../money.ts";
import { clearingAccount } from "../properties/property.ts";
import type { Account } from "../reservations/reservation.ts";
import { ROOM_CHARGE } from "../receipts/receipt.ts";
import type { TotalledPayment } from "../receipts/receipt.ts";
import type { Charge, RefusalReason } from "./charge-decision.ts";
import type { Bill } from "./posting.ts";

/** All payments of a receipt that one folio answers for. */
export interface FolioPayer {
  folioId: string;
  isClearing: boolean;
  /** As the till named it; null for the clearing account and for a room charge without a reservation. */
  reservationId: string | null;
  amount: Minor;
  gratuity: Minor;
  tenders: TotalledPayment[];
}

/** Where a named reservation's part goes instead of to its own folio. Key: reservation, `""` for none named. */
export type Redirection = ReadonlyMap<string, string>;

export const NO_REDIRECTION: Redirection = new Map();

/**
 * Who pays: one payer per reservation named by room charges, all other payments together on the location's clearing
 * account. Payments of nothing make no payer, unless nothing is all there is: then the first room charge bears the lines.
 */
export function payersOf(
  charge: Charge,
  redirection: Redirection,
  accounts: ReadonlyMap<string, Account>,
): FolioPayer[] {
  const clearing = clearingAccount(charge.businessLocationId);
  const payers = new Map<string, FolioPayer>();
  const { payments } = charge.totalled;
  const worth = payments.filter(
    (payment) => payment.amount !== 0n || payment.gratuity !== 0n,
  );
  for (const payment of worth)
    addTender(payers, payment, targetOf(payment, redirection), clearing);
  if (payments.every((payment) => payment.amount === 0n)) {
    const bearer = firstRoomCharge(payments, redirection, accounts);
    if (bearer !== null && !payers.has(`room ${bearer}`)) {
      payers.set(`room ${bearer}`, emptyPayer(bearer, false, bearer));
    } else if (payers.size === 0) {
      payers.set(clearing, emptyPayer(clearing, true, null));
    }
  }
  return [...payers.values()];
}

/** The folio of a room charge; null: the clearing account. An unnamed reservation keeps the empty id, which no folio has. */
function targetOf(
  payment: TotalledPayment,
  redirection: Redirection,
): string | null {
  if (payment.methodCode !== ROOM_CHARGE) return null;
  const named = payment.reservationId ?? "";
  return redirection.get(named) ?? named;
}

function addTender(
  payers: Map<string, FolioPayer>,
  payment: TotalledPayment,
  target: string | null,
  clearing: string,
): void {
  const folioId = target ?? clearing;
  const isClearing = target === null;
  // A till that names a clearing account as a reservation names nobody.
  const key = isClearing ? folioId : `room ${folioId}`;
  const payer =
    payers.get(key) ??
    emptyPayer(folioId, isClearing, isClearing ? null : payment.reservationId);
  payer.amount += payment.amount;
  payer.gratuity += payment.gratuity;
  payer.tenders.push(payment);
  payers.set(key, payer);
}

function emptyPayer(
  folioId: string,
  isClearing: boolean,
  reservationId: string | null,
): FolioPayer {
  return {
    folioId,
    isClearing,
    reservationId,
    amount: 0n,
    gratuity: 0n,
    tenders: [],
  };
}

/** By folio, so that it does not depend on the order sent. A reservation nobody knows cannot bear anything. */
function firstRoomCharge(
  payments: readonly TotalledPayment[],
  redirection: Redirection,
  accounts: ReadonlyMap<string, Account>,
): string | null {
  const folios = payments.flatMap(
    (payment) => targetOf(payment, redirection) ?? [],
  );
  return folios.filter((folioId) => accounts.has(folioId)).sort()[0] ?? null;
}

/** Why the payers may not be posted to, if so; of several reasons the first in the order the till is told them. */
export function refusalOf(
  payers: readonly FolioPayer[],
  accounts: ReadonlyMap<string, Account>,
): RefusalReason | null {
  const reasons = payers.flatMap((payer) =>
    payer.isClearing ? [] : guestRefusal(payer, accounts.get(payer.folioId)),
  );
  return REFUSALS_IN_ORDER.find((reason) => reasons.includes(reason)) ?? null;
}

const REFUSALS_IN_ORDER: readonly RefusalReason[] = [
  "reservation-not-named",
  "reservation-unknown",
  "guest-due-in",
  "guest-blocked",
  "guest-checked-out",
];

function guestRefusal(
  payer: FolioPayer,
  account: Account | undefined,
): RefusalReason[] {
  if (payer.folioId === "") return ["reservation-not-named"];
  if (account === undefined) return ["reservation-unknown"];
  // A credit is never refused for the guest's state.
  if (payer.amount + payer.gratuity <= 0n) return [];
  if (account.status === "due-in") return ["guest-due-in"];
  if (account.blocked) return ["guest-blocked"];
  return account.status === "checked-out" ? ["guest-checked-out"] : [];
}

/** A bill that stands, as far as finding its payer again needs it. */
export type StandingBill = Pick<
  Bill,
  "folioId" | "reservationId" | "amount" | "gratuity"
>;

/**
 * Where the parts of a reversal go: to the folios on which its original stands, not to the reservations it names. Also
 * the other way round, for an original that comes after its reversal. A part is matched by the reservation named, then
 * by the opposite total, then by what is left; without any room bill to match, it keeps its own folio.
 */
export function redirectionTo(
  standing: readonly StandingBill[],
  payments: readonly TotalledPayment[],
): Redirection {
  const left = standing.filter((bill) => bill.reservationId !== null);
  const redirection = new Map<string, string>();
  const parts = roomParts(payments);
  const match = (
    fits: (part: RoomPart, bill: StandingBill) => boolean,
  ): void => {
    for (const part of [...parts]) {
      const at = left.findIndex((bill) => fits(part, bill));
      if (at === -1) continue;
      redirection.set(part.named, left[at]!.folioId);
      left.splice(at, 1);
      parts.splice(parts.indexOf(part), 1);
    }
  };
  match((part, bill) => bill.reservationId === part.named);
  match((part, bill) => bill.amount + bill.gratuity === -part.total);
  match(() => true);
  const largest = standing
    .filter((bill) => bill.reservationId !== null)
    .sort((a, b) => (absolute(a.amount) > absolute(b.amount) ? -1 : 1))[0];
  if (largest !== undefined)
    for (const part of parts) redirection.set(part.named, largest.folioId);
  return redirection;
}

interface RoomPart {
  named: string;
  total: Minor;
}

function roomParts(payments: readonly TotalledPayment[]): RoomPart[] {
  const rooms = payments.filter(
    (payment) =>
      payment.methodCode === ROOM_CHARGE &&
      (payment.amount !== 0n || payment.gratuity !== 0n),
  );
  const names = [
    ...new Set(rooms.map((payment) => payment.reservationId ?? "")),
  ].sort();
  return names.map((named) => ({
    named,
    total: sum(
      rooms
        .filter((payment) => (payment.reservationId ?? "") === named)
        .map((payment) => payment.amount + payment.gratuity),
    ),
  }));
}

/** Whether some part goes to another folio than the reservation it names. */
export function isRedirected(redirection: Redirection): boolean {
  return [...redirection].some(([named, folioId]) => named !== folioId);
}
