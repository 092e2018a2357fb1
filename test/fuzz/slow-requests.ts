import type { FuzzRequest } from "./make-request.ts";

const STALL_MAX_S = 0.2;
const SUSPECTS_MAX = 100;
const ATTEMPTS = 5;

/** Finds the requests that keep the server so busy that it answers nobody else for too long. */
export class SlowRequests {
  readonly #suspects: FuzzRequest[] = [];
  #slow: FuzzRequest[] = [];
  #wasDeaf = false;

  answered(request: FuzzRequest, ms: number): void {
    if (ms > STALL_MAX_S * 1000) this.#slow.push(request);
  }

  /**
   * `stall`: the longest since it was last said, in seconds. Who waited meanwhile may have caused it, also who is answered
   * only after the stall was told.
   */
  looked(stall: number): void {
    const isDeaf = stall > STALL_MAX_S;
    const room = SUSPECTS_MAX - this.#suspects.length;
    if (isDeaf || this.#wasDeaf)
      this.#suspects.push(...this.#slow.slice(0, room));
    this.#wasDeaf = isDeaf;
    this.#slow = [];
  }

  /** Alone and several times: where a machine has much else to do, any request is slow now and then. */
  async confirmed(
    stallDuring: (request: FuzzRequest) => Promise<number>,
  ): Promise<{ request: FuzzRequest; stall: number }[]> {
    const confirmed: { request: FuzzRequest; stall: number }[] = [];
    for (const request of this.#suspects) {
      let stall = Infinity;
      for (let left = ATTEMPTS; left > 0 && stall > STALL_MAX_S; left -= 1)
        stall = Math.min(stall, await stallDuring(request));
      if (stall > STALL_MAX_S) confirmed.push({ request, stall });
    }
    return confirmed;
  }
}
