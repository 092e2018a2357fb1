import type { Findings } from "./verification.ts";
import type { Engine } from "./stage/stage.ts";
import type { Told } from "./till/journal.ts";

/** A line of the table: one fault on one engine. */
interface Line {
  engine: Engine;
  fault: string;
  times: number;
  taken: number;
  refused: number;
  unsure: number;
  unanswered: number;
  lost: number;
  doubled: number;
  halved: number;
  unflagged: number;
  misanswered: number;
}

const COUNTS = [
  "times",
  "taken",
  "refused",
  "unsure",
  "unanswered",
  "lost",
  "doubled",
  "halved",
  "unflagged",
  "misanswered",
] as const;

/** What a run is judged by: all of these are to be zero. */
const FAILURES = [
  "lost",
  "doubled",
  "halved",
  "unflagged",
  "misanswered",
] as const;

const HEADINGS: Partial<Record<(typeof COUNTS)[number], string>> = {
  taken: "200",
  refused: "4xx",
  unsure: "503",
  unanswered: "cut off",
};

/** Counts by fault what happened, what the till was told meanwhile, and what was found afterwards. */
export class FaultTable {
  readonly #lines = new Map<string, Line>();

  /** So that a fault that never came is seen in it. */
  expect(engine: Engine, fault: string): void {
    this.#line(engine, fault);
  }

  add(
    engine: Engine,
    fault: string,
    {
      times,
      news,
      findings,
    }: { times: number; news: readonly Told[]; findings: Findings },
  ): void {
    const line = this.#line(engine, fault);
    line.times += times;
    for (const { status } of news) {
      if (status === null) line.unanswered++;
      else if (status < 400) line.taken++;
      else if (status < 500) line.refused++;
      else line.unsure++;
    }
    for (const kind of FAILURES) line[kind] += findings[kind].length;
  }

  get failures(): number {
    const { totals } = this;
    return FAILURES.reduce((sum, kind) => sum + totals[kind], 0);
  }

  /** Faults that were to come and did not. */
  get neverCame(): string[] {
    return [...this.#lines.values()]
      .filter(({ times }) => times === 0)
      .map(({ engine, fault }) => `${fault} (${engine})`);
  }

  /** By column. */
  get totals(): Record<(typeof COUNTS)[number], number> {
    const lines = [...this.#lines.values()];
    return Object.fromEntries(
      COUNTS.map((name) => [
        name,
        lines.reduce((sum, line) => sum + line[name], 0),
      ]),
    ) as Record<(typeof COUNTS)[number], number>;
  }

  toString(): string {
    const total = { engine: "all", fault: "", ...this.totals };
    const cells = [
      ["", "fault", ...COUNTS.map((name) => HEADINGS[name] ?? name)],
      ...[...this.#lines.values(), total].map((line) => [
        line.engine,
        line.fault,
        ...COUNTS.map((name) => String(line[name])),
      ]),
    ];
    const widths = cells[0]!.map((_, column) =>
      Math.max(...cells.map((row) => row[column]!.length)),
    );
    return cells
      .map((row) =>
        row
          .map((cell, column) =>
            column < 2
              ? cell.padEnd(widths[column]!)
              : cell.padStart(widths[column]!),
          )
          .join("  "),
      )
      .join("\n");
  }

  #line(engine: Engine, fault: string): Line {
    const key = `${engine} ${fault}`;
    const known = this.#lines.get(key);
    if (known !== undefined) return known;
    const line = {
      engine,
      fault,
      ...Object.fromEntries(COUNTS.map((name) => [name, 0])),
    } as unknown as Line;
    this.#lines.set(key, line);
    return line;
  }
}
