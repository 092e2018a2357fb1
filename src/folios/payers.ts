import type { Minor } from "../money.ts";
import { clearingAccount } from "../properties/property.ts";
import type { Account } from "../reservations/reservation.ts";
import type { TotalledPayment } from "../receipts/receipt.ts";
import type { Charge, RefusalReason } from "./charge-decision.ts";
import { isUnnamed, namedBy, sumOf } from "./redirection.ts";
import type { Redirection, Share, StandingBill } from "./redirection.ts";

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

/** How the clearing account is settled of a room charge that no guest has been found for. */
export const UNSETTLED = { methodCode: "UNSETTLED", methodName: "Unsettled" };

/**
 * Who pays: one payer per reservation named by room charges, one per folio of those that name none, all other payments
 * together on the location's clearing account. Payments of nothing make no payer, unless nothing is all there is: then
 * the first room charge bears the lines.
 */
export function payersOf(
  charge: Charge,
  redirection: Redirection,
  accounts: ReadonlyMap<string, Account>,
): FolioPayer[] {
  const clearing = clearingAccount(charge.businessLocationId);
  const { payments } = charge.totalled;
  const parts = partsOf(payments, redirection, clearing);
  const payers: FolioPayer[] = [];
  const payerFor = ({ named, folioId, isClearing }: Part): FolioPayer => {
    const known = payers.find(
      (payer) => payer.named === named && payer.folioId === folioId,
    );
    if (known !== undefined) return known;
    const payer = emptyPayer(named, folioId, isClearing);
    payers.push(payer);
    return payer;
  };
  for (const part of parts) {
    if (part.tender.amount !== 0n || part.tender.gratuity !== 0n)
      addTender(payerFor(part), part.tender);
  }
  if (payments.every((payment) => payment.amount === 0n)) {
    const bearer = parts
      .filter((part) => part.named !== null)
      .filter((part) => part.isClearing || accounts.has(part.folioId))
      .sort((a, b) => (a.folioId < b.folioId ? -1 : 1))[0];
    if (bearer !== undefined) payerFor(bearer);
    else if (payers.length === 0) payers.push(emptyPayer(null, clearing, true));
  }
  return payers;
}

interface Part extends Pick<FolioPayer, "named" | "folioId" | "isClearing"> {
  tender: Tender;
}

function partsOf(
  payments: readonly TotalledPayment[],
  redirection: Redirection,
  clearing: string,
): Part[] {
  const unnamed: TotalledPayment[] = [];
  const parts: Part[] = [];
  for (const payment of payments) {
    const named = namedBy(payment);
    if (named === "") unnamed.push(payment);
    else parts.push(partOf(named, payment, redirection, clearing));
  }
  if (unnamed.length === 0) return parts;
  const nobodys = [{ folioId: "", ...sumOf(unnamed) }];
  const shares = redirection.unnamed.length > 0 ? redirection.unnamed : nobodys;
  for (const { folioId, ...paid } of shares) {
    const isClearing = folioId === clearing;
    const tender = { ...UNSETTLED, ...paid };
    parts.push({ named: "", folioId, isClearing, tender });
  }
  return parts;
}

/** A till that names a clearing account as a reservation names nobody: only a person puts a room charge there. */
function partOf(
  named: string | null,
  tender: Tender,
  redirection: Redirection,
  clearing: string,
): Part {
  if (named === null)
    return { named, folioId: clearing, isClearing: true, tender };
  const target = redirection.named.get(named);
  const isClearing = target === clearing;
  return { named, folioId: target ?? named, isClearing, tender };
}

export function emptyPayer(
  named: string | null,
  folioId: string,
  isClearing: boolean,
): FolioPayer {
  return { named, folioId, isClearing, amount: 0n, gratuity: 0n, tenders: [] };
}

function addTender(payer: FolioPayer, tender: Tender): void {
  payer.amount += tender.amount;
  payer.gratuity += tender.gratuity;
  if (payer.named === null) payer.tenders.push(tender);
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
  const clearing = clearingAccount(charge.businessLocationId);
  const named = new Map(redirection.named);
  const payers = payersOf(charge, redirection, accounts);
  const unknown = payers.filter(
    (payer) =>
      payer.named !== null && !payer.isClearing && !accounts.has(payer.folioId),
  );
  for (const payer of unknown) {
    if (payer.named === null || payer.named === "") continue;
    const bill = standing.find((own) => own.reservationId === payer.named);
    named.set(payer.named, bill?.folioId ?? clearing);
  }
  return unknown.some((payer) => payer.named === "")
    ? { named, unnamed: unnamedAsItStands(charge, standing, clearing) }
    : { named, unnamed: redirection.unnamed };
}

function unnamedAsItStands(
  { totalled }: Charge,
  standing: readonly StandingBill[],
  clearing: string,
): Share[] {
  const owed = sumOf(totalled.payments.filter(isUnnamed));
  const named = new Set(totalled.payments.map(namedBy));
  const stands = standing.filter((bill) => !named.has(bill.reservationId));
  const { amount, gratuity } = sumOf(stands);
  return amount === owed.amount && gratuity === owed.gratuity
    ? stands
    : [{ folioId: clearing, ...owed }];
}
