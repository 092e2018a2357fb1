import { setTimeout as sleep } from "node:timers/promises";

/** The time, handed in so that tests can set it. Milliseconds since 1970, UTC. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Waits for work to end, well or not, but no longer than so many milliseconds. */
export async function atMost(
  ms: number,
  work: Promise<unknown>,
): Promise<void> {
  const ended = new AbortController();
  const patience = sleep(ms, undefined, { signal: ended.signal });
  await Promise.race([Promise.allSettled([work]), patience]);
  ended.abort();
  await patience.catch(() => undefined);
}
