import type {
  Charge,
  IdentityFacts,
  KeptLookAlike,
  ReceiptMember,
  RefusalReason,
  RefusedMember,
} from "../folios/charge-decision.ts";
import { POSSIBLE_DOUBLE } from "../folios/possible-doubles.ts";
import type { ReceiptKind } from "../receipts/receipt.ts";
import { readPayments } from "./documents.ts";

const GUESSED = "date-guessed";

/** The latest state of refused receipt `r`. */
const STATE = (column: string): string =>
  `(SELECT s.${column} FROM refused_states s WHERE s.property_id = r.property_id AND s.refused_id = r.refused_id
    ORDER BY s.state_no DESC LIMIT 1)`;

export interface ChainReceiptRow {
  receiptId: bigint;
  uuid: string | null;
  fiscId: string | null;
  kind: ReceiptKind;
  closedAt: bigint;
  contentDigest: Uint8Array;
  payments: string;
}

export interface ChainRefusedRow {
  refusedId: bigint;
  uuid: string | null;
  fiscId: string | null;
  kind: ReceiptKind;
  closedAt: bigint;
  contentDigest: Uint8Array;
  payments: string;
  status: "open" | "dismissed" | "superseded" | "reposted";
  stateReason: string;
  reason: RefusalReason;
}

/** Columns of a receipt `r` as a member of a chain. */
export const CHAIN_RECEIPT_COLUMNS = `r.receipt_id AS "receiptId", r.uuid, r.fisc_id AS "fiscId", r.kind, r.closed_at AS "closedAt",
  r.content_digest AS "contentDigest", r.payments`;

/** Columns of a refused receipt `r` as a member of a chain. */
export const CHAIN_REFUSED_COLUMNS = `r.refused_id AS "refusedId", r.uuid, r.fisc_id AS "fiscId", r.kind, r.closed_at AS "closedAt",
  r.content_digest AS "contentDigest", r.payments, ${STATE("status")} AS status, ${STATE("reason")} AS "stateReason",
  (SELECT t.reason FROM refused_attempts t WHERE t.property_id = r.property_id AND t.refused_id = r.refused_id
   ORDER BY t.attempt_no DESC LIMIT 1) AS reason`;

export function receiptMemberOf(
  row: ChainReceiptRow,
  stands: Pick<
    ReceiptMember,
    "bills" | "postings" | "refunds" | "reverses" | "flags" | "charge"
  >,
): ReceiptMember {
  return {
    type: "receipt",
    receiptId: row.receiptId,
    ...common(row),
    dateGuessed: stands.flags.includes(GUESSED),
    ...stands,
  };
}

/** Null: it does not count in its chain, or its body has expired. */
export function refusedMemberOf(
  row: ChainRefusedRow,
  stands: {
    flags: string[];
    lookAlikes: KeptLookAlike[];
    remake: (refusal: Charge["refusal"]) => Charge | null;
    /** What stands about the identities of the bill. */
    identities: (charge: Charge) => IdentityFacts;
  },
): RefusedMember | null {
  const { refusedId, status, reason } = row;
  const voidedAtTill = isVoided(row);
  if (reason === "content-conflict" || status === "reposted") return null;
  if (status === "superseded" && !voidedAtTill) return null;
  const charge = stands.remake(reason === "reference-mismatch" ? reason : null);
  if (charge === null) return null;
  return {
    type: "refused",
    refusedId,
    ...common(row),
    status,
    reason,
    voidedAtTill,
    dateGuessed: stands.flags.includes(GUESSED),
    flags: stands.flags,
    lookAlikes: stands.lookAlikes,
    charge,
    identities: stands.identities(charge),
  };
}

/** Whether what looks like a refused receipt is flagged for its sake, or would be if it were open. */
export function concernsLookAlikes(
  row: ChainRefusedRow,
  flags: readonly string[],
): boolean {
  if (row.status === "open") return flags.includes(POSSIBLE_DOUBLE);
  return row.status === "superseded" && isVoided(row);
}

function isVoided({ stateReason }: ChainRefusedRow): boolean {
  return stateReason === "voided-at-till";
}

function common(
  row: ChainReceiptRow | ChainRefusedRow,
): Pick<
  ReceiptMember,
  "uuid" | "fiscId" | "closedAt" | "kind" | "payments" | "contentDigest"
> {
  return {
    uuid: row.uuid,
    fiscId: row.fiscId,
    closedAt: Number(row.closedAt),
    kind: row.kind,
    payments: readPayments(row.payments),
    contentDigest: Buffer.from(row.contentDigest).toString("hex"),
  };
}
