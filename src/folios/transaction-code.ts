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
  location: Pick<BusinessLocation, "transactionCodes">,
): { code: string | null; mapped: boolean } {
  const books = [location.transactionCodes, property.transactionCodes];
  const code = firstCode(FINDERS[posting.kind], books, posting);
  if (code !== null) return { code, mapped: true };
  const fallbacks = posting.kind === "payment" ? PAYMENT_FALLBACKS : FALLBACKS;
  return { code: firstCode(fallbacks, books, posting), mapped: false };
}

type Finder = (
  codes: TransactionCodes,
  posting: CodedPosting,
) => string | null | undefined;

function firstCode(
  finders: readonly Finder[],
  books: readonly TransactionCodes[],
  posting: CodedPosting,
): string | null {
  for (const find of finders) {
    for (const codes of books) {
      const code = find(codes, posting);
      if (code !== null && code !== undefined) return code;
    }
  }
  return null;
}

const SALES: readonly Finder[] = [
  (codes, { accountingGroupId, rates }) => {
    const group = own(codes.accountingGroups, accountingGroupId);
    const rate = group && rates.find((one) => Object.hasOwn(group.rates, one));
    return rate === undefined ? undefined : group?.rates[rate];
  },
  (codes, { accountingGroupId }) =>
    own(codes.accountingGroups, accountingGroupId)?.code,
  (codes, { revenueCenterId }) => own(codes.revenueCenters, revenueCenterId),
];

const FINDERS: Readonly<Record<PostingKind, readonly Finder[]>> = {
  item: SALES,
  discount: [...SALES, (codes) => codes.discount],
  surcharge: [...SALES, (codes) => codes.surcharge],
  "service-charge": [(codes) => codes.serviceCharge],
  rounding: [(codes) => codes.rounding],
  difference: [(codes) => codes.difference],
  transfer: [(codes) => codes.transfer],
  gratuity: [(codes) => codes.gratuity],
  payment: [(codes, { methodCode }) => own(codes.payments, methodCode)],
};

const FALLBACKS: readonly Finder[] = [(codes) => codes.fallback];
const PAYMENT_FALLBACKS: readonly Finder[] = [
  (codes) => codes.paymentFallback,
  ...FALLBACKS,
];

/** An entry of a table given by the hotel, whose keys are what tills send: never an inherited member. */
function own<Value>(
  table: Record<string, Value>,
  key: string | null,
): Value | undefined {
  return key !== null && Object.hasOwn(table, key) ? table[key] : undefined;
}
