import type { LatencySummary, Tally } from "./tally.ts";

export interface RunReport {
  tally: Tally;
  seed: string;
  startsAt: number;
  elapsedMs: number;
  bills: number;
  acknowledged: number;
  /** Null: nothing was read back. */
  readBack: number | null;
}

/** What a person wants to know after a run. */
export function writeReport(report: RunReport): string {
  const { tally } = report;
  const perSecond = report.bills / Math.max(report.elapsedMs / 1000, 0.001);
  const lines = [
    `${report.bills} bills in ${(report.elapsedMs / 1000).toFixed(1)} s (${perSecond.toFixed(1)} a second), ${report.acknowledged} acknowledged`,
    "",
    ...table("answers", tally.answers),
    ...table("bills", tally.kinds),
    ...table("mishaps on the way", tally.mishaps),
    ...table("gone astray between till, receiver and Lightspeed", tally.losses),
    "latencies in ms      count      p50      p95      p99      max",
    latencyRow("  search", tally.searches.summary()),
    latencyRow("  charge", tally.charges.summary()),
    "",
    report.readBack === null
      ? "Not read back: give --token and --property to check every acknowledged bill."
      : `${report.readBack} of ${report.acknowledged} acknowledged bills read back and compared.`,
    ...faultLines(tally),
    `The same bills again: --seed ${report.seed} --at ${new Date(report.startsAt).toISOString()}`,
  ];
  return lines.join("\n");
}

function table(title: string, counts: ReadonlyMap<string, number>): string[] {
  if (counts.size === 0) return [];
  const rows = [...counts].sort(([a], [b]) => a.localeCompare(b));
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    title,
    ...rows.map(
      ([name, count]) => `  ${name.padEnd(width)} ${String(count).padStart(7)}`,
    ),
    "",
  ];
}

function latencyRow(name: string, summary: LatencySummary | null): string {
  if (summary === null) return `${name.padEnd(18)}       0`;
  const { count, ...values } = summary;
  const columns = Object.values(values).map((value) =>
    value.toFixed(1).padStart(9),
  );
  return `${name.padEnd(18)}${String(count).padStart(8)}${columns.join("")}`;
}

function faultLines(tally: Tally): string[] {
  if (tally.faultCount === 0) return ["No faults found.", ""];
  const more = tally.faultCount - tally.faults.length;
  return [
    `${tally.faultCount} ${tally.faultCount === 1 ? "fault" : "faults"} found:`,
    ...tally.faults.map((fault) => `  - ${fault}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    "",
  ];
}
