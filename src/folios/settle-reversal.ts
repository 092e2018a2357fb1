import type { Allotment } from "./allot-reversals.ts";
import { postsNothing } from "./chain.ts";
import type {
  Charge,
  ChargeEffects,
  ChargeFacts,
  MemberRef,
  ReceiptMember,
  RefusedMember,
} from "./charge-decision.ts";
import { link, receiptFlag, voidedAtTill } from "./charge-effects.ts";
import { linkPostings, retractBills } from "./move-bills.ts";
import { knownFolios, payersOf, refusalOf } from "./payers.ts";
import { isRedirected, redirectionTo } from "./redirection.ts";
import type { Redirection, StandingBill } from "./redirection.ts";
import { postReceipt, startReceipt } from "./post-receipt.ts";
import type { Posting } from "./posting.ts";
import { recogniseCharge } from "./recognise-charge.ts";

/** Where an original stands, once the new bill is in. */
export interface Original {
  ref: MemberRef;
  /** Null when it was refused and stands nowhere. */
  books: {
    bills: readonly StandingBill[];
    postings: readonly Posting[];
  } | null;
}

/** A reversal that is stored: on folios, or posting nothing because its original was refused. */
export function settleReversal(
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
export function settleRefusedReversal(
  member: RefusedMember,
  original: Original,
  allotment: Allotment,
  effects: ChargeEffects,
  facts: ChargeFacts,
): void {
  if (original.books === null) {
    if (member.status === "open")
      effects.refusedChanges.push(voidedAtTill(member.refusedId));
    return;
  }
  // Posted meanwhile, put right. A key that another bill took is only not claimed.
  const known =
    recogniseCharge(member.charge, member.identities).kind === "known";
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
