import type { Allotment } from "./allot-reversals.ts";
import { isTakenBack, NEWCOMER, postsNothing, reversalsOf } from "./chain.ts";
import type { Chain } from "./chain.ts";
import type {
  ChainMember,
  Charge,
  ChargeEffects,
  ChargeFacts,
  MemberRef,
  ReceiptMember,
  RefusedMember,
} from "./charge-decision.ts";
import type { LinkedPosting } from "./posting.ts";
import { link, receiptFlag } from "./charge-effects.ts";
import { linkPostings, retractBills } from "./move-bills.ts";
import {
  isRedirected,
  knownFolios,
  payersOf,
  redirectionTo,
  refusalOf,
} from "./payers.ts";
import type { Redirection, StandingBill } from "./payers.ts";
import { postReceipt, startReceipt } from "./post-receipt.ts";
import type { Posting } from "./posting.ts";
import { recogniseCharge } from "./recognise-charge.ts";
import { settleRefunds } from "./settle-refunds.ts";

/** Where an original stands, once the new bill is in. */
interface Original {
  ref: MemberRef;
  /** Null when it was refused and stands nowhere. */
  books: {
    bills: readonly StandingBill[];
    postings: readonly Posting[];
  } | null;
}

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
  for (const { member, receiptId } of chain.attempts) {
    const standsFor =
      receiptId ?? (newcomer.type === "receipt" ? newcomer.id : null);
    if (
      standsFor !== null &&
      (member.status === "open" || member.status === "dismissed")
    ) {
      const { refusedId } = member;
      effects.refusedChanges.push({
        refusedId,
        status: "superseded",
        reason: "retry-succeeded",
        receiptId: standsFor,
      });
    }
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

/** A reversal that is stored: on folios, or posting nothing because its original was refused. */
function settleReversal(
  member: ReceiptMember,
  original: Original | null,
  allotment: Allotment,
  effects: ChargeEffects,
  facts: ChargeFacts,
): void {
  const relinked = relink(member, original?.ref ?? null, effects);
  const redirection = original?.books
    ? redirectionInBooks(original.books.bills, member, facts)
    : null;
  setFlags(
    member,
    {
      original,
      again: allotment.again,
      redirected: redirection !== null && isRedirected(redirection),
    },
    effects,
  );
  if (original === null || member.charge === null) return;
  if (
    original.books === null &&
    !postsNothing(allotment.exact, member.payments)
  )
    return;
  const stays =
    redirection !== null && standsAs(member, member.charge, redirection, facts);
  if (!stays && member.bills.length > 0) retractBills(member, effects, facts);
  if (redirection !== null && original.books !== null) {
    if (!stays)
      postReceipt(
        member.charge,
        member.receiptId,
        "move",
        redirection,
        effects,
        facts,
      );
    if (!stays || relinked)
      linkPostings(
        effects,
        member.receiptId,
        original.books.postings,
        stays ? member.postings : [],
      );
  }
}

function redirectionInBooks(
  standing: readonly StandingBill[],
  { payments, charge, bills }: ReceiptMember,
  { accounts }: ChargeFacts,
): Redirection {
  const redirection = redirectionTo(standing, payments);
  return charge === null
    ? redirection
    : knownFolios(redirection, charge, bills, accounts);
}

function relink(
  member: ReceiptMember,
  to: MemberRef | null,
  effects: ChargeEffects,
): boolean {
  const before = member.reverses;
  if (before?.type === to?.type && before?.id === to?.id) return false;
  if (before !== null) {
    effects.links.push({
      ...link("reverses-receipt", member.receiptId, before.id, before.type),
      action: "unlinked",
    });
  }
  if (to !== null)
    effects.links.push(
      link("reverses-receipt", member.receiptId, to.id, to.type),
    );
  return true;
}

function setFlags(
  member: ReceiptMember,
  now: { original: Original | null; again: boolean; redirected: boolean },
  effects: ChargeEffects,
): void {
  const wanted: Record<string, boolean> = {
    "original-unknown": now.original === null,
    "reversed-twice": now.again,
    redirected: now.redirected,
  };
  const subject: MemberRef = { type: "receipt", id: member.receiptId };
  for (const [flag, stands] of Object.entries(wanted)) {
    if (stands === member.flags.includes(flag)) continue;
    effects.flags.push({
      ...receiptFlag(subject, flag),
      action: stands ? "raised" : "cleared",
    });
  }
}

/** Whether the reversal's bills are already where its original stands. */
function standsAs(
  member: ReceiptMember,
  charge: Charge,
  redirection: Redirection,
  facts: ChargeFacts,
): boolean {
  const text = (
    bills: readonly { folioId: string; amount: bigint; gratuity: bigint }[],
  ): string =>
    bills
      .map((bill) => `${bill.folioId}|${bill.amount}|${bill.gratuity}`)
      .sort()
      .join("\n");
  const wanted = payersOf(charge, redirection, facts.accounts);
  return text(member.bills) === text(wanted);
}

/** A credit that was refused for want of a folio: its original has one, or was refused itself. */
function settleRefusedReversal(
  member: RefusedMember,
  original: Original,
  allotment: Allotment,
  effects: ChargeEffects,
  facts: ChargeFacts,
): void {
  if (original.books === null) {
    if (member.status === "open") supersede(member.refusedId, effects);
    return;
  }
  // Posted meanwhile, put right. A key that another bill took is only not claimed.
  const known =
    recogniseCharge(member.charge.identity, member.identities).kind === "known";
  if (known || member.identities.byUuid !== null) return;
  const redirection = redirectionTo(original.books.bills, member.payments);
  const payers = payersOf(member.charge, redirection, facts.accounts);
  if (refusalOf(payers, facts.accounts) !== null) return;
  const receiptId = startReceipt(member.charge, effects, facts, member);
  postReceipt(member.charge, receiptId, "charge", redirection, effects, facts);
  const subject: MemberRef = { type: "receipt", id: receiptId };
  if (isRedirected(redirection))
    effects.flags.push(receiptFlag(subject, "redirected"));
  if (allotment.again)
    effects.flags.push(receiptFlag(subject, "reversed-twice"));
  effects.links.push(
    link("reverses-receipt", receiptId, original.ref.id, original.ref.type),
  );
  linkPostings(effects, receiptId, original.books.postings);
  effects.refusedChanges.push({
    refusedId: member.refusedId,
    status: "superseded",
    reason: "original-came",
    receiptId,
  });
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
    supersede(member.refusedId, effects);
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
    supersede(newcomer.id, effects);
  else if (reversals.length > 0)
    effects.flags.push(receiptFlag(newcomer, "partly-reversed"));
}

function supersede(refusedId: bigint, effects: ChargeEffects): void {
  effects.refusedChanges.push({
    refusedId,
    status: "superseded",
    reason: "voided-at-till",
    receiptId: null,
  });
}
