import { ROOM_CHARGE } from "../receipts/receipt.ts";
import type { TotalledPayment } from "../receipts/receipt.ts";
import { allotReversals, takesBack } from "./allot-reversals.ts";
import type { Allotment, ChainEntry } from "./allot-reversals.ts";
import type {
  ChainMember,
  Charge,
  ChargeFacts,
  RefusalReason,
  RefusedMember,
} from "./charge-decision.ts";
import { datesOf, isDateGuessed } from "./charge-dates.ts";
import { chainRootOf } from "./charge-effects.ts";
import { isRedirected, NO_REDIRECTION, redirectionTo } from "./redirection.ts";
import type { Redirection } from "./redirection.ts";
import { isNamedAlike } from "./recognise-charge.ts";

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
  /** Refused attempts at a bill that has a receipt, or that the newcomer is: they count no more. */
  attempts: readonly { member: RefusedMember; receiptId: bigint | null }[];
}

export function chainOf(charge: Charge, facts: ChargeFacts): Chain {
  const members = new Map<string, ChainMember>();
  const attempts: { member: RefusedMember; receiptId: bigint | null }[] = [];
  const receipts = facts.chain.filter((member) => member.type === "receipt");
  for (const member of facts.chain) {
    if (!takesPart(member)) continue;
    // A retry of a refused receipt stands for it, whether its content is the same or was put right.
    if (member.type === "refused") {
      if (member.refusedId === facts.refusedBefore?.refusedId) continue;
      const stands = receipts.find((receipt) => isNamedAlike(member, receipt));
      if (stands !== undefined || isNamedAlike(member, charge.identity)) {
        attempts.push({ member, receiptId: stands?.receiptId ?? null });
        continue;
      }
    }
    members.set(keyOf(member), member);
  }
  const root = chainRootOf(charge);
  const entries: ChainEntry[] = [...members].map(([key, member]) => ({
    ...member,
    key,
    isLinked: member.fiscId !== root,
  }));
  entries.push({
    key: NEWCOMER,
    isLinked: charge.identity.fiscId !== root,
    kind: charge.totalled.kind,
    closedAt: datesOf(charge, facts).closedAt,
    dateGuessed: isDateGuessed(charge),
    payments: charge.totalled.payments,
    contentDigest: charge.identity.contentDigest,
  });
  return {
    newcomer: charge,
    members,
    allotments: allotReversals(entries),
    attempts,
  };
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
export function placeNewcomer(chain: Chain): Placing {
  const { kind, payments } = chain.newcomer.totalled;
  if (kind !== "reversal") return placeSale(chain);
  const { original, exact, again } = chain.allotments.get(NEWCOMER)!;
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
  if (member.type === "refused") {
    if (!postsNothing(exact, payments)) {
      return {
        kind: "post",
        redirection: NO_REDIRECTION,
        mustPost: false,
        flags,
      };
    }
    return { kind: "voided", flags };
  }
  const redirection = redirectionTo(member.bills, payments);
  if (isRedirected(redirection)) flags.push("redirected");
  return { kind: "post", redirection, mustPost: false, flags };
}

/**
 * Whether a reversal whose original was refused, and so is on no folio, posts nothing either. Money given back in cash
 * left the drawer all the same, unless it is that very payment that was refused.
 */
export function postsNothing(
  exact: boolean,
  payments: readonly TotalledPayment[],
): boolean {
  return (
    exact || payments.some((payment) => payment.methodCode === ROOM_CHARGE)
  );
}

/** A sale whose own reversal stands on its guest's folio already is posted whatever the guest's state. */
function placeSale(chain: Chain): Placing {
  const mustPost = reversalsOf(chain, NEWCOMER)
    .map((key) => chain.members.get(key)!)
    .some(
      (member) =>
        member.type === "receipt" &&
        member.bills.some((bill) => bill.reservationId !== null) &&
        takesBack(member.payments, chain.newcomer.totalled.payments),
    );
  return { kind: "post", redirection: NO_REDIRECTION, mustPost, flags: [] };
}

/** Keys of the reversals that take back the member with this key. */
export function reversalsOf(chain: Chain, key: string): string[] {
  return [...chain.allotments].flatMap(([reversal, { original }]) =>
    original === key ? [reversal] : [],
  );
}

/** Whether some reversal takes back the whole of a refused receipt, or of another attempt at the same bill. */
export function isTakenBack(chain: Chain, refused: RefusedMember): boolean {
  return [...chain.members].some(
    ([key, member]) =>
      member.type === "refused" &&
      isAlikeOrItself(member, refused) &&
      reversalsOf(chain, key).some(
        (reversal) => chain.allotments.get(reversal)!.exact,
      ),
  );
}

function isAlikeOrItself(one: RefusedMember, other: RefusedMember): boolean {
  return one.refusedId === other.refusedId || isNamedAlike(one, other);
}
