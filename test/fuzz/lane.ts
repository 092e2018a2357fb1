import type { BillSetting } from "../../src/commands/simulate/bill-kinds.ts";
import type { Random } from "../../src/commands/simulate/random.ts";
import type { WireAnswer } from "../support/wire.ts";
import { decimalsOfHotel, guestsOf, locationIdOf } from "./fuzz-hotels.ts";
import type { FuzzHotel } from "./fuzz-hotels.ts";

import type { FuzzRequest } from "./make-request.ts";

type Body = Record<string, unknown>;

const ORDERS = [
  "-receivedAt",
  "gross",
  "-gross",
  "businessDate",
  "id",
  "totalAmount",
  "clientName",
];
const FILTERS = [
  "gross > 5",
  "gross >= 1.5 && kind = sale",
  "flags = late",
  "status = open",
  "clientName ~ kel",
  "businessDate = 2026-11-20",
  "receivedAt >= 2026-11-01T00:00:00Z && receivedAt < 2027-01-01",
  "{kind = item || kind = discount} && gross != 0",
  "totalAmount > 1 && customerRef.id = 001",
  'description = "a || b"',
];
const STARTS_AT = Date.UTC(2026, 10, 17, 12);
const DATES = ["2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21"];
const FAR_DATES = ["0000-01-01", "1969-12-31", "2085-09-06", "9999-12-31"];
const KEPT_MAX = 40;

/** One hotel with what its till and its staff have learned from answers so far. Its requests go out one after the other. */
export class Lane {
  readonly hotel: FuzzHotel;
  readonly otherTokens: string[];
  readonly setting: BillSetting;
  /** Rung and not sent yet. */
  readonly bills: Buffer[] = [];
  readonly sent: Buffer[] = [];
  readonly locationId: string;
  readonly #known = new Map<string, string[]>();
  readonly #propertyIds: readonly string[];
  readonly #locationIds: readonly string[];
  #settings: Body | null = null;
  #rung = 0;

  constructor(hotels: readonly FuzzHotel[], index: number) {
    const hotel = hotels[index]!;
    this.hotel = hotel;
    const stranger = hotels[(index + 1) % hotels.length]!;
    const other = hotels[(index + 2) % hotels.length]!;
    this.otherTokens = [
      hotel.readToken,
      stranger.token,
      hotel.apiKey,
      "",
      "x".repeat(40),
    ];
    let number = 0;
    this.setting = {
      decimals: decimalsOfHotel(index),
      reservationIds: hotel.reservationIds,
      businessExternalReference: null,
      deviceId: hotel.deviceId,
      nextNumber: () => (number += 1),
    };
    this.locationId = locationIdOf(index);
    // Now and then somebody else's.
    const mostly = (own: string, another: string): string[] => [
      ...Array.from({ length: 19 }, () => own),
      another,
    ];
    const strange = locationIdOf((index + 2) % hotels.length);
    this.#propertyIds = mostly(hotel.propertyId, other.propertyId);
    this.#locationIds = mostly(this.locationId, strange);
  }

  /** Bills are a minute apart and fill three days. */
  closesAt(): number {
    this.#rung += 1;
    return STARTS_AT + (this.#rung % 4000) * 60_000;
  }

  /** What may stand for a parameter of openapi.yaml; empty where nothing is known. `id` is told apart by the route. */
  known(name: string, template: string): readonly string[] {
    const { reservationIds, mark } = this.hotel;
    switch (name) {
      case "propertyId":
        return this.#propertyIds;
      case "receiptId":
      case "saleID":
        return this.#learned("receiptId");
      case "id":
        return this.#learned(resourceOf(template));
      case "folioId":
        return [...reservationIds, "EVENT-7", `house:${this.locationId}`];
      case "date":
        return [...DATES, ...FAR_DATES];
      case "businessLocationId":
        return this.#locationIds;
      case "from":
      case "to":
        return [
          ...DATES,
          ...FAR_DATES,
          "2026-11-18T00:00:00Z",
          "2026-11-20T12:00:00Z",
        ];
      case "asset":
        return ["swagger-ui.css", "docs.js", "swagger-ui-bundle.js"];
      case "term":
        return ["", "kel", "10", mark, "zimmer"];
      case "orderBy":
        return ORDERS;
      case "query":
        return FILTERS;
      case "pageSize":
      case "page":
        return ["1", "2", "20"];
      case "cursor":
        return this.#learned("cursor");
      case "format":
        return ["json", "csv", "html"];
      case "confirm":
        return ["true", "false"];
      default:
        return [];
    }
  }

  /** Links to next pages that lists of this route gave. */
  nextPages(template: string): readonly string[] {
    return this.#known.get(`next ${template}`) ?? [];
  }

  /** A body that a person of this hotel might send. Undefined: none in particular. */
  usualBody(operationId: string, random: Random): unknown {
    const receiptId = random.pick(this.#learned("receiptId"));
    const line = { lineId: random.pick(["1", "2", "3"]) };
    switch (operationId) {
      case "makeRefund":
        return {
          receiptId,
          reason: "Cold soup",
          ...random.pick([
            {},
            { lines: [line] },
            { amount: "1" },
            { tip: "1" },
            { lines: [{ ...line, quantity: "1" }] },
          ]),
        };
      case "makeRetailRefund": {
        const payment = { paymentTypeID: 1 };
        return {
          SaleLines: {
            SaleLine: { parentSaleLineID: line.lineId, unitQuantity: -1 },
          },
          SalePayments: {
            SalePayment: random.chance(0.5) ? payment : [payment],
          },
        };
      }
      case "repostRefusedReceipt":
        return random.pick([
          {},
          { folioId: "001" },
          { folioId: `house:${this.locationId}` },
          { folioId: "EVENT-7", confirmDouble: true },
        ]);
      case "dismissRefusedReceipt":
        return { reason: "paid at the bar" };
      case "putProperty":
        return this.#settings ?? undefined;
      case "putReservations":
      case "patchReservations":
        return guestsOf(this.hotel);
      case "issueApiKey":
        return {
          name: `key-${random.below(1000)}`,
          businessLocationId: this.locationId,
        };
      default:
        return undefined;
    }
  }

  /** Ids and settings from an answer. */
  learn({ operationId, template }: FuzzRequest, answer: WireAnswer): void {
    const type = answer.headers["content-type"] ?? "";
    // Of the keys only those that are not the till's: it shall go on.
    if (operationId === "listApiKeys") return;
    const isJson = type.startsWith("application/json") && answer.text !== "";
    if (answer.status >= 300 || !isJson) return;
    const body = answer.json();
    if (operationId === "getProperty" && "currency" in body)
      this.#settings ??= body;
    const resource =
      template.includes("/receipts") || operationId === "chargeBill"
        ? "receiptId"
        : resourceOf(template);
    const named = [body, ...((body["results"] ?? []) as Body[]).slice(0, 3)];
    for (const one of named) {
      const id = resource === "receiptId" ? one["receiptId"] : one["id"];
      if (typeof id === "string") this.#remember(resource, id);
    }
    const links = body["_links"] as { next?: { href: string } } | undefined;
    const page = links?.next?.href ?? "";
    const cursor = /[?&]cursor=([^&]+)/.exec(page)?.[1];
    if (cursor !== undefined) {
      this.#remember("cursor", decodeURIComponent(cursor));
      this.#remember(`next ${template}`, page);
    }
  }

  #learned(resource: string): readonly string[] {
    return this.#known.get(resource) ?? ["1"];
  }

  #remember(resource: string, id: string): void {
    const known = this.#known.get(resource) ?? [];
    if (!known.includes(id))
      this.#known.set(resource, [...known, id].slice(-KEPT_MAX));
  }
}

/** `refunds`, `api-keys`: the word of a template that stands before the id. */
function resourceOf(template: string): string {
  return template.split("/")[4] ?? "none";
}
