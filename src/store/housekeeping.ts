/** A process that is restarted more often than that still keeps house, and none does while it starts. */
const FIRST_AFTER_MS = 60_000;
const EVERY_MS = 3_600_000;

/** Forgets, soon after the start and then every hour, what is kept for a time only. Harmless where instances do so at a time. */
export class Housekeeping {
  readonly #work: () => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #first: NodeJS.Timeout | null = null;
  #hourly: NodeJS.Timeout | null = null;

  constructor(work: () => Promise<void>, failed: (error: unknown) => void) {
    this.#work = work;
    this.#failed = failed;
  }

  start(): void {
    const keep = (): void => void this.#keep();
    this.#first = setTimeout(keep, FIRST_AFTER_MS).unref();
    this.#hourly = setInterval(keep, EVERY_MS).unref();
  }

  /** What is at work goes on to its end. */
  stop(): void {
    if (this.#first !== null) clearTimeout(this.#first);
    if (this.#hourly !== null) clearInterval(this.#hourly);
  }

  async #keep(): Promise<void> {
    try {
      await this.#work();
    } catch (error) {
      this.#failed(error);
    }
  }
}
