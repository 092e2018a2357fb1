import { benchBills } from "./bench-hotel.ts";
import { chargeRequest, TillConnections } from "./till-connections.ts";

/** One measured stretch: bills of a label, each sent once, over kept-alive connections. */
export interface LoadOrder {
  port: number;
  label: string;
  billsMax: number;
  seconds: number;
  connections: number;
  /** Text that every answer must hold. */
  mark: string;
}

export interface LoadResult {
  requests: number;
  elapsedMs: number;
  p50Ms: number;
  p99Ms: number;
  /** Answers with another status than 200, or without the mark; connections that broke count as one. */
  failures: number;
  firstFailure: string | null;
}

process.on("message", (order: LoadOrder | "go") => {
  if (order === "go") return;
  void run(order).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit());

// Both sides get the same bills one after the other: they are made once.
let prepared: { label: string; requests: Buffer[] } = {
  label: "",
  requests: [],
};

async function run(order: LoadOrder): Promise<LoadResult> {
  if (prepared.label !== order.label) {
    const requests = benchBills(order.label, order.billsMax).map(chargeRequest);
    prepared = { label: order.label, requests };
  }
  const { requests } = prepared;
  process.send?.("prepared");
  await new Promise((resolve) => process.once("message", resolve));

  const latencies = new Float64Array(requests.length);
  let next = 0;
  let answered = 0;
  let failures = 0;
  let firstFailure: string | null = null;
  const startedAt = performance.now();
  const endsAt = startedAt + order.seconds * 1000;
  const fail = (what: string) => {
    failures += 1;
    firstFailure ??= what;
  };

  const connections = new TillConnections(order.port);
  const lane = async () => {
    while (next < requests.length && performance.now() < endsAt) {
      const sentAt = performance.now();
      const answer = await connections.ask(requests[next++]!);
      latencies[answered] = performance.now() - sentAt;
      answered += 1;
      if (!answer.startsWith("HTTP/1.1 200") || !answer.includes(order.mark))
        fail(answer.slice(0, 300));
    }
  };
  await Promise.all(
    Array.from({ length: order.connections }, () =>
      lane().catch((error: unknown) => fail((error as Error).message)),
    ),
  );
  connections.close();

  const elapsedMs = performance.now() - startedAt;
  const sorted = latencies.subarray(0, answered).sort();
  const at = (share: number) =>
    sorted[Math.ceil(share * answered) - 1] ?? Number.NaN;
  return {
    requests: answered,
    elapsedMs,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    failures,
    firstFailure,
  };
}
