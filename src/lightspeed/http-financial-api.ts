import type {
  LightspeedAccountingGroup,
  LightspeedAccountingGroups,
  LightspeedBusinesses,
  LightspeedFinancials,
  LightspeedPaymentMethods,
  LightspeedSale,
  LightspeedTaxRates,
} from "../schemas/generated.ts";
import { compileSchema } from "../schemas/schema.ts";
import type { LocationPlace } from "../properties/lightspeed-grant.ts";
import type { AccessTokens } from "./access-tokens.ts";
import type { ApiCaller } from "./api-caller.ts";
import { LightspeedError } from "./financial-api.ts";
import type {
  AccountingGroup,
  Business,
  BusinessDayQuery,
  BusinessDay,
  FinancialApi,
  PaymentMethod,
  SalesPage,
  SalesPosition,
  SalesQuery,
  TaxRate,
} from "./financial-api.ts";
import {
  flagOf,
  instantOf,
  listOf,
  membersOf,
  textOf,
  writtenOf,
} from "./read-members.ts";
import type { Members } from "./read-members.ts";
import { readAccountingGroup, readSale } from "./read-sale.ts";
import { DIALECTS } from "./sales-dialect.ts";

/** Lightspeed takes 365 days at once; a day less keeps clear of how it counts them. */
const RANGE_MAX_MS = 364 * 24 * 60 * 60 * 1000;
/** Pages in a row without a sale, after which paging counts as stuck. */
const EMPTY_PAGES_MAX = 50;
/** A day has no pages, and all its sales are in the answer, though only how the day stands is asked. */
const DAY_BYTES_MAX = 256 * 1024 * 1024;
const DAY_TIMEOUT_MS = 300_000;
const BUSINESSES_PER_PAGE = 1000;
const BUSINESS_PAGES_MAX = 100;

/** The Financial API over HTTP, in the generation that is set for each location. */
export class HttpFinancialApi implements FinancialApi {
  readonly #caller: ApiCaller;
  readonly #tokens: AccessTokens;
  readonly #businesses = compileSchema<LightspeedBusinesses>(
    "LightspeedBusinesses",
  );
  readonly #taxRates = compileSchema<LightspeedTaxRates>("LightspeedTaxRates");
  readonly #paymentMethods = compileSchema<LightspeedPaymentMethods>(
    "LightspeedPaymentMethods",
  );
  readonly #accountingGroups = compileSchema<LightspeedAccountingGroups>(
    "LightspeedAccountingGroups",
  );

  constructor(parts: { caller: ApiCaller; tokens: AccessTokens }) {
    this.#caller = parts.caller;
    this.#tokens = parts.tokens;
  }

  async *sales(query: SalesQuery): AsyncGenerator<SalesPage> {
    const { place, to } = query;
    let position: SalesPosition | null = query.position ?? {
      from: query.from,
      token: null,
    };
    const seen = new Set<string>();
    let emptyPages = 0;
    while (position !== null) {
      const page: SalesPage = await this.#page(place, { ...query, position });
      emptyPages = page.sales.length === 0 ? emptyPages + 1 : 0;
      const { next } = page;
      const isStuck =
        next !== null &&
        next.token !== null &&
        (seen.has(next.token) || next.token === position.token);
      if (isStuck || emptyPages > EMPTY_PAGES_MAX)
        throw new LightspeedError(
          "unreadable",
          "Lightspeed's pages do not advance: the token of the next page came before.",
        );
      if (next?.token != null) seen.add(next.token);
      // Tokens of one part of a long range may come again in the next.
      if (next?.from !== position.from) seen.clear();
      yield page;
      position = next !== null && next.from < to ? next : null;
    }
  }

  async businessDay({
    place,
    date,
    signal,
  }: BusinessDayQuery): Promise<BusinessDay> {
    const dialect = await this.#dialectOf(place);
    const location = place.businessLocationId;
    const found = membersOf<LightspeedFinancials>(
      await this.#caller.read(
        place,
        {
          ...dialect.day({ location, date }),
          bytesMax: DAY_BYTES_MAX,
          timeoutMs: DAY_TIMEOUT_MS,
          unreadList: "sales",
          signal,
        },
        dialect.dayCheck,
      ),
    );
    return {
      endsAt: instantOf(found.nextStartOfDayAsIso8601),
      dataComplete: flagOf(found.dataComplete) ?? false,
    };
  }

  async businesses(place: LocationPlace): Promise<Business[]> {
    const all: Business[] = [];
    for (let page = 0; page < BUSINESS_PAGES_MAX; page += 1) {
      const query = { page: String(page), size: String(BUSINESSES_PER_PAGE) };
      const answer = await this.#caller.read(
        place,
        { path: "/f/data/businesses", query },
        this.#businesses,
      );
      const found = embeddedIn<BusinessOnWire>(answer, "businessList");
      all.push(...found.map(readBusiness));
      if (found.length < BUSINESSES_PER_PAGE) return all;
    }
    throw new LightspeedError("unreadable", "Lightspeed's list has no end.");
  }

  async taxRates(place: LocationPlace): Promise<TaxRate[]> {
    const path = this.#financePath(place, "tax-rates");
    const answer = await this.#caller.read(place, { path }, this.#taxRates);
    return embeddedIn<TaxRate>(answer, "taxRateList").map((rate) => ({
      code: textOf(rate.code),
      description: textOf(rate.description),
      rate: writtenOf(rate.rate),
      taxIncluded: flagOf(rate.taxIncluded),
      accountingReference: textOf(rate.accountingReference),
    }));
  }

  async paymentMethods(place: LocationPlace): Promise<PaymentMethod[]> {
    const path = this.#financePath(place, "paymentMethods");
    const answer = await this.#caller.read(
      place,
      { path },
      this.#paymentMethods,
    );
    type OnWire = Omit<PaymentMethod, "id"> & { pmId: unknown };
    return embeddedIn<OnWire>(answer, "paymentMethodList").map((method) => ({
      id: writtenOf(method.pmId),
      name: textOf(method.name),
      code: textOf(method.code),
      accountingReference: textOf(method.accountingReference),
    }));
  }

  async accountingGroups(place: LocationPlace): Promise<AccountingGroup[]> {
    const path = this.#financePath(place, "accountingGroups");
    const answer = await this.#caller.read(
      place,
      { path },
      this.#accountingGroups,
    );
    return embeddedIn<LightspeedAccountingGroup>(
      answer,
      "accountingGroupList",
    ).map(readAccountingGroup);
  }

  async #page(
    place: LocationPlace,
    { position, to, signal }: SalesQuery & { position: SalesPosition },
  ): Promise<SalesPage> {
    const dialect = await this.#dialectOf(place);
    const until = Math.min(to, position.from + RANGE_MAX_MS);
    const found = await this.#caller.read(
      place,
      {
        ...dialect.range({
          location: place.businessLocationId,
          from: new Date(position.from).toISOString(),
          to: new Date(until).toISOString(),
          token: position.token,
        }),
        signal,
      },
      dialect.rangeCheck,
    );
    const token = dialect.nextToken(found);
    const { sales } = membersOf<LightspeedFinancials>(found);
    const isLastPart = token === null && until >= to;
    return {
      sales: listOf<LightspeedSale>(sales).map(readSale),
      next: isLastPart
        ? null
        : token === null
          ? { from: until, token: null }
          : { from: position.from, token },
    };
  }

  async #dialectOf(place: LocationPlace): Promise<(typeof DIALECTS)["v1"]> {
    const { account } = await this.#tokens.get(place);
    return DIALECTS[account.api];
  }

  #financePath({ businessLocationId }: LocationPlace, what: string): string {
    return `/f/finance/${encodeURIComponent(businessLocationId)}/${what}`;
  }
}

interface BusinessOnWire {
  businessId: unknown;
  businessName: unknown;
  currencyCode: unknown;
  businessLocations: unknown;
}

function readBusiness(business: Members<BusinessOnWire>): Business {
  return {
    businessId: writtenOf(business.businessId),
    businessName: textOf(business.businessName),
    currencyCode: textOf(business.currencyCode),
    businessLocations: listOf<{
      blID: unknown;
      blName: unknown;
      country: unknown;
      timezone: unknown;
    }>(business.businessLocations).map((location) => ({
      id: writtenOf(location.blID),
      name: textOf(location.blName),
      country: textOf(location.country),
      timezone: textOf(location.timezone),
    })),
  };
}

function embeddedIn<Item>(answer: unknown, list: string): Members<Item>[] {
  const { _embedded } = membersOf<{ _embedded: unknown }>(answer);
  return listOf<Item>(membersOf<Record<string, unknown>>(_embedded)[list]);
}
