import type { Outgoing, OutgoingAnswer } from "../outgoing/outgoing.ts";
import { OutgoingFailure } from "../outgoing/outgoing.ts";
import { TargetRefused } from "../outgoing/target-rules.ts";
import { retryAfterMs, withRetries } from "../outgoing/with-retries.ts";
import { readBody } from "../receipts/read-body.ts";
import type { SchemaCheck } from "../schemas/schema.ts";
import type { LocationPlace } from "../properties/lightspeed-grant.ts";
import type { AccessTokens, LightspeedAccess } from "./access-tokens.ts";
import { apiBaseOf } from "./endpoints.ts";
import { LightspeedError } from "./financial-api.ts";
import { withoutItems } from "./unread-list.ts";

export interface ApiCall {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the address of the API. */
  path: string;
  query?: Record<string, string | null>;
  /** JSON. */
  body?: string;
  bytesMax?: number;
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
}

/** Times between attempts; set shorter by tests alone. */
export interface CallPatience {
  attemptsMax: number;
  firstDelayMs: number;
  delayMaxMs: number;
}

const USUAL_PATIENCE: CallPatience = {
  attemptsMax: 5,
  firstDelayMs: 500,
  delayMaxMs: 60_000,
};
const TIMEOUT_MS = 60_000;
const BYTES_MAX = 32 * 1024 * 1024;

/**
 * Calls Lightspeed with the token of a location. Reading is tried again while Lightspeed is busy; writing is sent once.
 * A token that is refused is renewed once.
 */
export class ApiCaller {
  readonly #outgoing: Outgoing;
  readonly #tokens: AccessTokens;
  readonly #patience: CallPatience;

  constructor(parts: {
    outgoing: Outgoing;
    tokens: AccessTokens;
    patience?: CallPatience | undefined;
  }) {
    this.#outgoing = parts.outgoing;
    this.#tokens = parts.tokens;
    this.#patience = parts.patience ?? USUAL_PATIENCE;
  }

  /** The answer, whatever its status but 401. Rejects with `LightspeedError`. */
  async call(place: LocationPlace, call: ApiCall): Promise<OutgoingAnswer> {
    const access = await this.#tokens.get(place);
    const answer = await this.#send(access, call);
    if (answer.status !== 401) return answer;
    const renewed = await this.#tokens.get(place, access);
    const second = await this.#send(renewed, call);
    if (second.status !== 401) return second;
    throw new LightspeedError(
      "refused",
      `Lightspeed refuses a token it has just handed out for ${place.businessLocationId}: check that the grant covers this location.`,
      { status: 401 },
    );
  }

  /**
   * What a call for reading found, exact to the digit and of the documented shape. Items of a list that nobody wants are left
   * unread: the list is empty then. Rejects with `LightspeedError`.
   */
  async read<Shape>(
    place: LocationPlace,
    { unreadList, ...call }: Omit<ApiCall, "method"> & { unreadList?: string },
    check: SchemaCheck<Shape>,
  ): Promise<unknown> {
    const answer = await this.call(place, { ...call, method: "GET" });
    if (answer.status !== 200) throw failureOf(answer);
    if (unreadList === undefined) return readJson(answer, check);
    const body = await withoutItems(answer.body, unreadList);
    return readJson({ ...answer, body }, check);
  }

  async #send(
    { account, accessToken }: LightspeedAccess,
    call: ApiCall,
  ): Promise<OutgoingAnswer> {
    const url = new URL(apiBaseOf(account) + call.path);
    for (const [name, value] of Object.entries(call.query ?? {}))
      if (value !== null) url.searchParams.set(name, value);
    const send = (): Promise<OutgoingAnswer> =>
      this.#outgoing.send({
        method: call.method,
        url: url.href,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${accessToken}`,
          ...(call.body === undefined
            ? {}
            : { "content-type": "application/json" }),
        },
        body: call.body ?? null,
        timeoutMs: call.timeoutMs ?? TIMEOUT_MS,
        bytesMax: call.bytesMax ?? BYTES_MAX,
        signal: call.signal,
      });
    try {
      if (call.method !== "GET") return await send();
      return await withRetries(send, {
        ...this.#patience,
        signal: call.signal,
      });
    } catch (error) {
      if (error instanceof TargetRefused)
        throw new LightspeedError("refused", error.message);
      if (error instanceof OutgoingFailure)
        throw new LightspeedError(
          error.reason === "too-large" || error.reason === "encoded"
            ? "unreadable"
            : "unavailable",
          error.message,
        );
      throw error;
    }
  }
}

export function readJson<Shape>(
  { body, status }: OutgoingAnswer,
  check: SchemaCheck<Shape>,
): unknown {
  const reading = readBody(body);
  const faults =
    reading.kind === "read" ? check(reading.request) : reading.faults;
  const [first] = faults;
  if (reading.kind === "read" && first === undefined) return reading.exact;
  throw new LightspeedError(
    "unreadable",
    `Lightspeed's answer is not what is documented: ${first?.pointer ?? ""} ${first?.fault ?? ""}`.trim(),
    { status },
  );
}

function failureOf(answer: OutgoingAnswer): LightspeedError {
  const { status } = answer;
  const mayPass = status === 429 || status >= 500;
  const asked = retryAfterMs(answer);
  return new LightspeedError(
    mayPass ? "unavailable" : "refused",
    `Lightspeed answered ${status}.${status === 403 ? " Check the scopes of the grant and that it covers this location." : ""}`,
    { status, retryAfterMs: asked === 0 ? null : asked },
  );
}
