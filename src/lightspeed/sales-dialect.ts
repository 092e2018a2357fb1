import type {
  LightspeedFinancials,
  LightspeedSalesDay,
  LightspeedSalesPage,
} from "../schemas/generated.ts";
import { compileSchema } from "../schemas/schema.ts";
import type { SchemaCheck } from "../schemas/schema.ts";
import type { FinancialApiGeneration } from "../properties/lightspeed-grant.ts";
import { membersOf, textOf } from "./read-members.ts";

/** What differs between the generations in how sales are asked for (reference g). */
export interface SalesDialect {
  range(query: {
    location: string;
    from: string;
    to: string;
    token: string | null;
  }): { path: string; query: Record<string, string | null> };
  day(query: { location: string; date: string }): {
    path: string;
    query: Record<string, string>;
  };
  rangeCheck: SchemaCheck<unknown>;
  dayCheck: SchemaCheck<unknown>;
  /** Null on the last page. */
  nextToken(page: unknown): string | null;
}

/** Fewer than may be asked for at once: reading a page keeps tills waiting. */
const V1_PAGE_SIZE = "250";

/** No customers: what is not asked for need not be protected. */
const INCLUDE = "staff,table,payments,revenue_center,account_profile";

const segment = encodeURIComponent;

const V1: SalesDialect = {
  range: ({ location, from, to, token }) => ({
    path: `/f/finance/${segment(location)}/financials/${segment(from)}/${segment(to)}`,
    query: { include: INCLUDE, pageSize: V1_PAGE_SIZE, nextPageToken: token },
  }),
  day: ({ location, date }) => ({
    path: `/f/finance/${segment(location)}/dailyFinancials`,
    query: { date },
  }),
  rangeCheck: compileSchema<LightspeedFinancials>("LightspeedFinancials"),
  dayCheck: compileSchema<LightspeedFinancials>("LightspeedFinancials"),
  // The published addresses name another host than the API's: only their token is used.
  nextToken: (page) => {
    const { nextPageToken, _links } = membersOf<LightspeedFinancials>(page);
    const { nextPage } = membersOf<{ nextPage: unknown }>(_links);
    const href = textOf(membersOf<{ href: unknown }>(nextPage).href);
    const url =
      href === null ? null : URL.parse(href, "https://ignored.invalid");
    return url?.searchParams.get("nextPageToken") ?? textOf(nextPageToken);
  },
};

const V2: SalesDialect = {
  range: ({ location, from, to, token }) => ({
    path: `/f/v2/business-location/${segment(location)}/sales`,
    query: {
      from,
      to,
      include: INCLUDE,
      pageSize: "100",
      nextPageToken: token,
    },
  }),
  day: ({ location, date }) => ({
    path: `/f/v2/business-location/${segment(location)}/sales-daily`,
    query: { date },
  }),
  rangeCheck: compileSchema<LightspeedSalesPage>("LightspeedSalesPage"),
  dayCheck: compileSchema<LightspeedSalesDay>("LightspeedSalesDay"),
  nextToken: (page) =>
    textOf(membersOf<LightspeedSalesPage>(page).nextPageToken),
};

export const DIALECTS: Record<FinancialApiGeneration, SalesDialect> = {
  v1: V1,
  v2: V2,
};
