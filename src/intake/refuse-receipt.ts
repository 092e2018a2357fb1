import type { Charge, RefusalReason } from "../folios/charge-decision.ts";
import type {
  UnreadableReason,
  UnreadableRequest,
} from "../store/contract/refused-receipts.ts";
import type { Store } from "../store/store.ts";
import type { Sender } from "./find-sender.ts";
import type { KeyOwner } from "./key-owner.ts";
import { maskKey } from "./mask-key.ts";
import type { SentReceipt } from "./sent-receipt.ts";

/** A receipt that is on no folio. `owner` is null where nobody is known to have sent it. */
export interface Refusal {
  kind: "refused";
  reason: RefusalReason | UnreadableReason | "key-not-accepted";
  refusedId: bigint | null;
  owner: KeyOwner | null;
  faults: Fault[];
}

export interface Fault {
  pointer: string;
  fault: string;
}

/** Intact bills with a revoked key that are kept, a day and location: the key may be in the wrong hands. */
const REVOKED_KEPT_PER_DAY_MAX = 200;

const STATUSES: Record<UnreadableReason, number> = {
  "too-large": 413,
  "key-revoked": 401,
  "wrong-content-type": 415,
  malformed: 400,
  "wrong-shape": 400,
  internal: 500,
};

/**
 * What cannot be read is kept with its reason, so that staff see a bill the till has closed. What nobody is known to
 * have sent is not kept at all.
 */
export function refuseReceipt(
  sent: SentReceipt,
  sender: Sender | null,
  intake: { store: Pick<Store, "keepUnreadable"> },
): (
  reason: UnreadableReason | "key-not-accepted",
  details?: { faults?: Fault[]; charge?: Charge | null },
) => Promise<Refusal> {
  return async (reason, { faults: given = [], charge = null } = {}) => {
    const faults = given.map(({ pointer, fault }) => ({ pointer, fault }));
    const refused = { kind: "refused", reason, faults } as const;
    if (reason === "key-not-accepted" || !isKept(reason, sender)) {
      return { ...refused, refusedId: null, owner: null };
    }
    const { refusedId } = await intake.store.keepUnreadable({
      ...describe(sent, sender),
      reason,
      httpStatus: STATUSES[reason],
      faults,
      charge,
      keptPerDayMax: reason === "key-revoked" ? REVOKED_KEPT_PER_DAY_MAX : null,
    });
    return { ...refused, refusedId, owner: sender.owner };
  };
}

/** Keeps a bill whose decision failed by a fault of ours: the till has closed it, so it must not be lost with the error. */
export async function keepAfterFault(
  sent: SentReceipt,
  sender: Sender,
  intake: { store: Pick<Store, "keepUnreadable"> },
): Promise<void> {
  await intake.store.keepUnreadable({
    ...describe(sent, sender),
    reason: "internal",
    httpStatus: STATUSES.internal,
    faults: [],
    charge: null,
    keptPerDayMax: null,
  });
}

/** The beginning of a body that is too large proves its sender only by a key that is still valid. */
function isKept(
  reason: UnreadableReason,
  sender: Sender | null,
): sender is Sender {
  return sender !== null && (reason === "key-revoked" || !sender.owner.revoked);
}

function describe(
  sent: SentReceipt,
  sender: Sender,
): Pick<
  UnreadableRequest,
  "propertyId" | "businessLocationId" | "receivedAt" | "sizeBytes" | "body"
> {
  return {
    propertyId: sender.owner.property.id,
    businessLocationId: sender.owner.location.id,
    receivedAt: sent.receivedAt,
    sizeBytes: sent.sizeBytes,
    body: sent.complete ? maskKey(sent.body, sender.key) : null,
  };
}
