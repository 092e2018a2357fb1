/** What is sent away when charges queue up, in this order: a list can be asked for again, a bill cannot. */
export type Shed = "long-read" | "search" | "charge";

/** Milliseconds of work that may be queued before it. */
const QUEUED_MAX_MS: Readonly<Record<Shed, number>> = {
  "long-read": 500,
  search: 1_000,
  charge: 2_000,
};

/** So few are no queue, however long one of them takes. */
const FEW = 64;
/** Of time with charges under way: what the pace is taken from. */
const WINDOW_MS = 1_000;

interface Stretch {
  busyMs: number;
  answered: number;
}

/**
 * The charges under way in this process, and how long one that came now would wait: their number at the pace of late, which is
 * the time with any under way over those answered in it. A store that answers nothing makes the pace slower and slower.
 */
export class Backlog {
  readonly #now: () => number;
  #underWay = 0;
  #lookedAt = 0;
  // Until something is known: 500 a second.
  #before: Stretch = { busyMs: WINDOW_MS, answered: 500 };
  #current: Stretch = { busyMs: 0, answered: 0 };

  /** `now` in milliseconds, never going back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A charge is under way until what is returned is called. */
  enter(): () => void {
    this.#look();
    this.#underWay += 1;
    return () => {
      this.#look();
      this.#underWay -= 1;
      this.#current.answered += 1;
    };
  }

  /** Milliseconds of work before a charge that would come now; 0 where there is no queue. */
  queuedMs(): number {
    if (this.#underWay <= FEW) return 0;
    this.#look();
    const busyMs = this.#before.busyMs + this.#current.busyMs;
    const answered = this.#before.answered + this.#current.answered;
    return (this.#underWay * busyMs) / Math.max(1, answered);
  }

  isTooLongFor(shed: Shed): boolean {
    return this.queuedMs() > QUEUED_MAX_MS[shed];
  }

  #look(): void {
    const now = this.#now();
    if (this.#underWay > 0) this.#current.busyMs += now - this.#lookedAt;
    this.#lookedAt = now;
    const isMeasured =
      this.#current.busyMs >= WINDOW_MS && this.#current.answered > 0;
    if (!isMeasured) return;
    this.#before = this.#current;
    this.#current = { busyMs: 0, answered: 0 };
  }
}
