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
/** Receipts read and presented without a pause: no bill waits for more. */
const AT_ONCE = 100;
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
  const form = formOf(call);
  const period = { closed: [from, to] } as const;
  const after = markOf(call.query.get("nextPageToken"));
  const pages = pagesOf(call, { period, after, most: pageSizeOf(call) });
  const first = await firstOf(pages);
  const sales = salesOf(first, form);
  let { next } = first;
  for await (const page of pages) {
    sales.push(...salesOf(page, form));
    ({ next } = page);
  }
  const lastDate = businessDateOf(to - 1, property);
  const self = call.request.originalUrl;
  return {
    body: {
      ...envelope(call, lastDate, first),
      sales,
      ...(next !== null && { nextPageToken: tokenOf(next) }),
      _links: {
        self: { href: self },
        ...(next !== null && {
          nextPage: { href: withToken(self, tokenOf(next)) },
        }),
      },
    } satisfies LightspeedFinancials,
  };
}

/** Not paged, so it is written as it is read. */
async function day(call: Call): Promise<Answer> {
  const property = propertyOf(call);
  const { clock } = call.door;
  const given = call.query.get("date");
  const businessDate = given ?? businessDateOf(clock.now(), property);
  if (!isCalendarDate(businessDate))
    throw invalid("date", "must be a date, YYYY-MM-DD");
  const form = formOf(call);
  const period = { businessDate };
  const pages = pagesOf(call, { period, after: null, most: Infinity });
  const first = await firstOf(pages);
  const written = (page: SoldPage): string =>
    salesOf(page, form)
      .map((sale) => JSON.stringify(sale))
      .join(",");
  async function* pieces(): AsyncGenerator<string> {
    const { sales: _, ...head } = envelope(call, businessDate, first);
    yield `${JSON.stringify(head).slice(0, -1)},"sales":[${written(first)}`;
    for await (const page of pages) yield `,${written(page)}`;
    yield "]}";
  }
  return { pieces: pieces(), headers: { "Content-Type": "application/json" } };
}

interface PagesAsked {
  period: SoldQuery["period"];
  after: SoldMark | null;
  /** Receipts in all. */
  most: number;
}

/** At least one page; only the first may be without receipts. */
async function* pagesOf(
  call: Call,
  { period, after, most }: PagesAsked,
): AsyncGenerator<SoldPage, void> {
  const query = { ...placeOf(call), period };
  let left = most;
  let from = after;
  do {
    const limit = Math.min(AT_ONCE, left);
    const page = await call.door.store.soldReceipts({
      ...query,
      after: from,
      limit,
    });
    yield page;
    left -= page.receipts.length;
    from = page.next;
  } while (from !== null && left > 0);
}

async function firstOf(pages: AsyncGenerator<SoldPage, void>) {
  const { value } = await pages.next();
  return value!;
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
  throw new AppError("parameter_invalid", "1 fault in the address.", {
    errors: [
      {
        parameter: name,
        detail: "must be a moment, such as 2026-11-20T18:00:00+01:00",
      },
    ],
  });
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
