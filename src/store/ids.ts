import type { IdSource } from "../folios/charge-decision.ts";
import { ID_STEP } from "../folios/charge-decision.ts";

const EPOCH_MS = Date.UTC(2020, 0, 1);
const TIME_SHIFT = 22n;
const WRITER_BITS = ID_STEP - 1n;

/** In 2085. What is left up to 63 bits is more than ids are ever ahead of the clock. */
const LAST_MS = 2 ** 41 - 2 ** 37;

/** A bound for reading by time: no id made at or after the instant is smaller, as far as ids reach. */
export function firstIdAt(instantMs: number): bigint {
  const sinceEpoch = Math.floor(instantMs) - EPOCH_MS;
  return BigInt(Math.min(Math.max(0, sinceEpoch), LAST_MS)) << TIME_SHIFT;
}

/** The instant an id was made at, by the clock it was made with. */
export function instantOfId(id: bigint): number {
  return Number(id >> TIME_SHIFT) + EPOCH_MS;
}

/**
 * Ids of 63 bits: 41 of milliseconds since 2020, 12 of counter, 10 of writer. They only ever rise, also where the clock
 * goes back, and run ahead of it where more than 4096 are needed in a millisecond.
 */
export class HybridIds implements IdSource {
  readonly #writer: bigint;
  #next: bigint;
  #now = 0;

  constructor(writer: number, highestStored: bigint) {
    this.#writer = BigInt(writer);
    this.#next = (highestStored | WRITER_BITS) + 1n;
  }

  /** The time from which on ids are made. */
  setNow(nowMs: number): void {
    this.#now = nowMs;
    const first = firstIdAt(nowMs);
    if (first > this.#next) this.#next = first;
  }

  reserve(count: number): bigint {
    const first = this.#next;
    this.#next += BigInt(count) * ID_STEP;
    return first | this.#writer;
  }

  one(): bigint {
    return this.reserve(1);
  }

  /** How far ids are ahead of the clock; 0 in the ordinary case. */
  leadMs(): number {
    return Math.max(0, instantOfId(this.#next) - this.#now);
  }
}
