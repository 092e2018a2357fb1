import { StoreUnavailable } from "../store/contract/errors.ts";

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
/** Of time with a queue: what the pace is taken from. */
const WINDOW_MS = 500;
/** The pace of a queue so long ago says nothing about the next. */
const PACE_KEPT_MS = 10_000;
/** So many are with the store at once; the others wait here, where they can still be sent away. */
const BEGUN_MAX = 256;
/** Whose turn in a queue comes later, because the pace has become slower, is sent away: who is posted is answered within 2 s. */
const BEGUN_WITHIN_MS = 1_600;
/** How often that is looked at while the store answers nothing. */
const OVERDUE_EVERY_MS = 100;

/** A turn of the event loop begins bills for so long, and for at least this share of what else it does. */
const SLICE_MS = 1;
const SLICE_SHARE = 1 / 3;

interface Waiting {
  since: number;
  begin(): void;
  refuse(): void;
}

interface Stretch {
  queueMs: number;
  answered: number;
}

/** Until something is known: 500 a second. */
const UNKNOWN: Stretch = { queueMs: WINDOW_MS, answered: WINDOW_MS / 2 };

/**
 * The charges under way in this process, and how long one that came now would wait: their number at the pace of late, which is
 * the time with a queue over those answered in it. A store that answers nothing makes the pace slower and slower.
 *
 * They are begun in the order in which they came, a few a turn of the event loop and no more than the store writes at a
 * time. So a rush waits here, where it is counted, and not in its sockets, and what is answered at once, a search or a
 * refusal, waits for no bill.
 */
export class Backlog {
  readonly #now: () => number;
  #waiting: Waiting[] = [];
  #begun = 0;
  #turn: NodeJS.Immediate | null = null;
  #sweep: NodeJS.Timeout | null = null;
  /** Since the last turn, or the first of those that wait came: what else has been done since is their due share. */
  #heldUpSince = 0;
  #lookedAt = 0;
  #queuedAt = 0;
  #before = UNKNOWN;
  #current: Stretch = { queueMs: 0, answered: 0 };

  /** `now` in milliseconds, never going back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Begins a charge when its turn has come; it is under way from now until it is settled. Rejects with `StoreUnavailable`,
   * nothing begun, where a queue was slower than it looked.
   */
  run<Outcome>(charge: () => Promise<Outcome>): Promise<Outcome> {
    this.#look();
    if (this.#waiting.length === 0) this.#heldUpSince = this.#lookedAt;
    return new Promise<Outcome>((resolve, reject) => {
      this.#waiting.push({
        since: this.#lookedAt,
        begin: () => {
          this.#begun += 1;
          charge()
            .finally(() => this.#answered())
            .then(resolve, reject);
        },
        refuse: () => reject(new StoreUnavailable("overloaded")),
      });
      this.#schedule();
    });
  }

  /** Milliseconds of work before a charge that would come now; 0 where there is no queue. */
  queuedMs(): number {
    if (!this.#isQueue()) return 0;
    this.#look();
    const queueMs = this.#before.queueMs + this.#current.queueMs;
    const answered = this.#before.answered + this.#current.answered;
    return (this.#underWay() * queueMs) / Math.max(1, answered);
  }

  isTooLongFor(shed: Shed): boolean {
    return this.queuedMs() > QUEUED_MAX_MS[shed];
  }

  #underWay(): number {
    return this.#waiting.length + this.#begun;
  }

  #isQueue(): boolean {
    return this.#underWay() > FEW;
  }

  #schedule(): void {
    if (this.#waiting.length === 0) return;
    if (this.#begun < BEGUN_MAX) {
      this.#turn ??= setImmediate(() => {
        this.#turn = null;
        this.#takeTurn();
        this.#schedule();
      });
      return;
    }
    this.#sweep ??= setTimeout(() => {
      this.#sweep = null;
      this.#takeTurn();
      this.#schedule();
    }, OVERDUE_EVERY_MS).unref();
  }

  #takeTurn(): void {
    const startedAt = this.#now();
    const until =
      startedAt +
      Math.max(SLICE_MS, (startedAt - this.#heldUpSince) * SLICE_SHARE);
    let now = startedAt;
    while (this.#waiting.length > 0 && now < until) {
      const isOverdue =
        this.#isQueue() && now - this.#waiting[0]!.since > BEGUN_WITHIN_MS;
      if (!isOverdue && this.#begun >= BEGUN_MAX) break;
      const next = this.#waiting.shift()!;
      if (isOverdue) next.refuse();
      else next.begin();
      now = this.#now();
    }
    this.#heldUpSince = now;
  }

  #answered(): void {
    this.#look();
    if (this.#isQueue()) this.#current.answered += 1;
    this.#begun -= 1;
    this.#schedule();
  }

  /** Counts the time since the last look. */
  #look(): void {
    const now = this.#now();
    const since = this.#lookedAt;
    this.#lookedAt = now;
    if (!this.#isQueue()) return;
    if (since - this.#queuedAt > PACE_KEPT_MS) {
      this.#before = UNKNOWN;
      this.#current = { queueMs: 0, answered: 0 };
    }
    this.#queuedAt = now;
    this.#current.queueMs += now - since;
    const isMeasured =
      this.#current.queueMs >= WINDOW_MS && this.#current.answered > 0;
    if (!isMeasured) return;
    this.#before = this.#current;
    this.#current = { queueMs: 0, answered: 0 };
  }
}
