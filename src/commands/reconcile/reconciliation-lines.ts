import { currencyDecimals, formatMinor } from "../../money.ts";
import type { Property } from "../../properties/property.ts";
import { OUTCOMES } from "../../reconciliation/comparison.ts";
import { totalOf } from "../../reconciliation/reconciliation-totals.ts";
import type {
  Sums,
  TotalRow,
} from "../../reconciliation/reconciliation-totals.ts";
import type { ReconciliationView } from "../../reconciliation/run.ts";
import type { MissingBills } from "./missing-bills.ts";

/** What came of a reconciliation, for a person: outcomes, then each date by method, tips and tax. */
export function reconciliationLines(
  view: ReconciliationView,
  missing: MissingBills,
  { id, currency }: Pick<Property, "id" | "currency">,
): string[] {
  const { from, to, status, failure, totals, reconciliationId } = view;
  const decimals = currencyDecimals(currency);
  const money = (amount: bigint): string => formatMinor(amount, decimals);
  const outcomes = totals.filter(({ section }) => section === "outcome");
  const dates = from === to ? from : `${from} to ${to}`;
  return [
    `Reconciliation ${reconciliationId} of ${id}, ${dates}: ${STATUS[status]}`,
    ...(failure === null ? [] : [failure]),
    ...table([
      ["", "bills", "at Lightspeed", "here", "difference"],
      ...OUTCOMES.map((outcome) => {
        const total = totalOf(outcomes.filter(({ name }) => name === outcome));
        return [outcome, String(total.times), ...compared(total, paid, money)];
      }),
      ["in all", "", ...compared(totalOf(outcomes), paid, money)],
    ]),
    ...missingLines(view, missing),
    ...byDate(totals).flatMap(([date, rows]) => [
      "",
      ...table([
        [date, "at Lightspeed", "here", "difference"],
        ...dayRows(rows, money),
      ]),
    ]),
  ];
}

function missingLines(
  { counts }: ReconciliationView,
  { recovered, waiting }: MissingBills,
): string[] {
  return counts["missing-here"] === 0
    ? []
    : [
        `missing-here: of them recovered ${recovered}, waiting for staff ${waiting}`,
      ];
}

const STATUS: Record<ReconciliationView["status"], string> = {
  running: "running",
  complete: "complete",
  incomplete: "not complete yet, more may come from the tills",
  failed: "failed",
};

function byDate(totals: readonly TotalRow[]): [string, TotalRow[]][] {
  const dates = Map.groupBy(totals, ({ businessDate }) => businessDate);
  return [...dates].sort(([a], [b]) => (a < b ? -1 : 1));
}

function dayRows(
  rows: readonly TotalRow[],
  money: (amount: bigint) => string,
): string[][] {
  const methods = Map.groupBy(
    rows.filter(({ section }) => section === "method"),
    ({ name }) => name,
  );
  const all = totalOf(rows.filter(({ section }) => section === "outcome"));
  return [
    ...[...methods].map(([method, own]) => [
      method,
      ...compared(totalOf(own), ({ payments }) => payments, money),
    ]),
    ["tips", ...compared(all, ({ tips }) => tips, money)],
    ["tax", ...compared(all, ({ tax }) => tax, money)],
  ];
}

function paid({ payments, tips }: Sums): bigint {
  return payments + tips;
}

function compared(
  { lightspeed, here }: Pick<TotalRow, "lightspeed" | "here">,
  of: (sums: Sums) => bigint,
  money: (amount: bigint) => string,
): string[] {
  const [theirs, ours] = [of(lightspeed), of(here)];
  return [money(theirs), money(ours), money(ours - theirs)];
}

/** The first column to the left, figures to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((row) => row[column]!.length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0
          ? cell.padEnd(widths[column]!)
          : cell.padStart(widths[column]!),
      )
      .join("  "),
  );
}
