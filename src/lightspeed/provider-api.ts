import type { OutgoingAnswer } from "../outgoing/outgoing.ts";
import type { LocationPlace } from "../properties/lightspeed-grant.ts";
import { compileSchema } from "../schemas/schema.ts";
import type {
  LightspeedProvider,
  LightspeedProviderError,
  LightspeedProviders,
} from "../schemas/generated.ts";
import type { ApiCall, ApiCaller } from "./api-caller.ts";
import { readJson } from "./api-caller.ts";
import { LightspeedError } from "./financial-api.ts";
import {
  listOf,
  membersOf,
  textOf,
  textsOf,
  writtenOf,
} from "./read-members.ts";
import type { Members } from "./read-members.ts";

/** The receiver as it is registered for one business location (reference f). */
export interface Provider {
  id: string;
  businessLocationId: string | null;
  name: string | null;
  endpoint: string | null;
  features: string[];
  /** Lightspeed answers it in clear text: never to be shown. */
  apiKey: string | null;
}

/** All of it is sent each time: Lightspeed knows no partial change. */
export interface ProviderSettings {
  name: string;
  endpoint: string;
  apiKey: string;
  features: readonly string[];
}

/** Lightspeed refused. No value that was sent is repeated: it may be the key. */
export class ProviderRefused extends Error {
  override readonly name = "ProviderRefused";
  readonly status: number;
  readonly faults: { field: string; fault: string }[];
  constructor(
    status: number,
    message: string,
    faults: ProviderRefused["faults"],
  ) {
    super(message);
    this.status = status;
    this.faults = faults;
  }
}

const PATH = "/pms/v1/providers";
const TIMEOUT_MS = 30_000;

/**
 * Registrations of this receiver, one per business location; only those made with the same OAuth client are seen. What
 * changes something is sent once. Rejects with `ProviderRefused` or `LightspeedError`.
 */
export class ProviderApi {
  readonly #caller: ApiCaller;
  readonly #one = compileSchema<LightspeedProvider>("LightspeedProvider");
  readonly #several = compileSchema<LightspeedProviders>("LightspeedProviders");
  readonly #error = compileSchema<LightspeedProviderError>(
    "LightspeedProviderError",
  );

  constructor(caller: ApiCaller) {
    this.#caller = caller;
  }

  /** Those of the location. */
  async list(place: LocationPlace): Promise<Provider[]> {
    const query = { businessLocationId: place.businessLocationId };
    const answer = await this.#send(place, {
      method: "GET",
      path: PATH,
      query,
    });
    return listOf<LightspeedProvider>(readJson(answer, this.#several))
      .map(readProvider)
      .filter(
        ({ businessLocationId }) =>
          businessLocationId === place.businessLocationId,
      );
  }

  async register(
    place: LocationPlace,
    settings: ProviderSettings,
  ): Promise<Provider> {
    const body = writeSettings(settings);
    // A number of up to 64 bits, which JSON.stringify would round.
    const location = `"businessLocationId":${BigInt(place.businessLocationId)}`;
    const answer = await this.#send(place, {
      method: "POST",
      path: PATH,
      body: `{${location},${body.slice(1)}`,
    });
    return this.#read(answer);
  }

  async update(
    place: LocationPlace,
    id: string,
    settings: ProviderSettings,
  ): Promise<Provider> {
    const answer = await this.#send(place, {
      method: "PUT",
      path: `${PATH}/${encodeURIComponent(id)}`,
      body: writeSettings(settings),
    });
    return this.#read(answer);
  }

  async remove(place: LocationPlace, id: string): Promise<void> {
    await this.#send(place, {
      method: "DELETE",
      path: `${PATH}/${encodeURIComponent(id)}`,
    });
  }

  async #send(place: LocationPlace, call: ApiCall): Promise<OutgoingAnswer> {
    const answer = await this.#caller.call(place, {
      ...call,
      timeoutMs: TIMEOUT_MS,
    });
    if (answer.status !== 200) throw this.#failure(answer);
    return answer;
  }

  #read(answer: OutgoingAnswer): Provider {
    return readProvider(membersOf(readJson(answer, this.#one)));
  }

  /** Only what a 4xx says was certainly not done; a gateway may have given up on what is done all the same. */
  #failure(answer: OutgoingAnswer): ProviderRefused | LightspeedError {
    const { status } = answer;
    let told: Members<LightspeedProviderError> = {};
    try {
      told = membersOf(readJson(answer, this.#error));
    } catch {
      // Not every answer on the way is Lightspeed's own.
    }
    const faults = listOf<{ field: string; message: string }>(
      told.apiSubExceptions,
    ).map(({ field, message }) => ({
      field: textOf(field) ?? "request",
      fault: textOf(message) ?? "is not accepted",
    }));
    const words = textOf(told.message);
    const message = `Lightspeed answered ${status}${words === null ? "" : ` (${words})`}.`;
    const isRefusal = status >= 400 && status < 500 && status !== 408;
    return isRefusal
      ? new ProviderRefused(status, message, faults)
      : new LightspeedError("unavailable", message, { status });
  }
}

function writeSettings({
  name,
  endpoint,
  apiKey,
  features,
}: ProviderSettings): string {
  return JSON.stringify({ name, endpoint, apiKey, features });
}

function readProvider(provider: Members<LightspeedProvider>): Provider {
  return {
    id: writtenOf(provider.id) ?? "",
    businessLocationId: writtenOf(provider.businessLocationId),
    name: textOf(provider.name),
    endpoint: textOf(provider.endpoint),
    features: textsOf(provider.features),
    apiKey: textOf(provider.apiKey),
  };
}
