import type { Allotment } from "./allot-reversals.ts";
import { isTakenBack, NEWCOMER, reversalsOf } from "./chain.ts";
import type { Chain } from "./chain.ts";
import type {
  ChainMember,
  ChargeEffects,
  ChargeFacts,
  MemberRef,
  RefusedMember,
} from "./charge-decision.ts";
import type { LinkedPosting } from "./posting.ts";
import { link, receiptFlag, voidedAtTill } from "./charge-effects.ts";
import { linkPostings } from "./move-bills.ts";
import { settleDoubles } from "./possible-doubles.ts";
import { settleRefunds } from "./settle-refunds.ts";
import { settleRefusedReversal, settleReversal } from "./settle-reversal.ts";
import type { Original } from "./settle-reversal.ts";

/**
 * Brings the rest of a chain in line with a new bill, so that the end does not depend on the order of arrival: reversals
 * are linked to their originals, follow them to other folios, are taken back where the original was refused, or posted
 * where it turned up; refused originals are superseded by their reversals. `newcomer` is what the bill has become.
 */
export function settleChain(
  chain: Chain,
  newcomer: MemberRef,
  effects: ChargeEffects,
  facts: ChargeFacts,
): void {
  if (
    newcomer.type === "receipt" &&
    chain.newcomer.totalled.kind === "reversal"
  ) {
    linkNewReversal(chain, newcomer.id, effects);
  }
  for (const [key, member] of chain.members) {
    if (member.kind !== "reversal") continue;
    const allotment = chain.allotments.get(key)!;
    const original = originalOf(chain, allotment, newcomer, effects);
    if (member.type === "receipt")
      settleReversal(member, original, allotment, effects, facts);
    else if (original !== null)
      settleRefusedReversal(member, original, allotment, effects, facts);
  }
  for (const [key, member] of chain.members) {
    if (member.type === "refused" && member.kind === "sale")
      settleRefusedSale(chain, key, member, effects);
  }
  for (const [key, member] of chain.members) {
    if (member.type !== "receipt" || member.refunds.length === 0) continue;
    const back = postingsOfReversals(chain, key, newcomer, effects);
    settleRefunds(member, back, effects, facts);
  }
  if (newcomer.type === "refused") settleNewRefusal(chain, newcomer, effects);
  settleAttempts(chain, newcomer, effects);
  settleDoubles(chain, newcomer, effects, facts);
}

/** Refused attempts at a bill that is in the books, or that was made of a sale before the till's own came. */
function settleAttempts(
  chain: Chain,
  newcomer: MemberRef,
  effects: ChargeEffects,
): void {
  const isPosted = newcomer.type === "receipt";
  for (const { member, receiptId } of chain.attempts) {
    const { refusedId, status } = member;
    const standsFor = receiptId ?? (isPosted ? newcomer.id : null);
    const isSettled =
      standsFor === null
        ? member.charge.recovered && status === "open"
        : status !== "superseded";
    if (!isSettled) continue;
    effects.refusedChanges.push({
      refusedId,
      status: "superseded",
      reason: standsFor === null ? "till-sent-it" : "retry-succeeded",
      receiptId: standsFor,
    });
  }
}

/** As they stand, and are linked, once the new bill is in. */
function postingsOfReversals(
  chain: Chain,
  key: string,
  newcomer: MemberRef,
  effects: ChargeEffects,
): LinkedPosting[] {
  const links = new Map<bigint, bigint | null>();
  for (const { kind, from, to, action } of effects.links) {
    if (kind === "reverses-posting")
      links.set(from, action === "linked" ? to : null);
  }
  const written = (receiptId: bigint | undefined): LinkedPosting[] =>
    effects.postings
      .filter((posting) => posting.receiptId === receiptId)
      .map((posting) => ({ ...posting, reverses: null }));
  const postings = reversalsOf(chain, key).flatMap((reversal) => {
    if (reversal === NEWCOMER)
      return newcomer.type === "receipt" ? written(newcomer.id) : [];
    const member = chain.members.get(reversal)!;
    if (member.type === "receipt")
      return [...member.postings, ...written(member.receiptId)];
    const posted = effects.receipts.find(
      (receipt) => receipt.fromRefusedId === member.refusedId,
    );
    return written(posted?.receiptId);
  });
  return postings.map((posting) => {
    const now = links.get(posting.postingId);
    return now === undefined ? posting : { ...posting, reverses: now };
  });
}

function linkNewReversal(
  chain: Chain,
  receiptId: bigint,
  effects: ChargeEffects,
): void {
  const { original } = chain.allotments.get(NEWCOMER)!;
  if (original === null) return;
  const member = chain.members.get(original)!;
  const ref = refOf(member);
  effects.links.push(link("reverses-receipt", receiptId, ref.id, ref.type));
  if (member.type === "receipt")
    linkPostings(effects, receiptId, member.postings);
}

function refOf(member: ChainMember): MemberRef {
  return member.type === "receipt"
    ? { type: "receipt", id: member.receiptId }
    : { type: "refused", id: member.refusedId };
}

function originalOf(
  chain: Chain,
  { original }: Allotment,
  newcomer: MemberRef,
  effects: ChargeEffects,
): Original | null {
  if (original === null) return null;
  if (original === NEWCOMER) {
    if (newcomer.type === "refused") return { ref: newcomer, books: null };
    const own = <Row extends { receiptId: bigint }>(rows: Row[]): Row[] =>
      rows.filter((row) => row.receiptId === newcomer.id);
    const books = {
      bills: own(effects.bills),
      postings: own(effects.postings),
    };
    return { ref: newcomer, books };
  }
  const member = chain.members.get(original)!;
  return {
    ref: refOf(member),
    books: member.type === "receipt" ? member : null,
  };
}

/** Open for staff while no reversal takes back the whole of it; one that takes back a part is told by a flag. */
function settleRefusedSale(
  chain: Chain,
  key: string,
  member: RefusedMember,
  effects: ChargeEffects,
): void {
  const takenBack = isTakenBack(chain, member);
  if (takenBack && member.status !== "superseded")
    effects.refusedChanges.push(voidedAtTill(member.refusedId));
  if (!takenBack && member.status === "superseded") {
    const { refusedId } = member;
    effects.refusedChanges.push({
      refusedId,
      status: "open",
      reason: "original-changed",
      receiptId: null,
    });
  }
  const subject: MemberRef = { type: "refused", id: member.refusedId };
  if (!takenBack && reversalsOf(chain, key).includes(NEWCOMER)) {
    effects.flags.push(receiptFlag(subject, "partly-reversed"));
  }
}

function settleNewRefusal(
  chain: Chain,
  newcomer: MemberRef,
  effects: ChargeEffects,
): void {
  const reversals = reversalsOf(chain, NEWCOMER);
  if (reversals.some((key) => chain.allotments.get(key)!.exact))
    effects.refusedChanges.push(voidedAtTill(newcomer.id));
  else if (reversals.length > 0)
    effects.flags.push(receiptFlag(newcomer, "partly-reversed"));
}
