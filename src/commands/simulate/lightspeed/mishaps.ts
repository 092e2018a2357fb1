import { setTimeout as sleep } from "node:timers/promises";
import type { Heard, Said } from "./exchange.ts";

/** Something that goes wrong on demand with the next requests to some address. */
export interface Mishap {
  /** The beginning of the path; empty for all. */
  path: string;
  /** How often; by default once. */
  times?: number;
  /** Milliseconds to wait before the answer. */
  delayMs?: number;
  /** Answered instead of what was asked for. */
  status?: number;
  /** The request is worked on all the same, as behind a gateway that gave up waiting. */
  takesEffect?: boolean;
  /** Seconds, or a date. */
  retryAfter?: string;
  body?: unknown;
  /** Hangs up instead of answering: before the request is worked on, or after, so that its answer is lost. */
  hangUp?: "before" | "after";
  /** The page that follows is always this one again. */
  samePageAgain?: boolean;
  /** Redirects to another address. */
  location?: string;
}

export class HungUp extends Error {}

/** Mishaps wait in order; a request meets the first that fits it. */
export class Mishaps {
  readonly #waiting: Mishap[] = [];

  add(mishap: Mishap): void {
    this.#waiting.push({ times: 1, ...mishap });
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  /** What the request gets, given what it would get. */
  async befall(heard: Heard, answer: () => Promise<Said>): Promise<Said> {
    const mishap = this.#waiting.find(
      ({ path, times }) => heard.path.startsWith(path) && (times ?? 0) > 0,
    );
    if (mishap === undefined) return answer();
    mishap.times = (mishap.times ?? 1) - 1;
    if (mishap.delayMs !== undefined) await sleep(mishap.delayMs);
    if (mishap.hangUp === "before") throw new HungUp();
    const { status, retryAfter, location, body } = mishap;
    if (status !== undefined) {
      if (mishap.takesEffect === true) await answer();
      return {
        status,
        body: body ?? { error: `mishap ${status}` },
        headers: {
          ...(retryAfter === undefined ? {} : { "retry-after": retryAfter }),
          ...(location === undefined ? {} : { location }),
        },
      };
    }
    if (mishap.samePageAgain === true) heard.query.delete("nextPageToken");
    const said = await answer();
    if (mishap.hangUp === "after") throw new HungUp();
    if (mishap.samePageAgain !== true) return said;
    return {
      ...said,
      body: {
        ...(said.body as object),
        nextPageToken: "again",
        _links: { nextPage: { href: "/?nextPageToken=again" } },
      },
    };
  }
}
