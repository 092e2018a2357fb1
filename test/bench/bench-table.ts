export interface Measurement {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Server CPU time for one request. */
  cpuMicros: number;
}

/** One stretch of each side, by name. */
export type Round = ReadonlyMap<string, Measurement>;

type Pick = (measurement: Measurement) => number;

/**
 * A table of medians over all rounds, with the slowest and fastest round, and how each side compares with the baseline:
 * ratios are taken within a round, so that what the machine does meanwhile concerns both.
 */
export function describeRounds(
  rounds: readonly Round[],
  baseline: string,
): string {
  const names = [...rounds[0]!.keys()];
  return table([
    [
      "side",
      "requests/s",
      "slowest to fastest",
      "p50 ms",
      "p99 ms",
      "CPU µs/request",
      `requests/s to ${baseline}`,
      "p99 to it",
    ],
    ...names.map((name) => {
      const own = rounds.map((round) => round.get(name)!);
      const rates = own.map((each) => each.perSecond);
      const ratio = (pick: Pick): string =>
        median(
          rounds.map(
            (round) => pick(round.get(name)!) / pick(round.get(baseline)!),
          ),
        ).toFixed(2);
      const middle = (pick: Pick, decimals: number): string =>
        median(own.map(pick)).toFixed(decimals);
      return [
        name,
        middle((each) => each.perSecond, 0),
        `${Math.min(...rates).toFixed(0)} to ${Math.max(...rates).toFixed(0)}`,
        middle((each) => each.p50Ms, 1),
        middle((each) => each.p99Ms, 1),
        middle((each) => each.cpuMicros, 0),
        ratio((each) => each.perSecond),
        ratio((each) => each.p99Ms),
      ];
    }),
  ]);
}

/** In the form the documents have. */
export function table(rows: readonly string[][]): string {
  const [head, ...body] = rows as [string[], ...string[][]];
  const widths = head.map((_, column) =>
    Math.max(...rows.map((row) => row[column]!.length)),
  );
  const line = (row: string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [line(head), `| ${rule.join(" | ")} |`, ...body.map(line)].join("\n");
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
