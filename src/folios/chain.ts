import type { Account } from "../reservations/reservation.ts";
import { allotReversals } from "./allot-reversals.ts";
import type { Allotment, ChainEntry } from "./allot-reversals.ts";
import type {
  ChainMember,
  Charge,
  ChargeFacts,
  ReceiptMember,
  RefusalReason,
  RefusedMember,
} from "./charge-decision.ts";
import { datesOf } from "./charge-dates.ts";
import { isRedirected, NO_REDIRECTION, redirectionTo } from "./payers.ts";
import type { Redirection } from "./payers.ts";

/** What its chain says of a new bill, before the guests are looked at. */
export type Placing =
  /** A reversal of a refused receipt: stored, posts nothing. */
  | { kind: "voided"; flags: string[] }
  | {
      kind: "post";
      redirection: Redirection;
      /** Its reversal is on folios already: it is posted whatever the guest's state. */
      mustPost: boolean;
      flags: string[];
    };

export const NEWCOMER = "newcomer";

/** The receipts with one root, the new one among them, and which original each reversal takes back. */
export interface Chain {
  newcomer: Charge;
  /** By key; the newcomer is not among them. */
  members: ReadonlyMap<string, ChainMember>;
  allotments: ReadonlyMap<string, Allotment>;
}

export function chainOf(charge: Charge, facts: ChargeFacts): Chain {
  const members = new Map<string, ChainMember>();
  for (const member of facts.chain) {
    // A retry of a refused receipt stands for it.
    const isItself =
      member.type === "refused" &&
      member.refusedId === facts.refusedBefore?.refusedId;
    if (!isItself && takesPart(member)) members.set(keyOf(member), member);
  }
  const entries: ChainEntry[] = [...members].map(([key, member]) => ({
    ...member,
    key,
  }));
  entries.push({
    key: NEWCOMER,
    kind: charge.totalled.kind,
    closedAt: datesOf(charge, facts).closedAt,
    payments: charge.totalled.payments,
    contentDigest: charge.identity.contentDigest,
  });
  return { newcomer: charge, members, allotments: allotReversals(entries) };
}

function keyOf(member: ChainMember): string {
  return member.type === "receipt"
    ? `receipt ${member.receiptId}`
    : `refused ${member.refusedId}`;
}

const CREDIT_WITHOUT_FOLIO: readonly RefusalReason[] = [
  "reservation-unknown",
  "reservation-not-named",
];

/** A refused reversal counts only while it waits for nothing but a folio: its original may still bring one. */
function takesPart(member: ChainMember): boolean {
  if (member.type === "receipt") return member.kind !== "zero";
  if (member.kind === "reversal")
    return CREDIT_WITHOUT_FOLIO.includes(member.reason) && isWaiting(member);
  return (
    member.kind === "sale" &&
    (member.status !== "superseded" || member.voidedAtTill)
  );
}

function isWaiting(member: RefusedMember): boolean {
  return (
    member.status === "open" ||
    (member.status === "superseded" && member.voidedAtTill)
  );
}

/** Where the new bill goes, by what its chain has of it. */
export function placeNewcomer(
  chain: Chain,
  accounts: ReadonlyMap<string, Account>,
): Placing {
  const { kind, payments } = chain.newcomer.totalled;
  if (kind !== "reversal") return placeSale(chain, accounts);
  const { original, again } = chain.allotments.get(NEWCOMER)!;
  const flags = again ? ["reversed-twice"] : [];
  if (original === null) {
    return {
      kind: "post",
      redirection: NO_REDIRECTION,
      mustPost: false,
      flags: ["original-unknown"],
    };
  }
  const member = chain.members.get(original)!;
  if (member.type === "refused") return { kind: "voided", flags };
  const redirection = redirectionTo(member.bills, payments);
  if (isRedirected(redirection)) flags.push("redirected");
  return { kind: "post", redirection, mustPost: false, flags };
}

function placeSale(
  chain: Chain,
  accounts: ReadonlyMap<string, Account>,
): Placing {
  const reversal = reversalsOf(chain, NEWCOMER)
    .map((key) => chain.members.get(key)!)
    .find(
      (member): member is ReceiptMember =>
        member.type === "receipt" && member.bills.length > 0,
    );
  if (reversal === undefined)
    return {
      kind: "post",
      redirection: NO_REDIRECTION,
      mustPost: false,
      flags: [],
    };
  // A reservation nobody knows has no folio: the debit goes where its credit stands.
  const redirection = new Map(
    [...redirectionTo(reversal.bills, chain.newcomer.totalled.payments)].filter(
      ([named]) => !accounts.has(named),
    ),
  );
  return {
    kind: "post",
    redirection,
    mustPost: true,
    flags: redirection.size > 0 ? ["redirected"] : [],
  };
}

/** Keys of the reversals that take back the member with this key. */
export function reversalsOf(chain: Chain, key: string): string[] {
  return [...chain.allotments].flatMap(([reversal, { original }]) =>
    original === key ? [reversal] : [],
  );
}
