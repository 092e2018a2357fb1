import { benchBills, GUESTS } from "./bench-hotel.ts";
import {
  chargeRequest,
  searchRequest,
  TillConnections,
} from "./till-connections.ts";

/** Requests that come when they come, whether those before are answered or not. */
export interface SteadyOrder {
  port: number;
  label: string;
  seconds: number;
  chargesPerSecond: number;
  searchesPerSecond: number;
}

export interface SteadyResult {
  /** Of each answered with 200, from the moment it was due, in the order of the answers. */
  chargesMs: number[];
  /** The same from the moment it was sent: a generator that has too much to do is late. */
  chargesSentMs: number[];
  searchesMs: number[];
  /** What was posted. */
  receiptIds: string[];
  /** Other answers by status and words. */
  others: Record<string, number>;
}

process.on("message", (order: SteadyOrder) => {
  void run(order).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit());

const TICK_MS = 1;

async function run(order: SteadyOrder): Promise<SteadyResult> {
  const result: SteadyResult = {
    chargesMs: [],
    chargesSentMs: [],
    searchesMs: [],
    receiptIds: [],
    others: {},
  };
  const connections = new TillConnections(order.port);
  const ask = asker(connections, result.others);
  const charges = requestsOf(order);
  const ready = Array.from(
    { length: Math.min(READY_MAX, order.seconds * order.chargesPerSecond) },
    () => charges.next().value,
  );
  const underWay: Promise<void>[] = [];
  const charge = async (dueAt: number): Promise<void> => {
    const request = ready.pop() ?? charges.next().value;
    const sentAt = performance.now();
    const answer = await ask(request);
    if (answer === null) return;
    const answeredAt = performance.now();
    result.chargesMs.push(answeredAt - dueAt);
    result.chargesSentMs.push(answeredAt - sentAt);
    const { receiptId } = JSON.parse(answer) as { receiptId: string };
    result.receiptIds.push(receiptId);
  };
  let searched = 0;
  const search = async (dueAt: number): Promise<void> => {
    const request = searchRequest(GUESTS[searched++ % GUESTS.length]!);
    if ((await ask(request)) !== null)
      result.searchesMs.push(performance.now() - dueAt);
  };
  const startedAt = performance.now();
  const streams = [
    { perSecond: order.chargesPerSecond, send: charge, sent: 0 },
    { perSecond: order.searchesPerSecond, send: search, sent: 0 },
  ];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsed = Math.min(
        performance.now() - startedAt,
        order.seconds * 1000,
      );
      for (const stream of streams)
        while (stream.sent < (elapsed * stream.perSecond) / 1000) {
          const dueAt = startedAt + (stream.sent * 1000) / stream.perSecond;
          stream.sent += 1;
          underWay.push(stream.send(dueAt));
        }
      if (elapsed < order.seconds * 1000) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
  await Promise.all(underWay);
  connections.close();
  return result;
}

/** Made before anything is sent, so that making them delays nothing; those beyond are made while it is. */
const READY_MAX = 60_000;

/** A run may take an hour. */
function* requestsOf({ label }: SteadyOrder): Generator<Buffer, never> {
  for (let part = 0; ; part += 1)
    yield* benchBills(`${label}/${part}`, 20).map(chargeRequest);
}

/** Answers the body of a 200, null for what is counted among the others. */
function asker(
  connections: TillConnections,
  others: Record<string, number>,
): (request: Buffer) => Promise<string | null> {
  const count = (what: string): null => {
    others[what] = (others[what] ?? 0) + 1;
    return null;
  };
  return async (request) => {
    let answer: string;
    try {
      answer = await connections.ask(request);
    } catch (error) {
      return count((error as Error).message);
    }
    const status = answer.slice("HTTP/1.1 ".length, "HTTP/1.1 200".length);
    const body = answer.slice(answer.indexOf("\r\n\r\n") + 4);
    return status === "200" ? body : count(`${status} ${body.slice(0, 80)}`);
  };
}
