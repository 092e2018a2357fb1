import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ChildAnswer } from "./store-child.ts";

export interface Answered {
  kind: string;
  receiptId: string | null;
}

/** Drives a store in another process and remembers every answer it gave, as a till would outside. */
export class StoreProcess {
  readonly events: string[] = [];
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, Answered>();
  readonly #waiting = new Map<number, (answer: Answered | null) => void>();
  readonly #exited: Promise<void>;
  #nextId = 0;

  constructor(dataDir: string, databaseUrl: string | null = null) {
    const program = fileURLToPath(new URL("./store-child.ts", import.meta.url));
    const args = [
      ...["--disable-warning=ExperimentalWarning", program, dataDir],
      ...(databaseUrl === null ? [] : [databaseUrl]),
    ];
    this.#child = spawn(process.execPath, args, {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      serialization: "advanced",
    });
    this.#child.on("message", (message: ChildAnswer) => this.#heard(message));
    this.#exited = new Promise((resolve) => {
      this.#child.on("exit", () => {
        for (const settle of this.#waiting.values()) settle(null);
        this.#waiting.clear();
        resolve();
      });
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get acknowledged(): number {
    return this.#answers.size;
  }

  /** Null when the process died without an answer. */
  send(bill: unknown): Promise<Answered | null> {
    const id = ++this.#nextId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.send({ id, bill }, (error) => {
        if (error !== null) resolve(null);
      });
    });
  }

  order(
    order: "die-after-commit" | "end-writer" | "end-checkpoints" | "close",
  ): void {
    this.#child.send({ order });
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  exited(): Promise<void> {
    return this.#exited;
  }

  #heard(message: ChildAnswer): void {
    if ("event" in message) {
      this.events.push(message.event);
      return;
    }
    const answer = {
      kind: message.kind,
      receiptId: "receiptId" in message ? message.receiptId : null,
    };
    this.#answers.set(message.id, answer);
    this.#waiting.get(message.id)?.(answer);
    this.#waiting.delete(message.id);
  }
}
