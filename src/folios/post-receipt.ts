import { sum } from "../money.ts";
import { datesOf, dateFlags, openDateFor } from "./charge-dates.ts";
import type {
  Charge,
  ChargeEffects,
  ChargeFacts,
  MemberRef,
  RefusedMember,
} from "./charge-decision.ts";
import { chainRootOf, receiptFlag } from "./charge-effects.ts";
import { payersOf } from "./payers.ts";
import type { FolioPayer } from "./payers.ts";
import type { Redirection } from "./redirection.ts";
import { postBills } from "./post-bills.ts";
import type { Bill, BillCause } from "./posting.ts";

/**
 * The row of a receipt, with the flags that reading and dating it raised. It claims the identities that are free. `from`:
 * the refused receipt that it is made of, if it is not the bill just received.
 */
export function startReceipt(
  charge: Charge,
  effects: ChargeEffects,
  facts: ChargeFacts,
  from: Pick<RefusedMember, "refusedId" | "identities"> | null,
): bigint {
  const receiptId = facts.ids.reserve(1);
  const { identity } = charge;
  const found = from?.identities ?? facts.identities;
  // One arrival may make two receipts; of one key, the first of them has it.
  const isFree = (member: "uuid" | "idempotencyKey"): boolean =>
    identity[member] !== null &&
    effects.receipts.every(
      (other) => other.charge.identity[member] !== identity[member],
    );
  effects.receipts.push({
    receiptId,
    charge,
    ...datesOf(charge, facts),
    chainRoot: chainRootOf(charge),
    claims: {
      uuid: found.byUuid === null && isFree("uuid"),
      key: found.byKey === null && isFree("idempotencyKey"),
      content:
        identity.uuid === null &&
        identity.fiscId === null &&
        found.byContent === null,
      fiscId: identity.fiscId !== null,
    },
    fromRefusedId: from?.refusedId ?? null,
  });
  const subject: MemberRef = { type: "receipt", id: receiptId };
  effects.flags.push(...dateFlags(subject, charge, facts));
  if (charge.recovered) effects.flags.push(receiptFlag(subject, "recovered"));
  effects.flags.push(
    ...charge.totalled.flags.map((flag) => receiptFlag(subject, flag)),
  );
  return receiptId;
}

/** The receipt's bills and postings, with the flags they raise. */
export function postReceipt(
  charge: Charge,
  receiptId: bigint,
  cause: BillCause,
  redirection: Redirection,
  effects: ChargeEffects,
  facts: ChargeFacts,
): Bill[] {
  const payers = payersOf(charge, redirection, facts.accounts);
  const { property, ids, now } = facts;
  // A member of the chain may come from another outlet than the bill that brought it back.
  const location =
    property.businessLocations.find(
      (own) => own.id === charge.businessLocationId,
    ) ?? facts.location;
  const businessDate =
    cause === "move"
      ? openDateFor(now, facts)
      : datesOf(charge, facts).businessDate;
  const books = postBills(charge, payers, {
    receiptId,
    cause,
    businessDate,
    postedAt: now,
    property,
    location,
    ids,
  });
  effects.bills.push(...books.bills);
  // More than a call takes for arguments: a bill may have a posting for each line and payer.
  for (const posting of books.postings) effects.postings.push(posting);
  for (const flag of books.flags) effects.flags.push(flag);
  const folios = Map.groupBy(payers, (payer) => payer.folioId);
  for (const [folioId, own] of folios) {
    const names = folioFlags(folioId, own, cause, facts);
    const subject: MemberRef = { type: "receipt", id: receiptId };
    effects.flags.push(
      ...names.map((flag) => ({ ...receiptFlag(subject, flag), folioId })),
    );
  }
  return books.bills;
}

/** What `postReceipt` says of a receipt on a folio. */
export const FOLIO_FLAGS = [
  "after-checkout",
  "guest-blocked",
  "over-credit-limit",
] as const;

type FolioFlag = (typeof FOLIO_FLAGS)[number];

function folioFlags(
  folioId: string,
  payers: readonly FolioPayer[],
  cause: BillCause,
  facts: ChargeFacts,
): FolioFlag[] {
  const account = facts.accounts.get(folioId);
  if (account === undefined) return [];
  const amount = sum(payers.map((payer) => payer.amount));
  const isDebit = amount + sum(payers.map((payer) => payer.gratuity)) > 0n;
  const names: FolioFlag[] = [];
  if (account.status === "checked-out") names.push("after-checkout");
  // What a till may not do, a person may.
  if (isDebit && account.blocked && cause === "repost")
    names.push("guest-blocked");
  // The till checks the limit and a manager may overrule it; tips do not count (reference d).
  if (isDebit && account.creditLeft !== null && amount > account.creditLeft)
    names.push("over-credit-limit");
  return names;
}
