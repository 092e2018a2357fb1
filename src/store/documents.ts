import type { Charge } from "../folios/charge-decision.ts";
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

/** A bill's lines and payments as they are kept. */
export interface ChargeDocuments {
  lines: string;
  payments: string;
}

export function documentsOf({ totalled }: Charge): ChargeDocuments {
  return {
    lines: writeLines(totalled.lines),
    payments: writePayments(totalled.payments),
  };
}

export function writePayments(payments: readonly TotalledPayment[]): string {
  return JSON.stringify(
    payments.map((payment) => ({
      ...payment,
      amount: String(payment.amount),
      gratuity: String(payment.gratuity),
    })),
  );
}

export function writeTaxes(taxes: readonly TaxPart[]): string {
  return taxes.length === 0 ? "[]" : JSON.stringify(taxes.map(taxAsText));
}

/** Without the content ranks: they only order lines while a bill is split, and can be made again. */
function writeLines(lines: readonly TotalledLine[]): string {
  return JSON.stringify(
    lines.map((line) => ({
      ...line,
      quantity: String(line.quantity),
      gross: String(line.gross),
      taxes: line.taxes.map(taxAsText),
      serviceShare:
        line.serviceShare === null ? undefined : String(line.serviceShare),
      contentRank: undefined,
    })),
  );
}

export function readLines(text: string): TotalledLine[] {
  type Kept = AsText<
    Omit<TotalledLine, "taxes" | "serviceShare">,
    "quantity" | "gross"
  > & {
    taxes: AsText<TaxPart, "amount">[];
    serviceShare?: string;
  };
  return (JSON.parse(text) as Kept[]).map((line) => ({
    ...line,
    quantity: BigInt(line.quantity),
    gross: BigInt(line.gross),
    taxes: exactTaxes(line.taxes),
    serviceShare:
      line.serviceShare === undefined ? null : BigInt(line.serviceShare),
    contentRank: 0,
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

function taxAsText({ rate, name, amount }: TaxPart): AsText<TaxPart, "amount"> {
  return { rate, name, amount: String(amount) };
}

function exactTaxes(taxes: readonly AsText<TaxPart, "amount">[]): TaxPart[] {
  return taxes.map((tax) => ({ ...tax, amount: BigInt(tax.amount) }));
}
