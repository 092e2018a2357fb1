import { threadProgram } from "../../places.ts";
import { WorkerLink } from "./threads/worker-link.ts";

/**
 * Some four hundred pages of the log where a commit has one bill, and some five thousand where it has thirty: most of those are the same pages
 * again, and copied once.
 */
const EVERY_COMMITS = 16;

/**
 * Brings what is committed from the log into the database, in a thread of its own that the first bills start: the writer would else stop for it five
 * times in a second of two hundred bills. It begins the log anew, and does what is left here, when that has grown long.
 */
export class Checkpoints {
  readonly #link: WorkerLink;
  readonly #broken: (error: unknown) => void;
  #isOpen = false;
  #isRunning = false;
  #commits = 0;

  constructor(file: string, broken: (error: unknown) => void) {
    this.#link = new WorkerLink(
      threadProgram("./store/sqlite/checkpoint-worker.ts"),
      { file },
      broken,
    );
    this.#broken = broken;
  }

  open(): void {
    this.#isOpen = true;
  }

  committed(): void {
    this.#commits += 1;
    if (this.#isOpen && !this.#isRunning && this.#commits >= EVERY_COMMITS)
      void this.#run();
  }

  /** When it resolves, nothing is under way, and the file is not held. */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    // A thread that has died has closed its connection too.
    if (this.#link.isRunning)
      await this.#link.ask("close", []).catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#isOpen = false;
    await this.#link.stop();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    this.#commits = 0;
    try {
      await this.#link.ask("checkpoint", []);
    } catch (error) {
      this.#broken(error);
    } finally {
      this.#isRunning = false;
    }
  }
}
