import { ONE, sum } from "../money.ts";
import type { Decimal, Minor } from "../money.ts";
import { clearingAccount } from "../properties/property.ts";
import type { BusinessLocation, Property } from "../properties/property.ts";
import type { TaxPart } from "../receipts/receipt.ts";
import { ID_STEP } from "./charge-decision.ts";
import type {
  Charge,
  FlagChange,
  IdSource,
  MemberRef,
} from "./charge-decision.ts";
import { receiptFlag } from "./charge-effects.ts";
import { emptyPayer } from "./payers.ts";
import type { FolioPayer } from "./payers.ts";
import type { Bill, BillCause, Posting, PostingKind } from "./posting.ts";
import { splitBills } from "./split-bills.ts";
import type { LinePart } from "./split-bills.ts";
import { transactionCodeOf } from "./transaction-code.ts";

/** What postings carry beside the bill. */
export interface PostingContext {
  receiptId: bigint;
  cause: BillCause;
  businessDate: string;
  /** Milliseconds UTC. */
  postedAt: number;
  property: Property;
  location: BusinessLocation;
  ids: IdSource;
}

export interface PostedBills {
  bills: Bill[];
  postings: Posting[];
  flags: FlagChange[];
}

/** A posting before it has an id and a code. */
type Draft = Pick<
  Posting,
  "kind" | "lineNo" | "description" | "quantity" | "gross" | "taxes"
> &
  Partial<
    Pick<
      Posting,
      | "sku"
      | "accountingGroupId"
      | "accountingGroupName"
      | "staffId"
      | "methodCode"
      | "methodName"
      | "exactGross"
    >
  >;

/**
 * The bills of a charge and their postings (design "From bill to postings" 4 and 5): per payer his lines, his transfer if
 * the bill could not be split, his tip; on the clearing account also one payment per tender, so that it ends at zero.
 */
export function postBills(
  charge: Charge,
  payers: readonly FolioPayer[],
  context: PostingContext,
): PostedBills {
  const clearing = clearingAccount(charge.businessLocationId);
  const split = splitBills(charge.totalled.lines, payers);
  const all = withClearing(payers, clearing, split.unsplittable);
  const drafts = all.map((payer) => {
    const own = payers.includes(payer) ? payer : null;
    return draftsFor(
      payer,
      split.parts.get(own) ?? [],
      split.transfers.get(own) ?? 0n,
    );
  });
  let postingId = context.ids.reserve(Math.max(1, drafts.flat().length));
  const posted: PostedBills = { bills: [], postings: [], flags: [] };
  all.forEach((payer, index) => {
    const list = drafts[index]!;
    posted.bills.push({
      receiptId: context.receiptId,
      folioId: payer.folioId,
      cause: context.cause,
      reservationId: payer.named === null ? null : payer.named || payer.folioId,
      amount: payer.amount,
      gratuity: payer.gratuity,
      firstPostingId: postingId,
      postingCount: list.length,
    });
    for (const draft of list) {
      posted.postings.push(
        finish(draft, payer.folioId, postingId, charge, context, posted.flags),
      );
      postingId += ID_STEP;
    }
  });
  const receipt: MemberRef = { type: "receipt", id: context.receiptId };
  if (split.unsplittable)
    posted.flags.push(receiptFlag(receipt, "unsplittable"));
  assertBooksBalance(posted, charge);
  return posted;
}

function withClearing(
  payers: readonly FolioPayer[],
  clearing: string,
  unsplittable: boolean,
): FolioPayer[] {
  if (!unsplittable || payers.some((payer) => payer.named === null))
    return [...payers];
  return [...payers, emptyPayer(null, clearing, true)];
}

function draftsFor(
  payer: FolioPayer,
  parts: readonly LinePart[],
  transfer: Minor,
): Draft[] {
  const drafts = parts.map(lineDraft);
  if (transfer !== 0n)
    drafts.push(plainDraft("transfer", "Transfer", transfer));
  if (payer.gratuity !== 0n)
    drafts.push(plainDraft("gratuity", "Gratuity", payer.gratuity));
  if (!payer.isClearing) return drafts;
  for (const tender of payer.tenders) {
    const paid = tender.amount + tender.gratuity;
    if (paid === 0n) continue;
    const draft = plainDraft(
      "payment",
      tender.methodName || tender.methodCode || "Payment",
      -paid,
    );
    drafts.push({
      ...draft,
      methodCode: tender.methodCode,
      methodName: tender.methodName,
    });
  }
  return drafts;
}

function lineDraft(part: LinePart): Draft {
  const { line } = part;
  return {
    kind: line.kind,
    lineNo: line.lineNo,
    description: line.description,
    quantity: part.quantity,
    gross: part.gross,
    taxes: part.taxes,
    sku: line.sku,
    accountingGroupId: line.groupId,
    accountingGroupName: line.groupName,
    staffId: line.staffId,
    exactGross: part.gross === line.gross ? line.exactGross : null,
  };
}

const NO_TAXES: TaxPart[] = [];

function plainDraft(
  kind: PostingKind,
  description: string,
  gross: Minor,
): Draft {
  const quantity: Decimal = gross < 0n ? -ONE : ONE;
  return { kind, lineNo: null, description, quantity, gross, taxes: NO_TAXES };
}

function finish(
  draft: Draft,
  folioId: string,
  postingId: bigint,
  charge: Charge,
  context: PostingContext,
  flags: FlagChange[],
): Posting {
  const { receipt } = charge.totalled;
  const tax = sum(draft.taxes.map((part) => part.amount));
  const { code, mapped } = transactionCodeOf(
    {
      kind: draft.kind,
      accountingGroupId: draft.accountingGroupId ?? null,
      rates: draft.taxes.map((part) => part.rate),
      revenueCenterId: receipt.revenueCenterId,
      methodCode: draft.methodCode ?? null,
    },
    context.property,
    context.location,
  );
  if (!mapped) {
    const subject: MemberRef = { type: "receipt", id: context.receiptId };
    flags.push({
      subject,
      folioId,
      postingId,
      flag: "unmapped",
      action: "raised",
      detail: null,
    });
  }
  return {
    postingId,
    receiptId: context.receiptId,
    folioId,
    kind: draft.kind,
    lineNo: draft.lineNo,
    description: draft.description,
    quantity: draft.quantity,
    net: draft.gross - tax,
    tax,
    gross: draft.gross,
    taxes: draft.taxes,
    transactionCode: code,
    sku: draft.sku ?? null,
    accountingGroupId: draft.accountingGroupId ?? null,
    accountingGroupName: draft.accountingGroupName ?? null,
    businessLocationId: charge.businessLocationId,
    revenueCenterId: receipt.revenueCenterId,
    staffId: draft.staffId ?? null,
    methodCode: draft.methodCode ?? null,
    methodName: draft.methodName ?? null,
    exactGross: draft.exactGross ?? null,
    businessDate: context.businessDate,
    postedAt: context.postedAt,
  };
}

/** Promise 3, checked before anything is written: what does not balance is not posted. */
function assertBooksBalance(posted: PostedBills, charge: Charge): void {
  const paid = sum(
    charge.totalled.payments.map(
      (payment) => payment.amount + payment.gratuity,
    ),
  );
  const owed = new Map<string, Minor>();
  for (const { folioId, amount, gratuity } of posted.bills)
    owed.set(folioId, (owed.get(folioId) ?? 0n) + amount + gratuity);
  let total = 0n;
  for (const posting of posted.postings) {
    if (posting.kind === "payment") continue;
    total += posting.gross;
    owed.set(posting.folioId, owed.get(posting.folioId)! - posting.gross);
  }
  if (total !== paid || [...owed.values()].some((left) => left !== 0n)) {
    throw new Error("the postings of a receipt do not equal its bills");
  }
}
