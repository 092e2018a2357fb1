import { clearingAccount } from "../properties/property.ts";
import { ROOM_CHARGE } from "../receipts/receipt.ts";
import type { Chain } from "./chain.ts";
import type {
  Charge,
  ChargeEffects,
  ChargeFacts,
  MemberRef,
  PostedCharge,
} from "./charge-decision.ts";
import { noEffects, receiptFlag } from "./charge-effects.ts";
import type { FolioPayer } from "./payers.ts";
import type { Redirection } from "./redirection.ts";
import { lookAlikeFlags } from "./possible-doubles.ts";
import { postReceipt, startReceipt } from "./post-receipt.ts";
import type { Bill } from "./posting.ts";
import { settleChain } from "./settle-chain.ts";

/** Puts a bill on folios, and brings its chain in line with it. */
export function postCharge(
  charge: Charge,
  facts: ChargeFacts,
  by: {
    chain: Chain;
    redirection: Redirection;
    payers: FolioPayer[];
    flags: string[];
  },
): PostedCharge {
  const effects = noEffects();
  const receiptId = begin(charge, facts, effects, by.flags);
  const bills = postReceipt(
    charge,
    receiptId,
    charge.repost === null ? "charge" : "repost",
    by.redirection,
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
export function keepVoided(
  charge: Charge,
  facts: ChargeFacts,
  chain: Chain,
  flags: string[],
): PostedCharge {
  const effects = noEffects();
  const receiptId = begin(charge, facts, effects, flags);
  settleChain(chain, { type: "receipt", id: receiptId }, effects, facts);
  return posted(receiptId, [], effects);
}

/** Stored, posts nothing, skips all guest checks. */
export function keepZero(
  charge: Charge,
  facts: ChargeFacts,
  flags: string[],
): PostedCharge {
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

/** The receipt's row; what was refused of it before is superseded, or reposted where a person did so. */
function begin(
  charge: Charge,
  facts: ChargeFacts,
  effects: ChargeEffects,
  flags: string[],
): bigint {
  const before = facts.refusedBefore;
  const { identities } = facts;
  const from =
    charge.repost === null || before === null
      ? null
      : { refusedId: before.refusedId, identities };
  const receiptId = startReceipt(charge, effects, facts, from);
  const subject: MemberRef = { type: "receipt", id: receiptId };
  effects.flags.push(...flags.map((flag) => receiptFlag(subject, flag)));
  if (before?.status === "open" || before?.status === "dismissed") {
    const { refusedId } = before;
    effects.refusedChanges.push(
      charge.repost === null
        ? {
            refusedId,
            status: "superseded",
            reason: "retry-succeeded",
            receiptId,
          }
        : { refusedId, status: "reposted", reason: "reposted", receiptId },
    );
  }
  return receiptId;
}

function posted(
  receiptId: bigint,
  bills: Bill[],
  effects: ChargeEffects,
): PostedCharge {
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
