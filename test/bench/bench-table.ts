export interface Measurement {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Server CPU time for one request. */
  cpuMicros: number;
}

export interface Round {
  echo: Measurement;
  ours: Measurement;
}

/** A table of all rounds with medians and the ratio of ours to the echo, each from its own round. */
export function describeRounds(rounds: readonly Round[]): string {
  const head =
    "round      side      requests/s     p50 ms     p99 ms   CPU µs/request";
  const lines = rounds.flatMap(({ echo, ours }, index) => [
    row(String(index + 1), "echo", echo),
    row("", "charge", ours),
  ]);
  const echo = medians(rounds.map((round) => round.echo));
  const ours = medians(rounds.map((round) => round.ours));
  const ratio = (pick: (measurement: Measurement) => number) =>
    median(rounds.map((round) => pick(round.ours) / pick(round.echo)));
  const ratios = [
    ratio((each) => each.perSecond),
    ratio((each) => each.p50Ms),
    ratio((each) => each.p99Ms),
    ratio((each) => each.cpuMicros),
  ].map((value) => value.toFixed(2));
  return [
    head,
    ...lines,
    row("median", "echo", echo),
    row("", "charge", ours),
    `${"ratio".padEnd(11)}${"charge/echo".padEnd(12)}${ratios[0]!.padStart(8)}${ratios[1]!.padStart(11)}${ratios[2]!.padStart(11)}${ratios[3]!.padStart(17)}`,
  ].join("\n");
}

function row(
  round: string,
  side: string,
  { perSecond, p50Ms, p99Ms, cpuMicros }: Measurement,
): string {
  const cells = [
    perSecond.toFixed(0).padStart(12),
    p50Ms.toFixed(1).padStart(11),
    p99Ms.toFixed(1).padStart(11),
    cpuMicros.toFixed(0).padStart(17),
  ];
  return `${round.padEnd(11)}${side.padEnd(8)}${cells.join("")}`;
}

function medians(all: readonly Measurement[]): Measurement {
  const of = (pick: (measurement: Measurement) => number) =>
    median(all.map(pick));
  return {
    perSecond: of((each) => each.perSecond),
    p50Ms: of((each) => each.p50Ms),
    p99Ms: of((each) => each.p99Ms),
    cpuMicros: of((each) => each.cpuMicros),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
