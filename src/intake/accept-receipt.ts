import { makeCharge } from "../folios/make-charge.ts";
import type { Charge, ChargeOutcome } from "../folios/charge-decision.ts";
import { readBody } from "../receipts/read-body.ts";
import { readReceipt, UnreadableNumber } from "../receipts/read-receipt.ts";
import type { Receipt } from "../receipts/receipt.ts";
import type { SchemaCheck } from "../schemas/schema.ts";
import type { ChargeRequest } from "../schemas/generated.ts";
import { StoreUnavailable } from "../store/store.ts";
import type { Store } from "../store/store.ts";
import { findSender } from "./find-sender.ts";
import type { Sender } from "./find-sender.ts";
import { namesOtherReference } from "./key-owner.ts";
import type { KeyLookup, KeyOwner } from "./key-owner.ts";
import { maskKey } from "./mask-key.ts";
import { keepAfterFault, refuseReceipt } from "./refuse-receipt.ts";
import type { Refusal } from "./refuse-receipt.ts";
import type { SentReceipt } from "./sent-receipt.ts";

export type Acceptance =
  (Exclude<ChargeOutcome, { kind: "refused" }> & { owner: KeyOwner }) | Refusal;

export interface Intake {
  store: Pick<Store, "takeCharge" | "keepUnreadable">;
  keys: KeyLookup;
  checkShape: SchemaCheck<ChargeRequest>;
}

/**
 * Takes a receipt in, in the order of "What the till gets": size, key, content type, shape, reference, identity,
 * guests. Whatever has a valid key is on disk when this resolves. Rejects with `StoreUnavailable` when that is not known.
 */
export async function acceptReceipt(
  sent: SentReceipt,
  intake: Intake,
): Promise<Acceptance> {
  const reading = sent.complete ? readBody(sent.body) : null;
  const sender = findSender(sent.body, reading, intake.keys);
  const refuse = refuseReceipt(sent, sender, intake);

  if (reading === null) return refuse("too-large");
  if (sender === null) return refuse("key-not-accepted");
  const isIntact =
    sent.isJson &&
    reading.kind === "read" &&
    intake.checkShape.accepts(reading.request);
  if (sender.owner.revoked) {
    return refuse(isIntact ? "key-revoked" : "key-not-accepted");
  }
  if (!sent.isJson) return refuse("wrong-content-type");
  if (reading.kind === "unreadable") return refuse("malformed", reading.faults);
  if (!isIntact) {
    return refuse("wrong-shape", intake.checkShape(reading.request));
  }
  const receipt = readExactly(reading.exact);
  if (receipt instanceof UnreadableNumber) {
    const { pointer } = receipt;
    const fault = "has more than 18 decimals";
    return refuse("wrong-shape", [{ pointer, fault }]);
  }
  return takeCharge(receipt, sent, sender, intake);
}

/** A number that cannot be kept exactly is a fault of the sender's, not an accident. */
function readExactly(exact: unknown): Receipt | UnreadableNumber {
  try {
    return readReceipt(exact);
  } catch (error) {
    if (error instanceof UnreadableNumber) return error;
    throw error;
  }
}

async function takeCharge(
  receipt: Receipt,
  sent: SentReceipt,
  sender: Sender,
  intake: Intake,
): Promise<Acceptance> {
  const { owner } = sender;
  if (sent.isLate) throw new StoreUnavailable("draining");
  try {
    const charge = chargeOf(receipt, sent, owner);
    const body = maskKey(sent.body, sender.key);
    const outcome = await intake.store.takeCharge(charge, body);
    return outcome.kind === "refused"
      ? { ...outcome, owner, faults: [] }
      : { ...outcome, owner };
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    await keepAfterFault(sent, sender, intake);
    throw error;
  }
}

function chargeOf(
  receipt: Receipt,
  sent: SentReceipt,
  owner: KeyOwner,
): Charge {
  return makeCharge(receipt, {
    property: owner.property,
    businessLocationId: owner.location.id,
    receivedAt: sent.receivedAt,
    idempotencyKey: sent.idempotencyKey,
    refusal: namesOtherReference(owner, receipt.businessExternalReference)
      ? "reference-mismatch"
      : null,
  });
}
