import { signOf, sum } from "../money.ts";
import type { Minor } from "../money.ts";
import { CLEARING_PREFIX } from "../properties/property.ts";
import { ROOM_CHARGE } from "../receipts/receipt.ts";
import type { ReceiptKind, TotalledLine } from "../receipts/receipt.ts";
import { UNSETTLED } from "../folios/payers.ts";
import type { Posting } from "../folios/posting.ts";

/**
 * What is added up of a business date, each by a name of its own: postings by kind; what belongs to the gross by
 * transaction code, by the tax rates on it, by each of several rates (`tax`), by outlet; tips by outlet; what was paid by
 * method; each payment that leaves a bill unsettled or takes one back, by its id; refunds and their tips; lines that cost
 * nothing; receipts by kind. An absent name is the empty text.
 */
export type DaySection =
  | "kind"
  | "code"
  | "rates"
  | "tax"
  | "outlet"
  | "outlet-tips"
  | "method"
  | "unsettled"
  | "refund"
  | "refund-tips"
  | "comped"
  | "receipt";

export interface DaySum {
  section: DaySection;
  name: string;
  /** How many postings, lines or receipts; those that take something back are counted back where a section says so. */
  times: bigint;
  net: Minor;
  tax: Minor;
  gross: Minor;
}

/** The members of a posting that a day's totals are made of. */
export type DayPosting = Pick<
  Posting,
  | "postingId"
  | "kind"
  | "folioId"
  | "net"
  | "tax"
  | "gross"
  | "taxes"
  | "transactionCode"
  | "businessLocationId"
  | "methodCode"
  | "methodName"
>;

export interface DayReceipt {
  kind: ReceiptKind;
  lines: readonly Pick<
    TotalledLine,
    "kind" | "sku" | "quantity" | "gross" | "taxes"
  >[];
  /** False where its own arrival posted nothing although it has an amount: the original of a reversal was refused. */
  isPosted: boolean;
}

type Amounts = Pick<DaySum, "net" | "tax" | "gross">;

/** Several rates on one posting make one name: `5+9.975`. */
export const RATES_BETWEEN = "+";

/** Sums of one business date. Parts of it, added up in any order by any number of writers, come to the same. */
export class DayTotals {
  readonly #sections = new Map<DaySection, Map<string, DaySum>>();

  add({ section, name, times, net, tax, gross }: DaySum): void {
    const sum = this.#sum(section, name);
    sum.times += times;
    sum.net += net;
    sum.tax += tax;
    sum.gross += gross;
  }

  addAll(sums: Iterable<DaySum>): void {
    for (const sum of sums) this.add(sum);
  }

  /** `isRefund`: it belongs to a reversal from the till or to a refund made here. */
  addPosting(posting: DayPosting, isRefund: boolean): void {
    const { kind, gross, businessLocationId } = posting;
    this.#count("kind", kind, posting);
    if (kind === "payment") {
      const { postingId, methodCode, methodName } = posting;
      const method = methodText(methodCode, methodName);
      this.#pay("method", method, -gross);
      if (method === LEFT_UNSETTLED)
        this.#pay("unsettled", String(postingId), -gross);
      return;
    }
    // On a clearing account the payments say who paid; a guest folio is paid by being charged.
    if (!posting.folioId.startsWith(CLEARING_PREFIX))
      this.#pay("method", ROOM_CHARGED, gross);
    if (kind === "transfer") return;
    if (kind === "gratuity") {
      this.#count("outlet-tips", businessLocationId, posting);
      if (isRefund) this.#count("refund-tips", "", posting);
      return;
    }
    this.#count("code", posting.transactionCode ?? "", posting);
    this.#count("outlet", businessLocationId, posting);
    if (isRefund) this.#count("refund", "", posting);
    this.#addRates(posting);
  }

  addReceipt({ kind, lines, isPosted }: DayReceipt): void {
    this.#count("receipt", kind, NOTHING);
    if (kind !== "zero" && !isPosted) return;
    for (const { line, section } of compedLines(lines)) {
      const tax = sum(line.taxes.map((part) => part.amount));
      this.add({
        section: "comped",
        name: section,
        times: signOf(line.quantity),
        net: line.gross - tax,
        tax,
        gross: line.gross,
      });
    }
  }

  /** Whether what is unsettled is all there payment by payment: earlier versions added it up by method alone. */
  tellsUnsettled(): boolean {
    const timesIn = (sums: readonly DaySum[]): bigint =>
      sum(sums.map(({ times }) => times));
    const byMethod = this.of("method").filter(
      ({ name }) => name === LEFT_UNSETTLED,
    );
    return timesIn(this.of("unsettled")) === timesIn(byMethod);
  }

  of(section: DaySection): DaySum[] {
    return [...(this.#sections.get(section)?.values() ?? [])];
  }

  *all(): Generator<DaySum> {
    for (const sums of this.#sections.values()) yield* sums.values();
  }

  #addRates(posting: DayPosting): void {
    const { taxes } = posting;
    if (taxes.length < 2) {
      this.#count("rates", taxes[0]?.rate ?? "", posting);
      return;
    }
    const rates = taxes
      .map((part) => part.rate)
      .sort()
      .join(RATES_BETWEEN);
    this.#count("rates", rates, posting);
    for (const { rate, amount } of taxes)
      this.#count("tax", JSON.stringify([rates, rate]), {
        ...NOTHING,
        tax: amount,
      });
  }

  #pay(section: DaySection, name: string, amount: Minor): void {
    const sum = this.#sum(section, name);
    sum.times += 1n;
    sum.gross += amount;
  }

  #count(
    section: DaySection,
    name: string,
    { net, tax, gross }: Amounts,
  ): void {
    const sum = this.#sum(section, name);
    sum.times += 1n;
    sum.net += net;
    sum.tax += tax;
    sum.gross += gross;
  }

  #sum(section: DaySection, name: string): DaySum {
    let sums = this.#sections.get(section);
    if (sums === undefined) {
      sums = new Map();
      this.#sections.set(section, sums);
    }
    let sum = sums.get(name);
    if (sum === undefined) {
      sum = { section, name, times: 0n, net: 0n, tax: 0n, gross: 0n };
      sums.set(name, sum);
    }
    return sum;
  }
}

const NOTHING: Amounts = { net: 0n, tax: 0n, gross: 0n };

/** Of a `method` sum: the code and the name that the till gave; of room charges no name. */
export function methodOf(name: string): {
  code: string | null;
  name: string | null;
} {
  const [code, given] = JSON.parse(name) as [string | null, string | null];
  return { code, name: given };
}

/** Of a `tax` sum: which rates the postings had together, and which of them it is. */
export function taxOf(name: string): { rates: string; rate: string } {
  const [rates, rate] = JSON.parse(name) as [string, string];
  return { rates, rate };
}

function methodText(code: string | null, name: string | null): string {
  return JSON.stringify([code, name]);
}

const ROOM_CHARGED = methodText(ROOM_CHARGE, null);
const LEFT_UNSETTLED = methodText(UNSETTLED.methodCode, UNSETTLED.methodName);

/**
 * Lines that cost the guest nothing: items without a price, and items that discounts take off entirely, by the items and
 * discounts of one sku or of the whole receipt summing to nothing (reference e 14).
 */
function* compedLines(lines: DayReceipt["lines"]): Generator<{
  line: DayReceipt["lines"][number];
  section: "without-price" | "discounted";
}> {
  const left = (of: (line: DayReceipt["lines"][number]) => boolean): bigint =>
    sum(lines.filter(of).map((line) => line.gross));
  const isDiscounted = lines.some((line) => line.kind === "discount");
  const isAllOff =
    isDiscounted &&
    left(({ kind }) => kind === "item" || kind === "discount") === 0n;
  for (const line of lines) {
    if (line.kind !== "item") continue;
    const isOff = (): boolean =>
      isAllOff ||
      left(
        ({ kind, sku }) =>
          sku === line.sku && (kind === "item" || kind === "discount"),
      ) === 0n;
    if (line.gross === 0n) yield { line, section: "without-price" };
    else if (isDiscounted && isOff()) yield { line, section: "discounted" };
  }
}
