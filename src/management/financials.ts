import { DateTime } from "luxon";
import { AppError } from "../errors.ts";
import {
  businessDateOf,
  dayStart,
  isCalendarDate,
  nextDate,
} from "../properties/business-date.ts";
import type { Property } from "../properties/property.ts";
import type { LightspeedFinancials } from "../schemas/generated.ts";
import type {
  SoldMark,
  SoldPage,
  SoldQuery,
} from "../store/contract/sold-receipts.ts";
import { decimalsOf, pathParameter, propertyOf } from "./call.ts";
import type { Answer, Call, ManagementRoute } from "./call.ts";
import { presentSale } from "./present-sale.ts";
import type { SaleForm } from "./present-sale.ts";

/** Our receipts as a tool finds sales at Lightspeed: the Financial API V1 (reference g). */
export const financialRoutes: ManagementRoute[] = [
  {
    template: "/f/finance/:businessLocationId/financials/:from/:to",
    methods: {
      GET: {
        scope: "read",
        parameters: ["include", "pageSize", "nextPageToken"],
        isLong: true,
        act: range,
      },
    },
  },
  {
    template: "/f/finance/:businessLocationId/dailyFinancials",
    methods: {
      GET: {
        scope: "read",
        parameters: ["date", "include", "includeConsumers"],
        isLong: true,
        act: day,
      },
    },
  },
];

const PAGE_MAX = 1_000;
const RANGE_MAX_MS = 365 * 86_400_000;
/** As the Financial API names them. Guests are not kept with receipts: `consumer` adds nothing. */
const INCLUDES: readonly string[] = [
  "staff",
  "table",
  "consumer",
  "payments",
  "revenue_center",
  "account_profile",
  "payment_authorization",
];

async function range(call: Call): Promise<Answer> {
  const property = propertyOf(call);
  const from = instantOf(call, "from");
  const to = instantOf(call, "to");
  if (to <= from) throw invalid("to", "must be later than from");
  if (to - from > RANGE_MAX_MS)
    throw invalid("to", "must be at most 365 days after from");
  const page = await call.door.store.soldReceipts({
    ...placeOf(call),
    period: { closed: [from, to] },
    after: markOf(call.query.get("nextPageToken")),
    limit: pageSizeOf(call),
  });
  const lastDate = businessDateOf(to - 1, property);
  const self = call.request.originalUrl;
  return {
    body: {
      ...envelope(call, lastDate, page),
      sales: salesOf(page, formOf(call)),
      ...(page.next !== null && { nextPageToken: tokenOf(page.next) }),
      _links: {
        self: { href: self },
        ...(page.next !== null && {
          nextPage: { href: withToken(self, tokenOf(page.next)) },
        }),
      },
    } satisfies LightspeedFinancials,
  };
}

/** Not paged, so it is written as it is read. */
async function day(call: Call): Promise<Answer> {
  const property = propertyOf(call);
  const { clock, store } = call.door;
  const given = call.query.get("date");
  const businessDate = given ?? businessDateOf(clock.now(), property);
  if (!isCalendarDate(businessDate))
    throw invalid("date", "must be a date, YYYY-MM-DD");
  const form = formOf(call);
  const query = { ...placeOf(call), period: { businessDate }, limit: PAGE_MAX };
  const first = await store.soldReceipts({ ...query, after: null });
  async function* pieces(): AsyncGenerator<string> {
    const { sales: _, ...head } = envelope(call, businessDate, first);
    yield `${JSON.stringify(head).slice(0, -1)},"sales":[`;
    let page = first;
    for (let separator = ""; ; separator = ",") {
      const sales = salesOf(page, form).map((sale) => JSON.stringify(sale));
      if (sales.length > 0) yield separator + sales.join(",");
      if (page.next === null) break;
      page = await store.soldReceipts({ ...query, after: page.next });
    }
    yield "]}";
  }
  return { pieces: pieces(), headers: { "Content-Type": "application/json" } };
}

/** What is said of a period that ends with this business date. */
function envelope(
  call: Call,
  lastDate: string,
  { lastClosedDate }: SoldPage,
): LightspeedFinancials {
  const property = propertyOf(call);
  const { timezone } = property;
  const nextStart = dayStart(nextDate(lastDate), property);
  return {
    businessName: property.name,
    nextStartOfDayAsIso8601: DateTime.fromMillis(nextStart, {
      zone: timezone,
    }).toISO({ suppressMilliseconds: true })!,
    businessLocationId: placeOf(call).businessLocationId,
    dataComplete: lastClosedDate !== null && lastDate <= lastClosedDate,
    sales: [],
  };
}

function salesOf(page: SoldPage, form: SaleForm) {
  return page.receipts.map((receipt) => presentSale(receipt, form));
}

function placeOf(
  call: Call,
): Pick<SoldQuery, "propertyId" | "businessLocationId"> {
  const { propertyId } = call;
  return {
    propertyId,
    businessLocationId: pathParameter(call, "businessLocationId"),
  };
}

function formOf(call: Call): SaleForm {
  const asked = (call.query.get("include") ?? "").split(",").filter(Boolean);
  const unknown = asked.find((one) => !INCLUDES.includes(one));
  if (unknown !== undefined)
    throw invalid("include", `must be some of ${INCLUDES.join(", ")}`);
  const { currency }: Property = propertyOf(call);
  const decimals = decimalsOf(call);
  return { currency, decimals, withPayments: asked.includes("payments") };
}

function pageSizeOf({ query }: Call): number {
  const given = query.get("pageSize") ?? String(PAGE_MAX);
  const size = /^\d{1,4}$/.test(given) ? Number(given) : 0;
  if (size >= 1 && size <= PAGE_MAX) return size;
  throw invalid("pageSize", `must be a whole number from 1 to ${PAGE_MAX}`);
}

function instantOf(call: Call, name: "from" | "to"): number {
  const { timezone } = propertyOf(call);
  const given = DateTime.fromISO(pathParameter(call, name), { zone: timezone });
  if (given.isValid) return given.toMillis();
  throw invalid(name, "must be a moment as in ISO 8601, with its offset");
}

const TOKEN = /^([RL])(-?\d{1,18})\.(\d{1,19})$/;

function tokenOf({ late, at, receiptId }: SoldMark): string {
  return `${late ? "L" : "R"}${at}.${receiptId}`;
}

function markOf(token: string | null): SoldMark | null {
  if (token === null) return null;
  const [, phase, at, receiptId] = TOKEN.exec(token) ?? [];
  if (at === undefined || receiptId === undefined)
    throw invalid("nextPageToken", "must be one that a page gave");
  return {
    late: phase === "L",
    at: BigInt(at),
    receiptId: BigInt.asIntN(64, BigInt(receiptId)),
  };
}

function withToken(address: string, token: string): string {
  const url = new URL(address, "http://here");
  url.searchParams.set("nextPageToken", token);
  return url.pathname + url.search;
}

function invalid(parameter: string, detail: string): AppError {
  return new AppError("parameter_invalid", "1 fault in the query.", {
    errors: [{ parameter, detail }],
  });
}
