import { setTimeout as sleep } from "node:timers/promises";
import type { StoreObserver } from "../store.ts";

const FIRST_PAUSE_MS = 62.5;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Whether the server can be written to. After trouble it is asked again and again, until it has safe settings, a real
 * write has succeeded and it is known what became of the bills that were cut.
 */
export class Health {
  readonly #observer: StoreObserver;
  readonly #check: () => Promise<void>;
  #state: "ready" | "recovering" | "closed" = "ready";
  #running: Promise<void> = Promise.resolve();
  /** There was trouble again while it was looked whether all is well: what was seen then does not count. */
  #again = false;

  constructor(observer: StoreObserver, check: () => Promise<void>) {
    this.#observer = observer;
    this.#check = check;
  }

  get state(): string {
    return this.#state;
  }

  /** Safe to call again while it recovers. */
  broken(error: unknown): void {
    this.#again = true;
    if (this.#state !== "ready") return;
    this.#state = "recovering";
    this.#observer.failed({ event: "store.failed", error });
    this.#running = this.#recover();
  }

  async end(): Promise<void> {
    this.#state = "closed";
    await this.#running;
  }

  async #recover(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (this.#isRecovering()) {
      await sleep(pauseMs);
      this.#again = false;
      try {
        await this.#check();
        if (!this.#isRecovering()) return;
        if (this.#isBrokenAgain()) continue;
        this.#state = "ready";
        this.#observer.recovered();
        return;
      } catch (error) {
        if (pauseMs === LONGEST_PAUSE_MS / 2)
          this.#observer.failed({ event: "store.still-failing", error });
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  #isBrokenAgain(): boolean {
    return this.#again;
  }

  #isRecovering(): boolean {
    return this.#state === "recovering";
  }
}
