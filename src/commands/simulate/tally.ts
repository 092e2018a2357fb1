import type { Answer } from "./till-client.ts";

/** Latencies of one kind of request; exact percentiles, since a run is at most some hundred thousand requests. */
class Latencies {
  readonly #values: number[] = [];

  add(durationMs: number): void {
    this.#values.push(durationMs);
  }

  /** Null when nothing was measured. */
  summary(): LatencySummary | null {
    if (this.#values.length === 0) return null;
    const sorted = Float64Array.from(this.#values).sort();
    const at = (share: number) =>
      sorted[
        Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)
      ]!;
    return {
      count: sorted.length,
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      max: sorted.at(-1)!,
    };
  }
}

export interface LatencySummary {
  count: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** What a run has seen so far. */
export class Tally {
  readonly searches = new Latencies();
  readonly charges = new Latencies();
  /** By door and status, `charge 200`, or by the reason nothing came back. */
  readonly answers = new Map<string, number>();
  readonly kinds = new Map<string, number>();
  readonly mishaps = new Map<string, number>();
  /** Bills that went astray on purpose. */
  readonly losses = new Map<string, number>();
  readonly #faults: string[] = [];
  #faultCount = 0;

  answered(door: "search" | "charge", answer: Answer): void {
    const outcome =
      answer.kind === "answered" ? String(answer.status) : answer.reason;
    count(this.answers, `${door} ${outcome}`);
    if (answer.kind === "failed") return;
    (door === "search" ? this.searches : this.charges).add(answer.durationMs);
    for (const fault of answer.shapeFaults)
      this.fault(`${door} ${answer.status}: ${fault}`);
  }

  /** Something a PMS must not do. Only the first ones are kept word by word. */
  fault(text: string): void {
    this.#faultCount += 1;
    if (this.#faults.length < FAULTS_KEPT) this.#faults.push(text);
  }

  get faults(): readonly string[] {
    return this.#faults;
  }

  get faultCount(): number {
    return this.#faultCount;
  }
}

const FAULTS_KEPT = 25;

export function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
