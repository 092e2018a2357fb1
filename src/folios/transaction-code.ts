import type {
  BusinessLocation,
  Property,
  TransactionCodes,
} from "../properties/property.ts";
import type { PostingKind } from "./posting.ts";

/** What a posting is mapped by. `rates`: percent texts of its taxes. */
export interface CodedPosting {
  kind: PostingKind;
  accountingGroupId: string | null;
  rates: string[];
  revenueCenterId: string | null;
  methodCode: string | null;
}

/**
 * The transaction code of a posting: most specific first (business location before property; accounting group and rate,
 * accounting group, revenue centre, kind, fallback). Groups and revenue centres say what was sold, so they map items,
 * discounts and surcharges only. `mapped` is false when it fell back, which staff must see.
 */
export function transactionCodeOf(
  posting: CodedPosting,
  property: Property,
  location: BusinessLocation,
): { code: string | null; mapped: boolean } {
  const books = [location.transactionCodes, property.transactionCodes];
  for (const find of findersFor(posting)) {
    for (const codes of books) {
      const code = find(codes);
      if (code !== null && code !== undefined) return { code, mapped: true };
    }
  }
  const fallbacks: Finder[] = [(codes) => codes.fallback];
  if (posting.kind === "payment")
    fallbacks.unshift((codes) => codes.paymentFallback);
  const code = fallbacks
    .flatMap((find) => books.map(find))
    .find((found) => found !== null);
  return { code: code ?? null, mapped: false };
}

type Finder = (codes: TransactionCodes) => string | null | undefined;

function findersFor(posting: CodedPosting): Finder[] {
  switch (posting.kind) {
    case "item":
    case "discount":
    case "surcharge":
      return [...salesFinders(posting), kindFinder(posting.kind)];
    case "payment":
      return [(codes) => own(codes.payments, posting.methodCode)];
    default:
      return [kindFinder(posting.kind)];
  }
}

function salesFinders({
  accountingGroupId,
  rates,
  revenueCenterId,
}: CodedPosting): Finder[] {
  const groupOf = (codes: TransactionCodes) =>
    own(codes.accountingGroups, accountingGroupId);
  return [
    (codes) =>
      rates
        .map((rate) => own(groupOf(codes)?.rates ?? {}, rate))
        .find((code) => code !== undefined),
    (codes) => groupOf(codes)?.code,
    (codes) => own(codes.revenueCenters, revenueCenterId),
  ];
}

function kindFinder(kind: PostingKind): Finder {
  switch (kind) {
    case "service-charge":
      return (codes) => codes.serviceCharge;
    case "item":
    case "payment":
      return () => null;
    default:
      return (codes) => codes[kind];
  }
}

/** An entry of a table given by the hotel, whose keys are what tills send: never an inherited member. */
function own<Value>(
  table: Record<string, Value>,
  key: string | null,
): Value | undefined {
  return key !== null && Object.hasOwn(table, key) ? table[key] : undefined;
}
