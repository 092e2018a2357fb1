import { setImmediate as aTurn } from "node:timers/promises";
import type {
  BusinessDay,
  FinancialApi,
  Sale,
  SaleLine,
  SalePayment,
  SalesPage,
  SalesQuery,
} from "../../src/lightspeed/financial-api.ts";
import { formatMinor } from "../../src/money.ts";
import { businessDateOf } from "../../src/properties/business-date.ts";
import type { DateRange } from "../../src/reconciliation/stages.ts";
import { readPayments } from "../../src/store/documents.ts";
import { firstIdAt } from "../../src/store/ids.ts";
import { openForReading } from "../../src/store/sqlite/connection.ts";
import type { Connection } from "../../src/store/sqlite/connection.ts";
import { sqliteFile } from "../../src/store/sqlite/sqlite-file.ts";
import { hotel } from "../support/books.ts";

const PAGE = 1_000;
const DAY_MS = 86_400_000;
/** As many as bills of the simulator have. */
export const LINES = 9;

const SOLD = `SELECT receipt_id AS "receiptId", uuid, fisc_id AS "fiscId", receipt_number AS "receiptNumber",
  closed_at AS "closedAt", tax, payments
  FROM receipts WHERE property_id = 'bench' AND receipt_id > ? ORDER BY receipt_id LIMIT ?`;

/** A receipt as far as Lightspeed would have recorded it. */
export interface SoldRow {
  receiptId: bigint;
  uuid: string;
  fiscId: string;
  receiptNumber: string | null;
  closedAt: bigint;
  tax: bigint;
  payments: string;
}

/** What Lightspeed would have recorded of the receipts in a database, page by page, without HTTP. */
export class RecordedReceipts implements Pick<
  FinancialApi,
  "sales" | "businessDay"
> {
  /** In which pages were made up. */
  spentMs = 0;
  readonly #db: Connection;
  readonly #options: { location: string; missingEvery: number };

  constructor(
    dataDir: string,
    options: { location: string; missingEvery: number },
  ) {
    this.#db = openForReading(sqliteFile(dataDir));
    this.#options = options;
  }

  close(): void {
    this.#db.close();
  }

  count(): number {
    const [found] = this.#db
      .prepare<[], { n: bigint }>("SELECT count(*) AS n FROM receipts")
      .all();
    return Number(found!.n);
  }

  dates(): DateRange {
    const [found] = this.#db
      .prepare<[], { first: bigint; last: bigint }>(
        "SELECT min(closed_at) AS first, max(closed_at) AS last FROM receipts",
      )
      .all();
    return {
      from: businessDateOf(Number(found!.first), hotel),
      to: businessDateOf(Number(found!.last), hotel),
    };
  }

  businessDay(): Promise<BusinessDay> {
    return Promise.resolve({ endsAt: null, dataComplete: true });
  }

  /** All of them, in the order in which they came. */
  sold(): Iterable<SoldRow> {
    return this.#db
      .prepare<[bigint, number], SoldRow>(SOLD)
      .iterate(0n, this.count());
  }

  async *sales({ position, to, from }: SalesQuery): AsyncGenerator<SalesPage> {
    const page = this.#db.prepare<[bigint, number], SoldRow>(SOLD);
    let after =
      position?.token == null
        ? firstIdAt(from - DAY_MS)
        : BigInt(position.token);
    for (;;) {
      // An answer is waited for.
      await aTurn();
      await aTurn();
      const startedAt = performance.now();
      const found = page.all(after, PAGE);
      after = found.at(-1)?.receiptId ?? after;
      const sales = found
        .filter(({ closedAt }) => closedAt >= from && closedAt < to)
        .map((row, index) => this.#saleOf(row, index));
      this.spentMs += performance.now() - startedAt;
      const isLast =
        found.length < PAGE || Number(found[0]!.closedAt) >= to + DAY_MS;
      yield { sales, next: isLast ? null : { from, token: String(after) } };
      if (isLast) return;
    }
  }

  /** One of so many has another identity: its receipt is without a sale, and it is without a receipt. */
  identityOf(
    { uuid, fiscId }: SoldRow,
    index: number,
  ): { uuid: string; fiscId: string } {
    const { missingEvery } = this.#options;
    if (index % missingEvery !== missingEvery - 1) return { uuid, fiscId };
    return {
      uuid: uuid.replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
      fiscId: `${fiscId}.x`,
    };
  }

  #saleOf(row: SoldRow, index: number): Sale {
    const { uuid, fiscId } = this.identityOf(row, index);
    const closedAt = Number(row.closedAt);
    return {
      ...EMPTY_SALE,
      uuid,
      fiscId,
      receiptNumber: row.receiptNumber,
      initialAccountId: row.fiscId,
      type: "SALE",
      closedAt,
      openedAt: closedAt - 60_000,
      lines: Array.from({ length: LINES }, (_, line) => ({
        ...EMPTY_LINE,
        taxAmount: line === 0 ? `${formatMinor(row.tax, 2)}0000` : "0.000000",
      })),
      payments: readPayments(row.payments).map((payment) => ({
        ...EMPTY_PAYMENT,
        code: payment.methodCode,
        netAmountWithTax: formatMinor(payment.amount, 2),
        tip: formatMinor(payment.gratuity, 2),
      })),
    };
  }
}

const EMPTY_SALE = {
  previousAccountId: null,
  cancelled: false,
  externalFiscalNumber: null,
  tableNumber: "5",
  tableName: "Table 5",
  accountProfileCode: null,
  ownerId: "1",
  ownerName: "Manager",
  externalReferences: [],
  covers: "2",
  dineIn: true,
  deviceId: "1",
  deviceName: "iPad",
  voidReason: null,
};
const EMPTY_LINE = {
  taxLines: [],
  tags: [],
  categories: [],
  accountingGroup: null,
} as unknown as SaleLine;
const EMPTY_PAYMENT = { currency: "CHF" } as unknown as SalePayment;
