import { digits } from "./exchange.ts";
import type { Heard, Said } from "./exchange.ts";

interface Provider {
  id: string;
  clientId: string;
  businessLocationId: string;
  name: string;
  endpoint: string;
  apiKey: string;
  features: string[];
}

type SubException = { field: string; rejectedValue: unknown; message: string };

const FEATURES = new Set([
  "SEARCH_BY_NAME",
  "MIRRORING",
  "PARTIAL_PAYMENTS",
  "MULTI_PAYMENTS",
  "SERVICE_CHARGE",
  "ENRICHED_PAYLOAD",
]);

/** The provider API: which PMS each business location speaks to. A client sees its own registrations only. */
export class Providers {
  readonly #providers = new Map<string, Provider>();
  readonly #knowsLocation: (id: string) => boolean;
  #lastId = 4710;

  constructor(knowsLocation: (id: string) => boolean) {
    this.#knowsLocation = knowsLocation;
  }

  /** Every registration, with its key. */
  all(): Provider[] {
    return [...this.#providers.values()];
  }

  answer(heard: Heard, clientId: string): Said {
    const centers = /^\/pms\/v1\/business-locations\/(\d+)\/revenue-centers$/;
    const location = centers.exec(heard.path)?.[1];
    if (location !== undefined) {
      if (!this.#knowsLocation(location)) return failed(404, "Not found");
      const center = { id: digits("94489280528"), name: "Fixed POS" };
      return { status: 200, body: [center] };
    }
    const id = /^\/pms\/v1\/providers(?:\/(\d+))?$/.exec(heard.path);
    if (id === null) return failed(404, "Not found");
    if (id[1] === undefined) return this.#atCollection(heard, clientId);
    const provider = this.#providers.get(id[1]);
    if (provider?.clientId !== clientId) return failed(404, "Not found");
    return this.#atOne(heard, provider);
  }

  #atCollection(heard: Heard, clientId: string): Said {
    if (heard.method === "GET") {
      const location = heard.query.get("businessLocationId");
      const found = this.all().filter(
        (each) =>
          each.clientId === clientId &&
          (location === null || each.businessLocationId === location),
      );
      return { status: 200, body: found.map(write) };
    }
    if (heard.method !== "POST") return failed(405, "Method not allowed");
    const businessLocationId =
      /"businessLocationId"\s*:\s*(\d+)/.exec(heard.body)?.[1] ?? "";
    const sent = read(heard.body);
    const faults = faultsOf(sent);
    if (businessLocationId === "")
      faults.push(fault("businessLocationId", null, "must not be null"));
    if (faults.length > 0) return failed(400, "Validation error", faults);
    if (!this.#knowsLocation(businessLocationId))
      return failed(403, "The client has no access to this location");
    if (
      this.all().some((each) => each.businessLocationId === businessLocationId)
    )
      return failed(400, "Validation error", [
        fault(
          "businessLocationId",
          businessLocationId,
          "has a provider already",
        ),
      ]);
    const provider = {
      ...(sent as unknown as Provider),
      id: String((this.#lastId += 1)),
      clientId,
      businessLocationId,
    };
    this.#providers.set(provider.id, provider);
    return { status: 200, body: write(provider) };
  }

  #atOne(heard: Heard, provider: Provider): Said {
    switch (heard.method) {
      case "GET":
        return { status: 200, body: write(provider) };
      case "PUT": {
        const sent = read(heard.body);
        const faults = faultsOf(sent);
        if (faults.length > 0) return failed(400, "Validation error", faults);
        const { name, endpoint, apiKey, features } =
          sent as unknown as Provider;
        Object.assign(provider, { name, endpoint, apiKey, features });
        return { status: 200, body: write(provider) };
      }
      case "DELETE":
        this.#providers.delete(provider.id);
        return { status: 200, body: digits(provider.id) };
      default:
        return failed(405, "Method not allowed");
    }
  }
}

function read(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function faultsOf(sent: Record<string, unknown>): SubException[] {
  const faults: SubException[] = [];
  for (const field of ["name", "endpoint", "apiKey"]) {
    const value = sent[field];
    const fits =
      typeof value === "string" && value.length > 0 && value.length <= 255;
    if (!fits)
      faults.push(fault(field, value, "size must be between 1 and 255"));
  }
  const { features } = sent;
  if (!Array.isArray(features))
    faults.push(fault("features", features, "must not be null"));
  else if (!features.includes("SEARCH_BY_NAME"))
    faults.push(fault("features", features, "SEARCH_BY_NAME is mandatory"));
  else if (features.some((each) => !FEATURES.has(String(each))))
    faults.push(fault("features", features, "has an unknown feature"));
  return faults;
}

function fault(
  field: string,
  rejectedValue: unknown,
  message: string,
): SubException {
  return { field, rejectedValue, message };
}

function failed(
  status: number,
  message: string,
  apiSubExceptions: SubException[] = [],
): Said {
  const timestamp = new Date().toISOString();
  const word = { 400: "BAD_REQUEST", 403: "FORBIDDEN", 404: "NOT_FOUND" }[
    status
  ];
  return {
    status,
    body: {
      status: word ?? String(status),
      timestamp,
      message,
      apiSubExceptions,
    },
  };
}

function write({ clientId: _clientId, ...provider }: Provider): object {
  return {
    ...provider,
    id: digits(provider.id),
    businessLocationId: digits(provider.businessLocationId),
  };
}
