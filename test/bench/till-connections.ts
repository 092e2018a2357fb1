import { connect, type Socket } from "node:net";
import { BENCH_KEY, type BenchBill } from "./bench-hotel.ts";

export function chargeRequest({ body, idempotencyKey }: BenchBill): Buffer {
  const head =
    "POST /charge HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nContent-Type: application/json\r\n" +
    `X-Lightspeed-Idempotency-Key: ${idempotencyKey}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

export function searchRequest(term: string): Buffer {
  const query = new URLSearchParams({ term, apiKey: BENCH_KEY }).toString();
  return Buffer.from(
    `GET /search?${query} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n`,
  );
}

/** Kept-alive connections to a server, as many as are needed at once. A bare parser leaves the CPU to the server. */
export class TillConnections {
  readonly #port: number;
  #free: TillConnection[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  /** The whole answer, head and body, chunks as they came; throws where the connection broke. */
  async ask(request: Buffer): Promise<string> {
    const connection = this.#take();
    const answer = await connection.ask(request);
    this.#free.push(connection);
    return answer;
  }

  /** Those on which nothing is under way. */
  close(): void {
    for (const connection of this.#free) connection.close();
    this.#free = [];
  }

  /** The one that was used last: a server ends those that are idle for long. */
  #take(): TillConnection {
    for (;;) {
      const connection = this.#free.pop();
      if (connection === undefined) return new TillConnection(this.#port);
      if (connection.isOpen) return connection;
    }
  }
}

interface Waiting {
  resolve(answer: string): void;
  reject(error: Error): void;
}

class TillConnection {
  readonly #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #waiting: Waiting | null = null;
  isOpen = true;

  constructor(port: number) {
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (chunk) => this.#push(chunk));
    this.#socket.on("error", (error) => this.#ended(error));
    this.#socket.on("end", () =>
      this.#ended(new Error("the server closed the connection")),
    );
  }

  ask(request: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #ended(error: Error): void {
    this.isOpen = false;
    this.#waiting?.reject(error);
  }

  #push(chunk: Buffer): void {
    this.#pending =
      this.#pending.length === 0
        ? chunk
        : Buffer.concat([this.#pending, chunk]);
    const headEnd = this.#pending.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const end = endOfBody(this.#pending, headEnd);
    if (end === null || this.#pending.length < end) return;
    const answer = this.#pending.toString("utf8", 0, end);
    this.#pending = this.#pending.subarray(end);
    this.#waiting?.resolve(answer);
    this.#waiting = null;
  }
}

const BODY_END = "\r\n0\r\n\r\n";

/** Null: not yet known. */
function endOfBody(answer: Buffer, headEnd: number): number | null {
  const head = answer.toString("latin1", 0, headEnd);
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (length !== undefined) return headEnd + 4 + Number(length);
  const last = answer.indexOf(BODY_END, headEnd);
  return last < 0 ? null : last + BODY_END.length;
}
