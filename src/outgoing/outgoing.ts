import type { IncomingHttpHeaders } from "node:http";
import type { Agent } from "undici";
import { TargetRefused } from "./target-rules.ts";
import type { TargetRules } from "./target-rules.ts";

export interface OutgoingRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  body?: string | null;
  /** For the whole of it, from the first packet to the last byte of the answer. */
  timeoutMs: number;
  /** A longer answer is given up. */
  bytesMax: number;
  signal?: AbortSignal | undefined;
}

export interface OutgoingAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** No answer came, or none that can be used. The message has no header, no body and no query of what was sent. */
export class OutgoingFailure extends Error {
  override readonly name = "OutgoingFailure";
  /** `too-large` and `encoded` would come again; the others may pass. */
  readonly reason: "unreachable" | "timeout" | "too-large" | "encoded";
  constructor(
    reason: OutgoingFailure["reason"],
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.reason = reason;
  }
}

/**
 * The one way out of the process: https only, no redirect followed, no private address unless allowed, bounded in time
 * and size. Rejects with `TargetRefused`, `OutgoingFailure`, or what the signal was aborted with.
 */
export class Outgoing {
  readonly #rules: TargetRules;
  #agent: Promise<Agent> | null = null;

  constructor(rules: TargetRules) {
    this.#rules = rules;
  }

  /** The answer, whatever its status. */
  async send(request: OutgoingRequest): Promise<OutgoingAnswer> {
    const url = URL.parse(request.url);
    if (url === null || !/^https?:$/.test(url.protocol))
      throw new TargetRefused("The address is none that can be called.");
    if (url.username !== "" || url.password !== "")
      throw new TargetRefused(
        `${url.host}: an address with a user name is not called.`,
      );
    const deadline = AbortSignal.timeout(request.timeoutMs);
    const signals = [deadline, ...(request.signal ? [request.signal] : [])];
    try {
      const agent = await (this.#agent ??= this.#openAgent());
      const response = await agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: { "accept-encoding": "identity", ...request.headers },
        body: request.body ?? null,
        signal: AbortSignal.any(signals),
        // The deadline above is for the whole.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      const { statusCode: status, headers } = response;
      const encoding = headers["content-encoding"] ?? "identity";
      if (encoding !== "identity") {
        // What it says of being cut off is of no interest.
        response.body.on("error", () => undefined).destroy();
        throw new OutgoingFailure(
          "encoded",
          `${url.host} answered in an encoding that was not asked for.`,
        );
      }
      const body = await readBounded(response.body, request.bytesMax);
      if (body === null) {
        throw new OutgoingFailure(
          "too-large",
          `${url.host} answered more than ${request.bytesMax} bytes.`,
        );
      }
      return { status, headers, body };
    } catch (error) {
      request.signal?.throwIfAborted();
      throw describe(error, url, deadline.aborted);
    }
  }

  /** Lets go of all connections. */
  async close(): Promise<void> {
    await (await this.#agent)?.destroy();
  }

  /** Loaded when something is sent: most hotels never do. */
  async #openAgent(): Promise<Agent> {
    const { openAgent } = await import("./guarded-agent.ts");
    return openAgent(this.#rules);
  }
}

/** Null when there is more than `bytesMax` of it. */
async function readBounded(
  stream: AsyncIterable<Buffer>,
  bytesMax: number,
): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function describe(error: unknown, { host }: URL, isLate: boolean): unknown {
  if (error instanceof TargetRefused || error instanceof OutgoingFailure)
    return error;
  const { code } = error as { code?: unknown };
  if (isLate || code === "UND_ERR_CONNECT_TIMEOUT")
    return new OutgoingFailure("timeout", `${host} did not answer in time.`);
  const why = typeof code === "string" ? ` (${code})` : "";
  return new OutgoingFailure("unreachable", `${host} gave no answer${why}.`);
}
