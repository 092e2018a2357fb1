import { clearingAccount } from "../properties/property.ts";
import { ROOM_CHARGE } from "../receipts/receipt.ts";
import { chainOf, placeNewcomer } from "./chain.ts";
import type { Chain, Placing } from "./chain.ts";
import { dateFlags, datesOf } from "./charge-dates.ts";
import type {
  Charge,
  ChargeDecision,
  ChargeEffects,
  ChargeFacts,
  FlagChange,
  MemberRef,
  RefusalReason,
} from "./charge-decision.ts";
import { chainRootOf, noEffects, receiptFlag } from "./charge-effects.ts";
import { NO_REDIRECTION, payersOf, refusalOf } from "./payers.ts";
import type { FolioPayer } from "./payers.ts";
import { postReceipt, startReceipt } from "./post-receipt.ts";
import type { Bill } from "./posting.ts";
import { recogniseCharge } from "./recognise-charge.ts";
import { settleChain } from "./settle-chain.ts";

/**
 * What becomes of a bill: the one decision behind `POST /charge`, a pure function of the bill and the facts read in the
 * transaction that writes. Posted, recognised as posted before, or refused and kept; never a part of it.
 */
export function decideCharge(
  charge: Charge,
  facts: ChargeFacts,
): ChargeDecision {
  if (charge.refusal !== null) {
    const chain =
      charge.totalled.kind === "zero" ? null : chainOf(charge, facts);
    return refuse(charge, facts, charge.refusal, chain);
  }
  const recognition = recogniseCharge(charge.identity, facts.identities);
  if (recognition.kind === "known")
    return { kind: "replayed", receiptId: recognition.receiptId };
  if (recognition.kind === "conflict")
    return refuse(charge, facts, "content-conflict", null);
  const flags = recognition.fiscIdReused ? ["fiscal-id-reused"] : [];
  if (charge.totalled.kind === "zero") return keepZero(charge, facts, flags);

  const chain = chainOf(charge, facts);
  const placing = placeNewcomer(chain);
  flags.push(...placing.flags);
  if (placing.kind === "voided") return keepVoided(charge, facts, chain, flags);
  const payers = payersOf(charge, placing.redirection, facts.accounts);
  const reason = refusalFor(placing, payers, facts);
  if (reason !== null) return refuse(charge, facts, reason, chain);
  return post(charge, facts, { chain, placing, payers, flags });
}

function refusalFor(
  placing: Placing & { kind: "post" },
  payers: FolioPayer[],
  facts: ChargeFacts,
): RefusalReason | null {
  const reason = refusalOf(payers, facts.accounts);
  const noFolio =
    reason === "reservation-not-named" || reason === "reservation-unknown";
  return placing.mustPost && !noFolio ? null : reason;
}

function post(
  charge: Charge,
  facts: ChargeFacts,
  by: {
    chain: Chain;
    placing: Placing & { kind: "post" };
    payers: FolioPayer[];
    flags: string[];
  },
): ChargeDecision {
  const effects = noEffects();
  const receiptId = begin(charge, facts, effects, by.flags);
  const bills = postReceipt(
    charge,
    receiptId,
    "charge",
    by.placing.redirection,
    effects,
    facts,
  );
  effects.flags.push(
    ...lookAlikeFlags({ type: "receipt", id: receiptId }, by.payers, facts),
  );
  settleChain(by.chain, { type: "receipt", id: receiptId }, effects, facts);
  return posted(receiptId, bills, effects);
}

/** A reversal of a receipt that is on no folio: stored, posts nothing. */
function keepVoided(
  charge: Charge,
  facts: ChargeFacts,
  chain: Chain,
  flags: string[],
): ChargeDecision {
  const effects = noEffects();
  const receiptId = begin(charge, facts, effects, flags);
  settleChain(chain, { type: "receipt", id: receiptId }, effects, facts);
  return posted(receiptId, [], effects);
}

/** Stored, posts nothing, skips all guest checks. */
function keepZero(
  charge: Charge,
  facts: ChargeFacts,
  flags: string[],
): ChargeDecision {
  const effects = noEffects();
  const receiptId = begin(charge, facts, effects, flags);
  const isRoom = (code: string, named: string | null): boolean =>
    code === ROOM_CHARGE && named !== null;
  const room = charge.totalled.payments.find((payment) =>
    isRoom(payment.methodCode, payment.reservationId),
  );
  const bill: Bill = {
    receiptId,
    folioId: room?.reservationId ?? clearingAccount(charge.businessLocationId),
    cause: "charge",
    reservationId: room?.reservationId ?? null,
    amount: 0n,
    gratuity: 0n,
    firstPostingId: receiptId,
    postingCount: 0,
  };
  effects.bills.push(bill);
  return posted(receiptId, [bill], effects);
}

/** The receipt's row; what was refused of it before is superseded. */
function begin(
  charge: Charge,
  facts: ChargeFacts,
  effects: ChargeEffects,
  flags: string[],
): bigint {
  const receiptId = startReceipt(charge, effects, facts, null);
  const subject: MemberRef = { type: "receipt", id: receiptId };
  effects.flags.push(...flags.map((flag) => receiptFlag(subject, flag)));
  const before = facts.refusedBefore;
  if (before?.status === "open" || before?.status === "dismissed") {
    effects.refusedChanges.push({
      refusedId: before.refusedId,
      status: "superseded",
      reason: "retry-succeeded",
      receiptId,
    });
  }
  return receiptId;
}

function posted(
  receiptId: bigint,
  bills: Bill[],
  effects: ChargeEffects,
): ChargeDecision {
  const own = effects.flags.filter(
    ({ action, subject }) =>
      action === "raised" &&
      subject.type === "receipt" &&
      subject.id === receiptId,
  );
  return {
    kind: "posted",
    receiptId,
    bills: bills.map((bill) => ({
      folioId: bill.folioId,
      total: bill.amount + bill.gratuity,
    })),
    flags: [...new Set(own.map((change) => change.flag))].sort(),
    effects,
  };
}

/** Kept with its reason: one item per identity and content, a repeat is one more attempt. */
function refuse(
  charge: Charge,
  facts: ChargeFacts,
  reason: RefusalReason,
  chain: Chain | null,
): ChargeDecision {
  const before = facts.refusedBefore;
  if (before?.status === "reposted" && before.receiptId !== null) {
    return { kind: "replayed", receiptId: before.receiptId };
  }
  const effects = noEffects();
  if (before !== null) {
    effects.attempts.push({ refusedId: before.refusedId, reason });
    if (before.status === "dismissed") {
      effects.refusedChanges.push({
        refusedId: before.refusedId,
        status: "open",
        reason: "refused-again",
        receiptId: null,
      });
    }
    return { kind: "refused", refusedId: before.refusedId, reason, effects };
  }
  const refusedId = facts.ids.reserve(1);
  const subject: MemberRef = { type: "refused", id: refusedId };
  effects.refused.push({
    refusedId,
    charge,
    reason,
    ...datesOf(charge, facts),
    chainRoot: chainRootOf(charge),
  });
  effects.flags.push(...dateFlags(subject, charge, facts));
  effects.flags.push(
    ...charge.totalled.flags.map((flag) => receiptFlag(subject, flag)),
  );
  effects.flags.push(
    ...lookAlikeFlags(
      subject,
      payersOf(charge, NO_REDIRECTION, facts.accounts),
      facts,
    ),
  );
  if (chain !== null) settleChain(chain, subject, effects, facts);
  return { kind: "refused", refusedId, reason, effects };
}

/** The same lines on the same guest folio minutes apart may be a bill rung twice: flagged on both sides. */
function lookAlikeFlags(
  subject: MemberRef,
  payers: readonly FolioPayer[],
  facts: ChargeFacts,
): FlagChange[] {
  const others = payers
    .filter((payer) => !payer.isClearing && payer.amount + payer.gratuity > 0n)
    .flatMap(
      (payer) =>
        facts.lookAlikes.get(payer.reservationId ?? payer.folioId) ?? [],
    );
  if (others.length === 0) return [];
  const unflagged = others.filter((other) => !other.flagged);
  return [
    receiptFlag(subject, "possible-double"),
    ...unflagged.map((other) => receiptFlag(other.ref, "possible-double")),
  ];
}
