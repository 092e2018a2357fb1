import type { BusinessLocation, Property } from "../properties/property.ts";
import type {
  TaxPart,
  TotalledLine,
  TotalledPayment,
} from "../receipts/receipt.ts";

/**
 * Documents in a column: JSON in which exact integers are text. Which members those are is known per document and never
 * guessed from the text: a transaction code may be called `gratuity` and be `9100`.
 */
export function toDocument(value: unknown): string {
  return JSON.stringify(value, exactAsText);
}

/** Of any shape: exact integers are marked as such, and read again as what they were. */
export function writeExactly(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === "bigint" ? { exact: String(member) } : member,
  );
}

export function readExactly(text: string): unknown {
  return JSON.parse(text, (_name, member: unknown) =>
    isMarked(member) ? BigInt(member.exact) : member,
  );
}

function isMarked(member: unknown): member is { exact: string } {
  if (typeof member !== "object" || member === null) return false;
  const [only, ...others] = Object.keys(member);
  return only === "exact" && others.length === 0;
}

export function readPayments(text: string): TotalledPayment[] {
  const payments = JSON.parse(text) as AsText<
    TotalledPayment,
    "amount" | "gratuity"
  >[];
  return payments.map((payment) => ({
    ...payment,
    amount: BigInt(payment.amount),
    gratuity: BigInt(payment.gratuity),
  }));
}

export function readTaxes(text: string): TaxPart[] {
  return text === "[]"
    ? []
    : exactTaxes(JSON.parse(text) as AsText<TaxPart, "amount">[]);
}

/** Without the content keys: they only order lines while a bill is split, and can be made again. */
export function writeLines(lines: readonly TotalledLine[]): string {
  return JSON.stringify(lines, (name, member: unknown) =>
    name === "contentKey" ? undefined : exactAsText(name, member),
  );
}

export function readLines(text: string): TotalledLine[] {
  type Kept = AsText<Omit<TotalledLine, "taxes">, "quantity" | "gross"> & {
    taxes: AsText<TaxPart, "amount">[];
  };
  return (JSON.parse(text) as Kept[]).map((line) => ({
    ...line,
    quantity: BigInt(line.quantity),
    gross: BigInt(line.gross),
    taxes: exactTaxes(line.taxes),
    contentKey: "",
  }));
}

/** Without the locations, which have rows of their own. */
export function readSettings(
  text: string,
): Omit<Property, "businessLocations"> {
  const settings = JSON.parse(text) as AsText<
    Omit<Property, "businessLocations">,
    "roundingTolerance"
  >;
  return { ...settings, roundingTolerance: BigInt(settings.roundingTolerance) };
}

export function readLocation(text: string): BusinessLocation {
  return JSON.parse(text) as BusinessLocation;
}

type AsText<Value, Exact extends keyof Value> = Omit<Value, Exact> &
  Record<Exact, string>;

function exactAsText(_name: string, member: unknown): unknown {
  return typeof member === "bigint" ? String(member) : member;
}

function exactTaxes(taxes: readonly AsText<TaxPart, "amount">[]): TaxPart[] {
  return taxes.map((tax) => ({ ...tax, amount: BigInt(tax.amount) }));
}
