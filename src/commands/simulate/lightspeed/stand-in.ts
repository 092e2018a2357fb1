import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { controlStandIn } from "./control.ts";
import { digits, hear, say } from "./exchange.ts";
import type { Heard, Said } from "./exchange.ts";
import { Finance } from "./finance.ts";
import type { StandInHotel } from "./finance.ts";
import { Grants, PATHS, STAND_IN_CLIENTS } from "./grants.ts";
import type { StandInClient } from "./grants.ts";
import { HungUp, Mishaps } from "./mishaps.ts";
import { Providers } from "./providers.ts";
import { SalesBook } from "./sales-book.ts";

export interface StandInOptions {
  locations: readonly string[];
  hotel?: Partial<StandInHotel>;
  clients?: readonly StandInClient[];
  now?: () => number;
}

const USUAL_HOTEL: StandInHotel = {
  businessName: "Hotel Demo",
  currency: "CHF",
  timezone: "Europe/Zurich",
  dayEndsAt: "05:30",
};

/**
 * Lightspeed as far as the receiver knows it: the token endpoints of both generations, both generations of the Financial
 * API, and the provider API, over real HTTP. It was written from the reference alone, and shares nothing with the client.
 */
export class LightspeedStandIn {
  readonly grants: Grants;
  readonly providers: Providers;
  readonly mishaps = new Mishaps();
  /** `METHOD path?query` of every request heard; tokens and codes in addresses are left out. */
  readonly heard: string[] = [];
  readonly #server: Server;
  readonly #locations = new Map<
    string,
    { book: SalesBook; finance: Finance }
  >();
  readonly #hotel: StandInHotel;

  constructor(options: StandInOptions) {
    const now = options.now ?? Date.now;
    const hotel = { ...USUAL_HOTEL, ...options.hotel };
    this.#hotel = hotel;
    for (const id of options.locations) {
      const book = new SalesBook(hotel, now);
      this.#locations.set(id, { book, finance: new Finance(hotel, id, book) });
    }
    this.grants = new Grants(options.clients ?? STAND_IN_CLIENTS, now);
    this.providers = new Providers((id) => this.#locations.has(id));
    this.#server = createServer((request, response) => {
      this.#answer(request)
        .then((said) => {
          say(response, said);
        })
        .catch((error: unknown) => {
          if (error instanceof HungUp) response.destroy();
          else say(response, { status: 500, body: { error: String(error) } });
        });
    });
  }

  async start(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** What a provisioning file says to use it, with a grant that is given already. */
  access(api: "v1" | "v2"): Record<string, string> {
    const { clientId, clientSecret } = STAND_IN_CLIENTS[api === "v1" ? 0 : 1]!;
    return {
      api,
      baseUrl: this.url,
      tokenUrl: this.url + PATHS[api].token,
      authorizeUrl: this.url + PATHS[api].authorize,
      clientId,
      clientSecret,
      refreshToken: this.grants.grant(clientId),
    };
  }

  book(locationId: string): SalesBook {
    const location = this.#locations.get(locationId);
    if (location === undefined) throw new Error(`no location ${locationId}`);
    return location.book;
  }

  async #answer(request: Parameters<typeof hear>[0]): Promise<Said> {
    const heard = await hear(request);
    const controlled = controlStandIn(this, heard);
    if (controlled !== null) return controlled;
    this.heard.push(withoutSecrets(heard));
    return this.mishaps.befall(heard, () => Promise.resolve(this.#work(heard)));
  }

  #work(heard: Heard): Said {
    const granted = this.grants.answer(heard);
    if (granted !== null) return granted;
    const isPms = heard.path.startsWith("/pms/");
    const client = this.grants.clientOf(
      heard,
      isPms ? "propertymanagement" : "financial-api",
    );
    if (client === null)
      return { status: 401, body: { error: "invalid_token" } };
    if (isPms) return this.providers.answer(heard, client);
    if (heard.path === "/f/data/businesses") return this.#businesses();
    const place =
      /^\/f\/(?:(finance)|v2\/business-location)\/(\d+)\/(.+)$/.exec(
        heard.path,
      );
    const location = this.#locations.get(place?.[2] ?? "");
    if (place === null) return { status: 404, body: { error: "not found" } };
    if (location === undefined)
      return { status: 403, body: { error: "no access to this location" } };
    const rest = place[3]!;
    return place[1] === "finance"
      ? location.finance.v1(rest, heard)
      : location.finance.v2(rest, heard);
  }

  #businesses(): Said {
    const { businessName, currency, timezone } = this.#hotel;
    const business = {
      businessName,
      businessId: 1234,
      currencyCode: currency,
      businessLocations: [...this.#locations.keys()].map((id) => ({
        blName: `Outlet ${id}`,
        blID: digits(id),
        country: "CH",
        timezone,
      })),
    };
    return { status: 200, body: { _embedded: { businessList: [business] } } };
  }
}

function withoutSecrets({ method, path, query }: Heard): string {
  const shown = new URLSearchParams(query);
  for (const name of ["code", "refresh_token", "code_verifier"])
    shown.delete(name);
  return `${method} ${path}${shown.size === 0 ? "" : `?${shown.toString()}`}`;
}
