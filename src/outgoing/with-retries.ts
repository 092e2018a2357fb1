import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";
import { OutgoingFailure } from "./outgoing.ts";
import type { OutgoingAnswer } from "./outgoing.ts";

export interface RetryRules {
  /** In all, the first one included. */
  attemptsMax: number;
  /** Before the second attempt; doubled each time, plus a random share up to as much again. */
  firstDelayMs: number;
  delayMaxMs: number;
  signal?: AbortSignal | undefined;
}

/** What a server says when the same request may succeed a little later. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Sends something that may be sent again, until it is answered for good: by a status that no waiting changes, or with
 * the last attempt. `Retry-After` is kept where it is longer than the backoff, up to `delayMaxMs`; a server that asks for
 * more gets its answer taken as the last. Rejects with the last failure.
 */
export async function withRetries(
  send: () => Promise<OutgoingAnswer>,
  rules: RetryRules,
): Promise<OutgoingAnswer> {
  const { attemptsMax, firstDelayMs, delayMaxMs, signal } = rules;
  try {
    return await pRetry(
      async () => {
        const answer = await send();
        if (PASSING.has(answer.status)) throw new NotYet(answer);
        return answer;
      },
      {
        retries: attemptsMax - 1,
        factor: 2,
        minTimeout: firstDelayMs,
        maxTimeout: delayMaxMs,
        randomize: true,
        ...(signal === undefined ? {} : { signal }),
        shouldRetry: ({ error }) =>
          error instanceof NotYet
            ? retryAfterMs(error.answer) <= delayMaxMs
            : error instanceof OutgoingFailure &&
              (error.reason === "unreachable" || error.reason === "timeout"),
        onFailedAttempt: async ({ error, retriesLeft, retryDelay }) => {
          if (!(error instanceof NotYet) || retriesLeft === 0) return;
          const asked = retryAfterMs(error.answer);
          if (asked <= retryDelay || asked > delayMaxMs) return;
          await sleep(asked - retryDelay, undefined, { signal });
        },
      },
    );
  } catch (error) {
    if (error instanceof NotYet) return error.answer;
    throw error;
  }
}

/** What `Retry-After` asks for, in seconds or as a date; 0 where it is absent or not understood. */
export function retryAfterMs(
  { headers }: OutgoingAnswer,
  now: number = Date.now(),
): number {
  const text = headers["retry-after"]?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}

class NotYet extends Error {
  readonly answer: OutgoingAnswer;
  constructor(answer: OutgoingAnswer) {
    super(`status ${answer.status}`);
    this.answer = answer;
  }
}
