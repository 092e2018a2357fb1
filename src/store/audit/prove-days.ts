import { hash } from "node:crypto";
import type { NightAudit } from "../../schemas/generated.ts";
import { readHead } from "../trail-row.ts";
import type { TrailHead } from "../trail-row.ts";
import type { HotelProof } from "./hotel-proof.ts";

interface Amounts {
  times: bigint;
  net: bigint;
  tax: bigint;
  gross: bigint;
}

/** By business date and kind of posting. Grows with days, not with postings. */
export class DaysPosted {
  readonly #dates = new Map<string, Map<string, Amounts>>();

  add(posting: {
    businessDate: string;
    kind: string;
    net: bigint;
    tax: bigint;
    gross: bigint;
  }): void {
    const { businessDate, kind } = posting;
    let kinds = this.#dates.get(businessDate);
    if (kinds === undefined)
      this.#dates.set(businessDate, (kinds = new Map<string, Amounts>()));
    let sum = kinds.get(kind);
    if (sum === undefined) kinds.set(kind, (sum = { ...NOTHING }));
    addTo(sum, { times: 1n, ...posting });
  }

  kindsOf(businessDate: string): ReadonlyMap<string, Amounts> {
    return this.#dates.get(businessDate) ?? new Map<string, Amounts>();
  }
}

const NOTHING: Readonly<Amounts> = { times: 0n, net: 0n, tax: 0n, gross: 0n };

function addTo(sum: Amounts, { times, net, tax, gross }: Amounts): void {
  sum.times += times;
  sum.net += net;
  sum.tax += tax;
  sum.gross += gross;
}

interface NightAuditRow {
  businessDate: string;
  net: bigint;
  tax: bigint;
  gross: bigint;
  tips: bigint;
  report: string;
}

/**
 * What a date comes to, as it was added up while bills were taken and as it was closed with, is what its postings come
 * to, and the report is the one whose digest is on the trail. `closings`: that digest, by date.
 */
export async function proveDays(
  proof: HotelProof,
  posted: DaysPosted,
  closings: ReadonlyMap<string, string>,
): Promise<void> {
  await proveDayTotals(proof, posted);
  const reports = proof.reader.pieces<NightAuditRow>(
    "night_audits",
    ["businessDate", "net", "tax", "gross", "tips", "report"],
    ["businessDate"],
  );
  const reported = new Set<string>();
  for await (const piece of reports) {
    for (const row of piece) {
      const { businessDate: date, report } = row;
      const about = { date };
      reported.add(date);
      const was = { ...row, times: 0n };
      proveSame(
        proof,
        date,
        "closed with",
        was,
        revenueOf(posted.kindsOf(date)),
      );
      const tips = posted.kindsOf(date).get("gratuity")?.gross ?? 0n;
      proof.expect(row.tips === tips, "day-total", about, () => ({
        expected: `tips of ${proof.money(tips)}, as posted`,
        found: `closed with ${proof.money(row.tips)}`,
      }));
      const digest = hash("sha256", report, "hex");
      proof.expect(closings.get(date) === digest, "day-total", about, () => ({
        expected: "the report whose digest is on the trail",
        found: closings.has(date) ? "another" : "no act of closing",
      }));
    }
  }
  for (const date of closings.keys())
    proof.expect(reported.has(date), "day-total", { date }, () => ({
      expected: "the report with which it was closed, as the trail says",
      found: "none",
    }));
}

/** All kinds but payments, tips and transfers. */
function revenueOf(kinds: ReadonlyMap<string, Amounts>): Amounts {
  const revenue = { ...NOTHING };
  for (const [kind, sum] of kinds)
    if (!["payment", "gratuity", "transfer"].includes(kind))
      addTo(revenue, sum);
  return revenue;
}

/** A version that did not add up may have posted on a date: then its sums count fewer postings, and are not used. */
async function proveDayTotals(
  proof: HotelProof,
  posted: DaysPosted,
): Promise<void> {
  const added = new Map<string, Map<string, Amounts>>();
  const rows = proof.reader.pieces<
    Amounts & { businessDate: string; name: string }
  >(
    "day_totals",
    ["businessDate", "name", "times", "net", "tax", "gross"],
    ["businessDate"],
    { equal: { section: "kind" } },
  );
  for await (const piece of rows) {
    for (const { businessDate, name, ...sum } of piece) {
      const kinds = added.get(businessDate) ?? new Map<string, Amounts>();
      added.set(businessDate, kinds);
      const known = kinds.get(name) ?? { ...NOTHING };
      kinds.set(name, known);
      addTo(known, sum);
    }
  }
  for (const [date, kinds] of added) {
    const all = posted.kindsOf(date);
    if (timesIn(kinds) < timesIn(all)) continue;
    for (const kind of new Set([...kinds.keys(), ...all.keys()]))
      proveSame(
        proof,
        date,
        `${kind} added up as`,
        kinds.get(kind) ?? NOTHING,
        all.get(kind) ?? NOTHING,
      );
  }
}

function timesIn(kinds: ReadonlyMap<string, Amounts>): bigint {
  let times = 0n;
  for (const sum of kinds.values()) times += sum.times;
  return times;
}

function proveSame(
  proof: HotelProof,
  date: string,
  what: string,
  is: Amounts,
  was: Amounts,
): void {
  const told = ({ net, tax, gross }: Amounts): string =>
    `${proof.money(gross)} gross, ${proof.money(net)} net, ${proof.money(tax)} tax`;
  const fits =
    is.net === was.net && is.tax === was.tax && is.gross === was.gross;
  proof.expect(fits, "day-total", { date }, () => ({
    expected: `${told(was)}, as posted`,
    found: `${what} ${told(is)}`,
  }));
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
