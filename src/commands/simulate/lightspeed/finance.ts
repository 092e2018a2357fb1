import { DateTime } from "luxon";
import { digits } from "./exchange.ts";
import type { Heard, Said } from "./exchange.ts";
import type { RecordedSale } from "./recorded-sale.ts";
import type { SalesBook } from "./sales-book.ts";
import { writeSale } from "./write-sale.ts";
import type { Included } from "./write-sale.ts";

export interface StandInHotel {
  businessName: string;
  currency: string;
  timezone: string;
  dayEndsAt: string;
}

/** The Financial API of both generations for one business location. */
export class Finance {
  readonly #hotel: StandInHotel;
  readonly #locationId: string;
  readonly #book: SalesBook;

  constructor(hotel: StandInHotel, locationId: string, book: SalesBook) {
    this.#hotel = hotel;
    this.#locationId = locationId;
    this.#book = book;
  }

  /** `rest` is what follows the location in the path. */
  v1(rest: string, { query }: Heard): Said {
    const [what, from = "", to = ""] = rest.split("/").map(decodeURIComponent);
    switch (what) {
      case "financials":
        return this.#financials(from, to, query);
      case "dailyFinancials":
        return this.#dailyFinancials(query);
      case "tax-rates":
        return listed("taxRateList", TAX_RATES);
      case "paymentMethods":
        return listed("paymentMethodList", PAYMENT_METHODS);
      case "accountingGroups":
        return listed("accountingGroupList", ACCOUNTING_GROUPS);
      default:
        return { status: 404, body: { error: "no such resource" } };
    }
  }

  v2(rest: string, { query }: Heard): Said {
    switch (rest) {
      case "sales":
        return this.#sales(query);
      case "sales-daily":
        return this.#salesDaily(query);
      default:
        return { status: 404, body: { error: "no such resource" } };
    }
  }

  #financials(fromText: string, toText: string, query: URLSearchParams): Said {
    const range = rangeOf(fromText, toText);
    if (typeof range === "string") return refused(range);
    const sales = this.#book.range("v1", range.from, range.to);
    const pageSize = pageSizeOf(query, 1000, 1000);
    const token = query.get("nextPageToken");
    const start =
      token === null ? 0 : sales.findIndex(({ fiscId }) => fiscId === token);
    if (start < 0) return refused("unknown nextPageToken");
    const next = sales[start + pageSize]?.fiscId;
    // The host is another one on purpose: only the token is meant.
    const self = `https://api.ikentoo.invalid/f/finance/${this.#locationId}/financials/${fromText}/${toText}?pageSize=${pageSize}`;
    return this.#v1Envelope(
      sales.slice(start, start + pageSize),
      query,
      this.#book.today(),
      {
        self: { href: self },
        ...(next === undefined
          ? {}
          : { nextPage: { href: `${self}&nextPageToken=${next}` } }),
      },
    );
  }

  #dailyFinancials(query: URLSearchParams): Said {
    const date = query.get("date") ?? this.#book.today();
    if (!isDate(date)) return refused("Invalid date format");
    return this.#v1Envelope(this.#book.day("v1", date), query, date, {});
  }

  #v1Envelope(
    sales: readonly RecordedSale[],
    query: URLSearchParams,
    date: string,
    links: object,
  ): Said {
    const included = this.#included(query);
    return {
      status: 200,
      body: {
        businessName: this.#hotel.businessName,
        nextStartOfDayAsIso8601: this.#nextStartOfDay(date),
        businessLocationId: digits(this.#locationId),
        sales: sales.map((sale) => writeSale(sale, "v1", included)),
        dataComplete: this.#book.isComplete(date),
        _links: links,
      },
    };
  }

  #sales(query: URLSearchParams): Said {
    const from = query.get("from");
    if (from === null)
      return refused("Required request parameter 'from' is not present");
    const to = query.get("to") ?? new Date().toISOString();
    const range = rangeOf(from, to);
    if (typeof range === "string") return refused(range);
    const sales = this.#book.range("v2", range.from, range.to);
    const pageSize = pageSizeOf(query, 50, 100);
    const start = offsetIn(query.get("nextPageToken"));
    if (start === null) return refused("unknown nextPageToken");
    const end = start + pageSize;
    const included = this.#included(query);
    return {
      status: 200,
      body: {
        sales: sales
          .slice(start, end)
          .map((sale) => writeSale(sale, "v2", included)),
        nextPageToken: end < sales.length ? tokenAt(end) : null,
      },
    };
  }

  #salesDaily(query: URLSearchParams): Said {
    const date = query.get("date") ?? "";
    if (!isDate(date)) return refused("Invalid date format");
    const included = this.#included(query);
    return {
      status: 200,
      body: {
        sales: this.#book
          .day("v2", date)
          .map((sale) => writeSale(sale, "v2", included)),
        nextStartOfDayAsIso8601: this.#nextStartOfDay(date),
        dataComplete: this.#book.isComplete(date),
      },
    };
  }

  #included(query: URLSearchParams): Included {
    const include = new Set((query.get("include") ?? "").split(","));
    return { currency: this.#hotel.currency, include };
  }

  #nextStartOfDay(date: string): string {
    return DateTime.fromMillis(this.#book.nextDayStartsAt(date), {
      zone: this.#hotel.timezone,
    }).toISO({ suppressMilliseconds: true })!;
  }
}

const RANGE_MAX_MS = 365 * 24 * 60 * 60 * 1000;

function rangeOf(
  fromText: string,
  toText: string,
): { from: number; to: number } | string {
  const from = Date.parse(fromText);
  const to = Date.parse(toText);
  if (Number.isNaN(from) || Number.isNaN(to)) return "Invalid date format";
  if (from > to) return "Invalid date range: 'from' after 'to'";
  if (to - from > RANGE_MAX_MS) return "Invalid date range: more than 365 days";
  return { from, to };
}

function pageSizeOf(
  query: URLSearchParams,
  usual: number,
  largest: number,
): number {
  const asked = Number(query.get("pageSize") ?? usual);
  return Number.isInteger(asked) && asked > 0
    ? Math.min(asked, largest)
    : usual;
}

function tokenAt(offset: number): string {
  return Buffer.from(`after ${offset}`).toString("base64url");
}

function offsetIn(token: string | null): number | null {
  if (token === null) return 0;
  const text = Buffer.from(token, "base64url").toString("utf8");
  const offset = /^after (\d+)$/.exec(text)?.[1];
  return offset === undefined ? null : Number(offset);
}

function isDate(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(Date.parse(`${text}T00:00Z`))
  );
}

function refused(error: string): Said {
  return { status: 400, body: { error } };
}

function listed(name: string, items: readonly object[]): Said {
  return {
    status: 200,
    body: { _embedded: { [name]: items }, _links: { self: { href: "/" } } },
  };
}

const TAX_RATES = [
  {
    code: "VAT8.1",
    description: "VAT 8.1%",
    rate: 1.081,
    taxIncluded: true,
    accountingReference: "2200",
  },
];
const PAYMENT_METHODS = [
  { name: "Room", code: "IKPMS", pmId: digits("141948669132824") },
  { name: "Cash", code: "CASH", pmId: digits("141948669132825") },
];
const ACCOUNTING_GROUPS = [
  {
    accountingGroupId: digits("9223372036854775807"),
    name: "Food",
    statisticGroup: '[{"category":"default","value":"Food"}]',
    code: "fd",
  },
];
