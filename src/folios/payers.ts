import { absolute, sum } from "../money.ts";
import type { Minor } from "../money.ts";
import { clearingAccount } from "../properties/property.ts";
import type { Account } from "../reservations/reservation.ts";
import { ROOM_CHARGE } from "../receipts/receipt.ts";
import type { TotalledPayment } from "../receipts/receipt.ts";
import type { Charge, RefusalReason } from "./charge-decision.ts";
import type { Bill } from "./posting.ts";

/** All room charges of a receipt to one reservation, or all its other payments together. */
export interface FolioPayer {
  /** The reservation as the till named it, `""` where it named none; null: all that is no room charge. */
  named: string | null;
  folioId: string;
  /** All that is no room charge, and a room charge that a person left unsettled. */
  isClearing: boolean;
  amount: Minor;
  gratuity: Minor;
  /** What the clearing account is settled by. */
  tenders: Tender[];
}

type Tender = Omit<TotalledPayment, "reservationId">;

/** Where a named reservation's part goes instead of to its own folio. Key: reservation, `""` for none named. */
export type Redirection = ReadonlyMap<string, string>;

export const NO_REDIRECTION: Redirection = new Map();

/** How the clearing account is settled of a room charge that no guest has been found for. */
const UNSETTLED = { methodCode: "UNSETTLED", methodName: "Unsettled" };

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
  const payers = new Map<string | null, FolioPayer>();
  const payerFor = (named: string | null): FolioPayer => {
    const known = payers.get(named);
    if (known !== undefined) return known;
    const payer = emptyPayerFor(named, redirection, clearing);
    payers.set(named, payer);
    return payer;
  };
  const { payments } = charge.totalled;
  for (const payment of payments) {
    if (payment.amount !== 0n || payment.gratuity !== 0n)
      addTender(payerFor(namedBy(payment)), payment);
  }
  if (payments.every((payment) => payment.amount === 0n)) {
    const bearer = payments
      .map(namedBy)
      .filter((named) => named !== null)
      .map((named) => emptyPayerFor(named, redirection, clearing))
      .filter((payer) => payer.isClearing || accounts.has(payer.folioId))
      .sort((a, b) => (a.folioId < b.folioId ? -1 : 1))[0];
    if (bearer !== undefined) payerFor(bearer.named);
    else if (payers.size === 0) payerFor(null);
  }
  return [...payers.values()];
}

/** The reservation a room charge names; an unnamed one keeps the empty id, which no folio has. */
function namedBy(payment: TotalledPayment): string | null {
  return payment.methodCode === ROOM_CHARGE
    ? (payment.reservationId ?? "")
    : null;
}

/** A till that names a clearing account as a reservation names nobody: only a person puts a room charge there. */
function emptyPayerFor(
  named: string | null,
  redirection: Redirection,
  clearing: string,
): FolioPayer {
  if (named === null) return emptyPayer(named, clearing, true);
  const target = redirection.get(named);
  return emptyPayer(named, target ?? named, target === clearing);
}

export function emptyPayer(
  named: string | null,
  folioId: string,
  isClearing: boolean,
): FolioPayer {
  return { named, folioId, isClearing, amount: 0n, gratuity: 0n, tenders: [] };
}

function addTender(payer: FolioPayer, payment: TotalledPayment): void {
  const { amount, gratuity } = payment;
  payer.amount += amount;
  payer.gratuity += gratuity;
  if (payer.named === null) payer.tenders.push(payment);
  else if (payer.isClearing)
    payer.tenders = [{ ...UNSETTLED, ...sumsOf(payer) }];
}

function sumsOf({
  amount,
  gratuity,
}: FolioPayer): Pick<Tender, "amount" | "gratuity"> {
  return { amount, gratuity };
}

/** Why the payers may not be posted to, if so; of several reasons the first in the order the till is told them. */
export function refusalOf(
  payers: readonly FolioPayer[],
  accounts: ReadonlyMap<string, Account>,
): RefusalReason | null {
  const reasons = payers.map((payer) => guestRefusal(payer, accounts));
  return REFUSALS_IN_ORDER.find((reason) => reasons.includes(reason)) ?? null;
}

const REFUSALS_IN_ORDER: readonly RefusalReason[] = [
  "reservation-not-named",
  "reservation-unknown",
  "guest-due-in",
  "guest-blocked",
  "guest-checked-out",
];

/** Why one of them may not be posted to. */
export function guestRefusal(
  payer: FolioPayer,
  accounts: ReadonlyMap<string, Account>,
): RefusalReason | null {
  if (payer.isClearing) return null;
  if (payer.folioId === "") return "reservation-not-named";
  const account = accounts.get(payer.folioId);
  if (account === undefined) return "reservation-unknown";
  // A credit is never refused for the guest's state.
  if (payer.amount + payer.gratuity <= 0n) return null;
  if (account.status === "due-in") return "guest-due-in";
  if (account.blocked) return "guest-blocked";
  return account.status === "checked-out" ? "guest-checked-out" : null;
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

/**
 * The same for a reversal that is in the books: a part that would go to a folio nobody knows stays where it stands, or is
 * left unsettled where it stands nowhere.
 */
export function knownFolios(
  redirection: Redirection,
  charge: Charge,
  standing: readonly StandingBill[],
  accounts: ReadonlyMap<string, Account>,
): Redirection {
  const known = new Map(redirection);
  for (const payer of payersOf(charge, redirection, accounts)) {
    const { named } = payer;
    if (named === null || payer.isClearing || accounts.has(payer.folioId))
      continue;
    const bill = standing.find((own) => own.reservationId === named);
    known.set(
      named,
      bill?.folioId ?? clearingAccount(charge.businessLocationId),
    );
  }
  return known;
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
