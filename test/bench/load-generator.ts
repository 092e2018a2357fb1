import { connect, type Socket } from "node:net";
import { benchBills, type BenchBill } from "./bench-hotel.ts";

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
    const requests = benchBills(order.label, order.billsMax).map(requestOf);
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

  const lane = () =>
    new Promise<void>((resolve) => {
      const socket = connect({
        port: order.port,
        host: "127.0.0.1",
        noDelay: true,
      });
      const answers = new AnswerReader();
      let sentAt = 0;
      const send = () => {
        if (next >= requests.length || performance.now() >= endsAt) {
          socket.destroy();
          resolve();
          return;
        }
        sentAt = performance.now();
        socket.write(requests[next]!);
        next += 1;
      };
      socket.on("connect", send);
      socket.on("data", (chunk) => {
        const answer = answers.push(chunk);
        if (answer === null) return;
        latencies[answered] = performance.now() - sentAt;
        answered += 1;
        if (!answer.startsWith("HTTP/1.1 200") || !answer.includes(order.mark))
          fail(answer.slice(0, 300));
        send();
      });
      ended(socket, (why) => {
        fail(why);
        resolve();
      });
    });
  await Promise.all(Array.from({ length: order.connections }, lane));

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

function ended(socket: Socket, report: (why: string) => void): void {
  socket.on("error", (error) => report(error.message));
  socket.on("end", () => report("the server closed the connection"));
}

function requestOf({ body, idempotencyKey }: BenchBill): Buffer {
  const head =
    "POST /charge HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nContent-Type: application/json\r\n" +
    `X-Lightspeed-Idempotency-Key: ${idempotencyKey}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Puts the answers of one connection together; one is under way at a time. A bare parser leaves the CPU to the server. */
class AnswerReader {
  #pending: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): string | null {
    this.#pending =
      this.#pending.length === 0
        ? chunk
        : Buffer.concat([this.#pending, chunk]);
    const headEnd = this.#pending.indexOf("\r\n\r\n");
    if (headEnd < 0) return null;
    const head = this.#pending.toString("latin1", 0, headEnd);
    const length = /^content-length: *(\d+)/im.exec(head)?.[1];
    if (length === undefined)
      throw new Error("an answer without Content-Length");
    const end = headEnd + 4 + Number(length);
    if (this.#pending.length < end) return null;
    const answer = this.#pending.toString("utf8", 0, end);
    this.#pending = this.#pending.subarray(end);
    return answer;
  }
}
