import { Agent, request } from "node:http";
import {
  BENCH_KEY,
  benchBills,
  GUESTS,
  type BenchBill,
} from "./bench-hotel.ts";

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
    searchesMs: [],
    receiptIds: [],
    others: {},
  };
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const ask = asker(order.port, agent, result.others);
  const bills = billsOf(order);
  const ready = Array.from(
    { length: Math.min(READY_MAX, order.seconds * order.chargesPerSecond) },
    () => bills.next().value,
  );
  const underWay: Promise<void>[] = [];
  const charge = async (dueAt: number): Promise<void> => {
    const { body, idempotencyKey } = ready.pop() ?? bills.next().value;
    const headers = {
      "Content-Type": "application/json",
      "X-Lightspeed-Idempotency-Key": idempotencyKey,
    };
    const answer = await ask(
      { method: "POST", path: "/charge", headers },
      body,
    );
    if (answer === null) return;
    result.chargesMs.push(performance.now() - dueAt);
    const { receiptId } = JSON.parse(answer) as { receiptId: string };
    result.receiptIds.push(receiptId);
  };
  let searched = 0;
  const search = async (dueAt: number): Promise<void> => {
    const term = GUESTS[searched++ % GUESTS.length]!;
    const path = `/search?term=${term}&apiKey=${BENCH_KEY}`;
    if ((await ask({ method: "GET", path }, null)) !== null)
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
  agent.destroy();
  return result;
}

/** Made before anything is sent, so that making them delays nothing; those beyond are made while it is. */
const READY_MAX = 20_000;

/** A run may take an hour. */
function* billsOf({ label }: SteadyOrder): Generator<BenchBill, never> {
  for (let part = 0; ; part += 1) yield* benchBills(`${label}/${part}`, 20);
}

type Ask = (
  what: { method: string; path: string; headers?: Record<string, string> },
  body: Buffer | null,
) => Promise<string | null>;

/** Answers the body of a 200, null for what is counted among the others. */
function asker(
  port: number,
  agent: Agent,
  others: Record<string, number>,
): Ask {
  const count = (what: string): null => {
    others[what] = (others[what] ?? 0) + 1;
    return null;
  };
  return (what, body) =>
    new Promise((resolve) => {
      const sent = request(
        { ...what, port, host: "127.0.0.1", agent },
        (answer) => {
          let text = "";
          answer.setEncoding("utf8");
          answer.on("data", (part: string) => (text += part));
          answer.on("end", () => {
            const { statusCode } = answer;
            resolve(
              statusCode === 200
                ? text
                : count(`${statusCode} ${text.slice(0, 80)}`),
            );
          });
        },
      );
      sent.on("error", (error) => resolve(count(error.message)));
      sent.end(body);
    });
}
