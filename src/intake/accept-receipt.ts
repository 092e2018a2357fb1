import { makeCharge } from "../folios/make-charge.ts";
import type { Charge, ChargeOutcome } from "../folios/charge-decision.ts";
import { readBody } from "../receipts/read-body.ts";
import type { BodyReading } from "../receipts/read-body.ts";
import { readReceipt, UnreadableNumber } from "../receipts/read-receipt.ts";
import type { Receipt } from "../receipts/receipt.ts";
import type { SchemaCheck } from "../schemas/schema.ts";
import type { ChargeRequest } from "../schemas/generated.ts";
import { StoreUnavailable } from "../store/contract/errors.ts";
import type { Store } from "../store/store.ts";
import { findSender } from "./find-sender.ts";
import type { Sender } from "./find-sender.ts";
import { namesOtherReference } from "./key-owner.ts";
import type { KeyLookup, KeyOwner } from "./key-owner.ts";
import { maskKey } from "./mask-key.ts";
import { keepAfterFault, refuseReceipt } from "./refuse-receipt.ts";
import type { Fault, Refusal } from "./refuse-receipt.ts";
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
  const bill = readBill(reading, intake);
  const { receipt } = bill;
  // Where it can be read, staff are shown whose bill it is and what it comes to.
  const charge = (): Charge | null =>
    receipt === null ? null : chargeOf(receipt, sent, sender.owner);
  if (sender.owner.revoked) {
    if (receipt === null) return refuse("key-not-accepted");
    return refuse("key-revoked", { charge: charge() });
  }
  if (!sent.isJson) return refuse("wrong-content-type", { charge: charge() });
  if (receipt === null) return refuse(bill.reason, { faults: bill.faults });
  return settled(
    postCharge(receipt, sent, sender, intake),
    sent,
    sender,
    intake,
  );
}

type BillReadingOutcome =
  | { receipt: Receipt }
  | { receipt: null; reason: "malformed" | "wrong-shape"; faults: Fault[] };

/** The receipt in a body that has the shape of one; a number that cannot be kept exactly is a fault of shape. */
function readBill(reading: BodyReading, intake: Intake): BillReadingOutcome {
  if (reading.kind === "unreadable") {
    return { receipt: null, reason: "malformed", faults: reading.faults };
  }
  const wrongShape = { receipt: null, reason: "wrong-shape" } as const;
  if (!intake.checkShape.accepts(reading.request)) {
    return { ...wrongShape, faults: intake.checkShape(reading.request) };
  }
  try {
    return { receipt: readReceipt(reading.exact) };
  } catch (error) {
    if (!(error instanceof UnreadableNumber)) throw error;
    const fault = "has more than 18 decimals";
    return { ...wrongShape, faults: [{ pointer: error.pointer, fault }] };
  }
}

/** Has what is to be charged put into the books. By itself, so that who waits for the answer holds none of what it was made of. */
async function postCharge(
  receipt: Receipt,
  sent: SentReceipt,
  sender: Sender,
  intake: Intake,
): Promise<ChargeOutcome> {
  if (sent.isLate) throw new StoreUnavailable("draining");
  const charge = chargeOf(receipt, sent, sender.owner);
  return intake.store.takeCharge(charge, maskKey(sent.body, sender.key));
}

/** What became of it. Where our own fault keeps it out of the books, what was sent is kept all the same. */
async function settled(
  posting: Promise<ChargeOutcome>,
  sent: SentReceipt,
  sender: Sender,
  intake: Intake,
): Promise<Acceptance> {
  const { owner } = sender;
  try {
    const outcome = await posting;
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
