import type {
  Charge,
  ChargeEffects,
  FlagChange,
  LinkChange,
  MemberRef,
  RefusedChange,
} from "./charge-decision.ts";

export function noEffects(): ChargeEffects {
  return {
    receipts: [],
    refused: [],
    attempts: [],
    bills: [],
    postings: [],
    flags: [],
    links: [],
    refusedChanges: [],
    refundChanges: [],
  };
}

/** Raises a flag on the whole of a receipt or refused receipt. */
export function receiptFlag(
  subject: MemberRef,
  flag: string,
  detail: string | null = null,
): FlagChange {
  return {
    subject,
    folioId: null,
    postingId: null,
    flag,
    action: "raised",
    detail,
  };
}

/** The reversal of a refused receipt has come: nobody has to decide about it any longer. */
export function voidedAtTill(refusedId: bigint): RefusedChange {
  return {
    refusedId,
    status: "superseded",
    reason: "voided-at-till",
    receiptId: null,
  };
}

export function link(
  kind: LinkChange["kind"],
  from: bigint,
  to: bigint,
  toType: LinkChange["toType"],
): LinkChange {
  return { kind, from, to, toType, action: "linked" };
}

/** A chain is all receipts with one root: the first account's fiscal id, else the own one. */
export function chainRootOf(charge: Charge): string | null {
  return charge.totalled.receipt.initialAccountId ?? charge.identity.fiscId;
}
