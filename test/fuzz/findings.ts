import type { WireAnswer } from "../support/wire.ts";
import { asCurl } from "./curl.ts";
import type { FuzzRequest } from "./make-request.ts";

/** What was found: each kind of it is shown once, with all that is needed to see it again. */
export class Findings {
  readonly #seed: string;
  readonly #say: (words: string) => void;
  readonly #seen = new Set<string>();

  constructor(seed: string, say: (words: string) => void) {
    this.#seed = seed;
    this.#say = say;
  }

  get count(): number {
    return this.#seen.size;
  }

  add(fault: string, request?: FuzzRequest, answer?: WireAnswer): void {
    const words = fault.replace(/[\da-f-]{8,}|\d+/g, "#").slice(0, 150);
    const kind = `${request?.operationId ?? ""} ${words}`;
    if (this.#seen.has(kind)) return;
    this.#seen.add(kind);
    this.#say(`\nFOUND with seed ${this.#seed}: ${fault}`);
    if (answer !== undefined)
      this.#say(`  answer ${answer.status}: ${answer.text.slice(0, 1000)}`);
    if (request === undefined) return;
    this.#say(`  request ${request.number}, ${request.operationId}:`);
    this.#say(`  ${asCurl(request)}`);
  }
}
