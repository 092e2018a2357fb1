import { hash } from "node:crypto";
import { sum } from "../../money.ts";
import { DayTotals } from "../../night-audit/day-totals.ts";
import type { DaySection, DaySum } from "../../night-audit/day-totals.ts";
import type { NightAudit } from "../../schemas/generated.ts";
import { readHead } from "../trail-row.ts";
import type { TrailHead } from "../trail-row.ts";
import type { HotelProof } from "./hotel-proof.ts";

/**
 * What the postings and receipts of each business date come to, counted as they are when a bill is booked. Grows with
 * days, not with receipts.
 */
export class DaysCounted {
  readonly #dates = new Map<string, DayTotals>();

  of(businessDate: string): DayTotals {
    let totals = this.#dates.get(businessDate);
    if (totals === undefined) {
      totals = new DayTotals();
      this.#dates.set(businessDate, totals);
    }
    return totals;
  }

  inOrder(): [string, DayTotals][] {
    return [...this.#dates].sort(([one], [other]) => (one < other ? -1 : 1));
  }
}

type Amounts = Pick<DaySum, "net" | "tax" | "gross">;

interface NightAuditRow {
  businessDate: string;
  net: bigint;
  tax: bigint;
  gross: bigint;
  tips: bigint;
  report: string;
}

/**
 * What a date comes to, as it was added up while bills were taken and as it was closed with, is what its postings and
 * receipts come to, and the report is the one whose digest is on the trail. `closings`: that digest, by date.
 */
export async function proveDays(
  proof: HotelProof,
  counted: DaysCounted,
  closings: ReadonlyMap<string, string>,
): Promise<void> {
  await proveDayTotals(proof, counted);
  const reports = proof.reader.pieces<NightAuditRow>(
    "night_audits",
    ["businessDate", "net", "tax", "gross", "tips", "report"],
    ["businessDate"],
  );
  const reported = new Set<string>();
  for await (const piece of reports) {
    for (const row of piece) {
      const { businessDate: date, report } = row;
      reported.add(date);
      proveReport(proof, row, counted.of(date));
      const digest = hash("sha256", report, "hex");
      proof.expect(
        closings.get(date) === digest,
        "day-total",
        { date },
        () => ({
          expected: "the report whose digest is on the trail",
          found: closings.has(date) ? "another" : "no act of closing",
        }),
      );
    }
  }
  for (const date of closings.keys())
    proof.expect(reported.has(date), "day-total", { date }, () => ({
      expected: "the report with which it was closed, as the trail says",
      found: "none",
    }));
}

/** The figures that are kept beside the report. */
function proveReport(
  proof: HotelProof,
  { businessDate: date, tips, ...was }: NightAuditRow,
  counted: DayTotals,
): void {
  const revenue = sumOfKinds(counted, (kind) => !OUTSIDE_GROSS.has(kind));
  const isSame =
    was.net === revenue.net &&
    was.tax === revenue.tax &&
    was.gross === revenue.gross;
  proof.expect(isSame, "day-total", { date }, () => ({
    expected: `${amountsInWords(proof, revenue)}, as posted`,
    found: `closed with ${amountsInWords(proof, was)}`,
  }));
  const posted = sumOfKinds(counted, (kind) => kind === "gratuity").gross;
  proof.expect(tips === posted, "day-total", { date }, () => ({
    expected: `tips of ${proof.money(posted)}, as posted`,
    found: `closed with ${proof.money(tips)}`,
  }));
}

const OUTSIDE_GROSS = new Set(["payment", "gratuity", "transfer"]);

function sumOfKinds(
  totals: DayTotals,
  isWanted: (kind: string) => boolean,
): Amounts {
  const own = totals.of("kind").filter(({ name }) => isWanted(name));
  return {
    net: sum(own.map(({ net }) => net)),
    tax: sum(own.map(({ tax }) => tax)),
    gross: sum(own.map(({ gross }) => gross)),
  };
}

/** Every sum of every date, whichever section it belongs to. */
async function proveDayTotals(
  proof: HotelProof,
  counted: DaysCounted,
): Promise<void> {
  const rows = await proof.reader.beside<DayTotalRow, string>(
    "day_totals",
    ["businessDate", "section", "name", "times", "net", "tax", "gross"],
    ["businessDate"],
    ({ businessDate, ...own }) => proveSum(proof, businessDate, own, undefined),
  );
  for (const [date, totals] of counted.inOrder()) {
    const added = new DayTotals();
    added.addAll(await rows.takeOf(date));
    if (isOlderVersions(added, totals)) continue;
    const sums = byName(added);
    const wanted = byName(totals);
    const isShort = !added.tellsUnsettled();
    for (const key of new Set([...sums.keys(), ...wanted.keys()])) {
      const [own, other] = [sums.get(key), wanted.get(key)];
      // An older version did not add this up, and the report counts the date anew.
      if (isShort && own === undefined && other!.section === "unsettled")
        continue;
      proveSum(proof, date, own, other);
    }
  }
  await rows.end();
}

interface DayTotalRow extends DaySum {
  businessDate: string;
}

/**
 * A version that added nothing up has posted on the date too, and its sums are not used: whatever a bill posts, it is of
 * some kind and paid by some method, so that both are counted less often than they are there.
 */
function isOlderVersions(added: DayTotals, counted: DayTotals): boolean {
  const isShort = (section: DaySection): boolean =>
    timesIn(added, section) < timesIn(counted, section);
  const isNothing = added.all().next().done === true;
  return isNothing || (isShort("kind") && isShort("method"));
}

function timesIn(totals: DayTotals, section: DaySection): bigint {
  return sum(totals.of(section).map(({ times }) => times));
}

function byName(totals: DayTotals): Map<string, DaySum> {
  const sums = [...totals.all()];
  return new Map(sums.map((own) => [`${own.section} ${own.name}`, own]));
}

/** Undefined: there is none. */
function proveSum(
  proof: HotelProof,
  date: string,
  added: DaySum | undefined,
  counted: DaySum | undefined,
): void {
  const { section, name } = (added ?? counted)!;
  const isSame =
    added?.times === counted?.times &&
    added?.net === counted?.net &&
    added?.tax === counted?.tax &&
    added?.gross === counted?.gross;
  const about = { date, section, ...(name === "" ? {} : { name }) };
  const told = (of: DaySum | undefined): string =>
    of === undefined
      ? "nothing"
      : `${of.times} times, ${amountsInWords(proof, of)}`;
  proof.expect(isSame, "day-total", about, () => ({
    expected: `${told(counted)}, as posted`,
    found: `${told(added)}, as added up`,
  }));
}

function amountsInWords(
  proof: HotelProof,
  { net, tax, gross }: Amounts,
): string {
  return `${proof.money(gross)} gross, ${proof.money(net)} net, ${proof.money(tax)} tax`;
}

/** The heads of the trail that the reports of closed dates have printed. */
export async function printedHeads({
  reader,
}: HotelProof): Promise<TrailHead[]> {
  const heads: TrailHead[] = [];
  const reports = reader.pieces<{ businessDate: string; report: string }>(
    "night_audits",
    ["businessDate", "report"],
    ["businessDate"],
  );
  for await (const piece of reports)
    for (const { report } of piece) {
      const head = headIn(report);
      if (head !== null) heads.push(head);
    }
  return heads;
}

/** A report that was changed is told by its digest. */
function headIn(report: string): TrailHead | null {
  try {
    return readHead((JSON.parse(report) as NightAudit).trailHead ?? "");
  } catch {
    return null;
  }
}
