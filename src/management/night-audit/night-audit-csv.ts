import type { NightAudit } from "../../schemas/generated.ts";
import type { File } from "../call.ts";
import { writeCsv } from "./csv.ts";
import type { Cell } from "./csv.ts";

/** One line per figure of the report: the section it is in, what it is of, how many, and its amounts. */
export function nightAuditCsv(report: NightAudit): File {
  const { businessDate, status, currency } = report;
  const rows = [...linesOf(report)].map((line): Cell[] => [
    businessDate,
    status,
    currency,
    line.section,
    line.key ?? null,
    line.name ?? null,
    plain(line.count),
    plain(line.net),
    plain(line.tax),
    plain(line.gross),
  ]);
  return {
    bytes: Buffer.from(writeCsv([HEAD, ...rows])),
    headers: {
      "Content-Type": "text/csv; charset=utf-8; header=present",
      "Content-Disposition": `attachment; filename="night-audit-${businessDate}.csv"`,
    },
  };
}

const HEAD = [
  "businessDate",
  "status",
  "currency",
  "section",
  "key",
  "name",
  "count",
  "net",
  "tax",
  "gross",
];

interface Line {
  section: string;
  key?: string | null;
  name?: string | null;
  count?: number;
  net?: string;
  tax?: string;
  /** Or the amount, where there is but one. */
  gross?: string | null;
}

function* linesOf(report: NightAudit): Generator<Line> {
  const { totals, receipts, refunds, comped, refused } = report;
  const { tips, serviceCharge, refunds: _, ...amounts } = totals;
  yield { section: "total", ...amounts };
  yield { section: "tips", gross: tips };
  yield { section: "service-charge", gross: serviceCharge };
  for (const [key, count] of Object.entries(receipts))
    yield { section: "receipts", key, count };
  for (const { kind: key, ...own } of report.byKind)
    yield { section: "kind", key, ...own };
  for (const { transactionCode: key, ...own } of report.byTransactionCode)
    yield { section: "transaction-code", key, ...own };
  for (const { rate: key, taxes, ...own } of report.byTaxRate) {
    yield { section: "tax-rate", key, ...own };
    if (taxes.length > 1)
      for (const { rate, amount } of taxes)
        yield { section: "tax-of-rate", key: rate, name: key, tax: amount };
  }
  for (const outlet of report.byOutlet) {
    const { businessLocationId: key, name, tips: ownTips, ...own } = outlet;
    yield { section: "outlet", key, name, ...own };
    yield { section: "outlet-tips", key, name, gross: ownTips };
  }
  for (const { methodCode, methodName, amount } of report.byPaymentMethod)
    yield {
      section: "payment-method",
      key: methodCode,
      name: methodName,
      gross: amount,
    };
  const { tips: refundedTips, ...refunded } = refunds;
  yield { section: "refunds", ...refunded };
  yield { section: "refunded-tips", gross: refundedTips };
  const { lines, gross } = comped.discounted;
  yield { section: "comped", key: "discounted", count: lines, gross };
  yield {
    section: "comped",
    key: "without-price",
    count: comped.withoutPrice.lines,
  };
  for (const [key, { count, amount }] of Object.entries(refused))
    yield { section: "refused", key, count, gross: amount };
  for (const { warning: key, count, amount } of report.warnings)
    yield { section: "warning", key, count, gross: amount };
  yield { section: "trail-head", key: report.trailHead };
}

function plain(value: string | number | null | undefined): Cell {
  return value === undefined || value === null ? null : { plain: value };
}
