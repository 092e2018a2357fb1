import { openDateFor } from "./charge-dates.ts";
import { ID_STEP } from "./charge-decision.ts";
import type {
  ChargeEffects,
  ChargeFacts,
  ReceiptMember,
} from "./charge-decision.ts";
import type { Minor } from "../money.ts";
import type { Posting, StandingPosting } from "./posting.ts";
import { link, receiptFlag } from "./charge-effects.ts";
import { FOLIO_FLAGS } from "./post-receipt.ts";

/** Takes the bills of a reversal off the folios they stand on, posting by posting. */
export function retractBills(
  member: ReceiptMember,
  effects: ChargeEffects,
  facts: ChargeFacts,
): void {
  const standing = standingPostings(member.postings);
  const businessDate = openDateFor(facts.now, facts);
  // Also where nothing is owed in sum: the lines of a bill that could not be split stand on one.
  const parts = Map.groupBy(standing, ({ folioId, reservationId }) =>
    JSON.stringify([folioId, reservationId]),
  );
  let postingId = facts.ids.reserve(Math.max(1, standing.length));
  for (const own of parts.values()) {
    const { folioId, reservationId } = own[0]!;
    const bill = member.bills.find(
      (one) => one.folioId === folioId && one.reservationId === reservationId,
    );
    effects.bills.push({
      receiptId: member.receiptId,
      folioId,
      cause: "move",
      reservationId,
      amount: -(bill?.amount ?? 0n),
      gratuity: -(bill?.gratuity ?? 0n),
      firstPostingId: postingId,
      postingCount: own.length,
    });
    for (const posting of own) {
      effects.postings.push({
        ...negated(posting),
        postingId,
        businessDate,
        postedAt: facts.now,
      });
      effects.links.push(
        link("reverses-posting", postingId, posting.postingId, "posting"),
      );
      unlinkPosting(posting, effects);
      postingId += ID_STEP;
    }
    clearFolioFlags(member, folioId, effects);
  }
}

/** What was said of the receipt on a folio where it stands no more. */
function clearFolioFlags(
  { receiptId, flags }: ReceiptMember,
  folioId: string,
  effects: ChargeEffects,
): void {
  for (const flag of FOLIO_FLAGS) {
    if (!flags.includes(flag)) continue;
    effects.flags.push({
      ...receiptFlag({ type: "receipt", id: receiptId }, flag),
      folioId,
      action: "cleared",
    });
  }
}

/** Those that were not taken back by another posting of the same receipt. */
function standingPostings(
  postings: readonly StandingPosting[],
): StandingPosting[] {
  const own = new Set(postings.map((posting) => posting.postingId));
  const counters = postings.filter(
    (posting) => posting.reverses !== null && own.has(posting.reverses),
  );
  const gone = new Set(
    counters.flatMap((posting) => [posting.postingId, posting.reverses]),
  );
  return postings.filter((posting) => !gone.has(posting.postingId));
}

function negated(posting: StandingPosting): Posting {
  const { reverses: _reverses, reservationId: _bill, ...rest } = posting;
  return {
    ...rest,
    quantity: -posting.quantity,
    net: -posting.net,
    tax: -posting.tax,
    gross: -posting.gross,
    taxes: posting.taxes.map((tax) => ({ ...tax, amount: -tax.amount })),
    exactGross: null,
  };
}

function unlinkPosting(posting: StandingPosting, effects: ChargeEffects): void {
  if (posting.reverses === null) return;
  effects.links.push({
    ...link("reverses-posting", posting.postingId, posting.reverses, "posting"),
    action: "unlinked",
  });
}

/**
 * Links the postings of a reversal to those of its original that they take back: on the same folio, the same thing with
 * the opposite amount, else the same thing. `kept` are postings written earlier that now have another original.
 */
export function linkPostings(
  effects: ChargeEffects,
  reversalId: bigint,
  originals: readonly Posting[],
  kept: readonly StandingPosting[] = [],
): void {
  const stands = standingPostings(kept);
  for (const posting of stands) unlinkPosting(posting, effects);
  const countered = new Set(
    effects.links.flatMap((change) =>
      change.kind === "reverses-posting" ? [change.from] : [],
    ),
  );
  const written = effects.postings.filter(
    (posting) =>
      posting.receiptId === reversalId && !countered.has(posting.postingId),
  );
  const taken = new Set<Posting>();
  /** Each takes back the first that is left of those that are named alike. */
  const match = (
    nameOf: (posting: Posting, gross: Minor) => string,
    open: readonly Posting[],
  ): Posting[] => {
    const left = Map.groupBy(
      originals.filter((original) => !taken.has(original)).reverse(),
      (original) => nameOf(original, -original.gross),
    );
    return open.filter((own) => {
      const original = left.get(nameOf(own, own.gross))?.pop();
      if (original === undefined) return true;
      effects.links.push(
        link("reverses-posting", own.postingId, original.postingId, "posting"),
      );
      taken.add(original);
      return false;
    });
  };
  const rest = match(
    (posting, gross) => `${gross} ${thingOf(posting)}`,
    [...stands, ...written],
  );
  match(thingOf, rest);
}

function thingOf(posting: Posting): string {
  const { folioId, kind, sku, description, methodCode } = posting;
  return JSON.stringify([folioId, kind, sku, description, methodCode]);
}
