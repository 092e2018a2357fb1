import { Pool } from "undici";
import type {
  Acknowledgement,
  SearchAnswer,
  SearchHit,
  TillError,
} from "../../schemas/generated.ts";
import { compileSchema } from "../../schemas/schema.ts";

/** What came back for one request; `failed` when nothing did. */
export type Answer =
  | {
      kind: "answered";
      status: number;
      body: unknown;
      durationMs: number;
      shapeFaults: string[];
    }
  | { kind: "failed"; reason: string; durationMs: number };

export interface TillClientOptions {
  /** What is registered as `endpoint` at Lightspeed; may have a path of its own. */
  baseUrl: string;
  apiKey: string;
  businessExternalReference: string | null;
  connections: number;
  timeoutMs: number;
}

export interface ChargeRequest {
  body: string;
  idempotencyKey: string;
  /** Hangs up after this long; null: waits for the answer. */
  abortAfterMs: number | null;
}

/** Speaks to a PMS as a Lightspeed till does and checks that every answer has the documented shape. */
export class TillClient {
  readonly #pool: Pool;
  readonly #basePath: string;
  readonly #options: TillClientOptions;
  readonly #search = compileSchema<SearchAnswer>("SearchAnswer");
  readonly #acknowledgement = compileSchema<Acknowledgement>("Acknowledgement");
  readonly #error = compileSchema<TillError>("TillError");

  constructor(options: TillClientOptions) {
    const url = new URL(options.baseUrl);
    this.#options = options;
    this.#basePath = url.pathname.replace(/\/+$/, "");
    this.#pool = new Pool(url.origin, {
      connections: options.connections,
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
      connectTimeout: options.timeoutMs,
    });
  }

  /** The guests found; null when the search failed. */
  async search(
    term: string,
  ): Promise<{ answer: Answer; hits: SearchHit[] | null }> {
    const query = new URLSearchParams({ term, apiKey: this.#options.apiKey });
    const reference = this.#options.businessExternalReference;
    if (reference !== null) query.set("businessExternalReference", reference);
    const answer = await this.#exchange(
      { method: "GET", path: `/search?${query.toString()}` },
      (status) => (status === 200 ? this.#search : this.#error),
    );
    const found =
      answer.kind === "answered" &&
      answer.status === 200 &&
      this.#search.accepts(answer.body);
    return {
      answer,
      hits: found ? (answer.body as SearchAnswer).reservations : null,
    };
  }

  charge(request: ChargeRequest): Promise<Answer> {
    return this.#exchange(
      {
        method: "POST",
        path: "/charge",
        body: request.body,
        headers: {
          "content-type": "application/json",
          "x-lightspeed-idempotency-key": request.idempotencyKey,
        },
        abortAfterMs: request.abortAfterMs,
      },
      (status) => (status === 200 ? this.#acknowledgement : this.#error),
    );
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #exchange(
    request: {
      method: "GET" | "POST";
      path: string;
      body?: string;
      headers?: Record<string, string>;
      abortAfterMs?: number | null;
    },
    schemaOf: (
      status: number,
    ) => (value: unknown) => { pointer: string; fault: string }[],
  ): Promise<Answer> {
    const startedAt = performance.now();
    const durationMs = () => performance.now() - startedAt;
    const hangUp = new AbortController();
    const timer =
      request.abortAfterMs == null
        ? undefined
        : setTimeout(() => hangUp.abort(), request.abortAfterMs);
    try {
      const response = await this.#pool.request({
        method: request.method,
        path: this.#basePath + request.path,
        body: request.body ?? null,
        headers: { accept: "application/json", ...request.headers },
        signal: hangUp.signal,
      });
      const text = await response.body.text();
      const took = durationMs();
      const status = response.statusCode;
      const type = String(response.headers["content-type"] ?? "");
      const { body, fault } = parse(text, type);
      const shapeFaults =
        fault !== null
          ? [fault]
          : [
              ...(status === 200 || (status >= 400 && status <= 599)
                ? []
                : [`status ${status} means nothing to a till`]),
              ...schemaOf(status)(body).map(
                (each) => `${each.pointer || "body"} ${each.fault}`,
              ),
            ];
      return { kind: "answered", status, body, durationMs: took, shapeFaults };
    } catch (error) {
      const reason = hangUp.signal.aborted ? "hung up" : reasonOf(error);
      return { kind: "failed", reason, durationMs: durationMs() };
    } finally {
      clearTimeout(timer);
    }
  }
}

function parse(
  text: string,
  type: string,
): { body: unknown; fault: string | null } {
  if (!type.startsWith("application/json")) {
    return { body: null, fault: "content type is not application/json" };
  }
  try {
    return { body: JSON.parse(text), fault: null };
  } catch {
    return { body: null, fault: "body is not JSON" };
  }
}

/** The system's code (ECONNREFUSED) where there is one. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === "string") return code;
  return typeof message === "string" ? message : String(error);
}
