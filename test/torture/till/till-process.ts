import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TillOptions, TillOrder } from "./recording-till.ts";

/** The tills and the desk, which work from the start. */
export class TillProcess {
  readonly #child: ChildProcess;

  constructor(options: TillOptions) {
    const program = fileURLToPath(
      new URL("./recording-till.ts", import.meta.url),
    );
    this.#child = fork(program, [JSON.stringify(options)], {
      execArgv: ["--disable-warning=ExperimentalWarning"],
    });
    this.#child.once("exit", (code) => {
      if (code !== 0 && code !== null)
        throw new Error(`the till ended with ${code}`);
    });
  }

  /** Resolves when nothing is under way any more, and nothing new is sent. */
  async pause(): Promise<void> {
    const paused = once(this.#child, "message");
    this.#child.send("pause" satisfies TillOrder);
    await paused;
  }

  goOn(): void {
    this.#child.send("go on" satisfies TillOrder);
  }

  sendTwice(sendTwice: boolean): void {
    this.#child.send({ sendTwice } satisfies TillOrder);
  }

  stop(): void {
    this.#child.kill();
  }
}
