import { absolute, sum } from "../money.ts";
import type { Minor } from "../money.ts";
import { ROOM_CHARGE } from "../receipts/receipt.ts";
import type { TotalledPayment } from "../receipts/receipt.ts";
import type { Bill } from "./posting.ts";

/** Where room charges go instead of to the folio of the reservation they name. */
export interface Redirection {
  /** By reservation as the till named it. */
  named: ReadonlyMap<string, string>;
  /** What all that name none come to, by folio; empty: nobody knows whose they are. */
  unnamed: readonly Share[];
}

export interface Share {
  /** `""`: nobody knows whose it is. */
  folioId: string;
  amount: Minor;
  gratuity: Minor;
}

export const NO_REDIRECTION: Redirection = { named: new Map(), unnamed: [] };

/** A room charge that names no reservation, with the name a person may give it when its bill is reposted. */
export interface UnnamedCharge {
  /** `#1`, `#2` … in the order sent; numbers that are a reservation of the same bill are left out. */
  key: string;
  amount: Minor;
  gratuity: Minor;
}

/** In `Repost.folios`: all room charges without a reservation that are not given apart. */
export const ALL_UNNAMED = "";

export function unnamedCharges(
  payments: readonly TotalledPayment[],
): UnnamedCharge[] {
  const named = new Set(payments.map((payment) => payment.reservationId));
  let number = 0;
  const nextKey = (): string => {
    do number += 1;
    while (named.has(`#${number}`));
    return `#${number}`;
  };
  return payments.filter(isUnnamed).map(({ amount, gratuity }) => ({
    key: nextKey(),
    amount,
    gratuity,
  }));
}

/** A room charge that names no reservation. */
export function isUnnamed(payment: TotalledPayment): boolean {
  return namedBy(payment) === "";
}

/** The reservation a room charge names, `""` where it names none, which no folio has; null: it is no room charge. */
export function namedBy(payment: TotalledPayment): string | null {
  return payment.methodCode === ROOM_CHARGE
    ? (payment.reservationId ?? "")
    : null;
}

/** What a person said: by reservation as sent, and by the keys of unnamed charges. */
export function redirectionBy(
  folios: ReadonlyMap<string, string>,
  payments: readonly TotalledPayment[],
): Redirection {
  const unnamed = unnamedCharges(payments).map(({ key, ...paid }) => ({
    folioId: folios.get(key) ?? folios.get(ALL_UNNAMED) ?? "",
    ...paid,
  }));
  return { named: folios, unnamed };
}

/** The second goes before the first. */
export function redirectedTwice(
  first: Redirection,
  second: Redirection,
): Redirection {
  return {
    named: new Map([...first.named, ...second.named]),
    unnamed: second.unnamed.length > 0 ? second.unnamed : first.unnamed,
  };
}

/** A bill that stands, as far as finding its payer again needs it. */
export type StandingBill = Pick<
  Bill,
  "folioId" | "reservationId" | "amount" | "gratuity"
>;

/**
 * Where the parts of a reversal go: to the folios on which its original stands, not to the reservations it names. Also
 * the other way round, for an original that comes after its reversal. A part is matched by the reservation named, then
 * by the opposite total, then by what is left; without any room bill to match, it keeps its own folio. What names no
 * reservation gives each of the folios left what stands there, if it is the opposite of that; else it is anybody's.
 */
export function redirectionTo(
  standing: readonly StandingBill[],
  payments: readonly TotalledPayment[],
): Redirection {
  const rooms = standing.filter((bill) => bill.reservationId !== null);
  const left = [...rooms];
  const named = new Map<string, string>();
  const parts = namedParts(payments);
  const match = (
    fits: (part: NamedPart, bill: StandingBill) => boolean,
  ): void => {
    for (const part of [...parts]) {
      const at = left.findIndex((bill) => fits(part, bill));
      if (at === -1) continue;
      named.set(part.named, left[at]!.folioId);
      left.splice(at, 1);
      parts.splice(parts.indexOf(part), 1);
    }
  };
  match((part, bill) => bill.reservationId === part.named);
  match((part, bill) => bill.amount + bill.gratuity === -part.total);
  match(() => true);
  const largest = [...rooms].sort((a, b) =>
    absolute(a.amount) > absolute(b.amount) ? -1 : 1,
  )[0];
  if (largest !== undefined)
    for (const part of parts) named.set(part.named, largest.folioId);
  const unnamed = payments.filter(isUnnamed);
  return {
    named,
    unnamed: unnamed.length === 0 ? [] : sharesOf(unnamed, left, rooms),
  };
}

function sharesOf(
  unnamed: readonly TotalledPayment[],
  left: readonly StandingBill[],
  rooms: readonly StandingBill[],
): Share[] {
  const owed = sumOf(unnamed);
  const bills = left.length > 0 ? left : rooms;
  const [first] = bills;
  if (first === undefined) return [];
  if (bills.every(({ folioId }) => folioId === first.folioId))
    return [{ folioId: first.folioId, ...owed }];
  return isOpposite(owed, sumOf(bills))
    ? bills.map(({ folioId, amount, gratuity }) => ({
        folioId,
        amount: -amount,
        gratuity: -gratuity,
      }))
    : [];
}

type Paid = Pick<Share, "amount" | "gratuity">;

export function sumOf(paid: readonly Paid[]): Paid {
  return {
    amount: sum(paid.map(({ amount }) => amount)),
    gratuity: sum(paid.map(({ gratuity }) => gratuity)),
  };
}

function isOpposite(one: Paid, other: Paid): boolean {
  return one.amount === -other.amount && one.gratuity === -other.gratuity;
}

interface NamedPart {
  named: string;
  total: Minor;
}

function namedParts(payments: readonly TotalledPayment[]): NamedPart[] {
  const totals = new Map<string, Minor>();
  for (const payment of payments) {
    const { amount, gratuity } = payment;
    const named = namedBy(payment);
    if (named === null || named === "") continue;
    if (amount === 0n && gratuity === 0n) continue;
    totals.set(named, (totals.get(named) ?? 0n) + amount + gratuity);
  }
  return [...totals.keys()]
    .sort()
    .map((named) => ({ named, total: totals.get(named)! }));
}

/** Whether some part goes to another folio than the reservation it names. */
export function isRedirected({ named, unnamed }: Redirection): boolean {
  return (
    unnamed.length > 0 || [...named].some(([own, folioId]) => own !== folioId)
  );
}
