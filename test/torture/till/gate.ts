/** Lets requests through, or keeps new ones back until those under way are answered. */
export class Gate {
  #isOpen = true;
  #under = 0;
  #waiting: (() => void)[] = [];
  #quiet: (() => void)[] = [];

  async through<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    while (!this.#isOpen)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#under++;
    try {
      return await request();
    } finally {
      this.#under--;
      if (this.#under === 0) wake(this.#quiet);
    }
  }

  open(): void {
    this.#isOpen = true;
    wake(this.#waiting);
  }

  /** Resolves when nothing is under way. */
  async close(): Promise<void> {
    this.#isOpen = false;
    while (this.#under > 0)
      await new Promise<void>((resolve) => this.#quiet.push(resolve));
  }
}

function wake(sleepers: (() => void)[]): void {
  for (const awake of sleepers.splice(0)) awake();
}
