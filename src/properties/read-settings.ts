import type { Minor } from "../money.ts";
import {
  currencyDecimals,
  formatDecimal,
  parseDecimal,
  parseMinor,
} from "../money.ts";
import type { Fault } from "../schemas/schema.ts";
import type {
  BusinessLocation as LocationDocument,
  HouseAccount as HouseAccountDocument,
  Property as SettingsDocument,
  TransactionCodes as CodesDocument,
} from "../schemas/generated.ts";
import type {
  AccountingGroupCode,
  BusinessLocation,
  HouseAccount,
  Property,
  TransactionCodes,
} from "./property.ts";

export interface ReadSettings {
  property: Property;
  houseAccounts: HouseAccount[];
  /** What no schema can see: unknown zones and currencies, money that does not fit, ids used twice. */
  faults: Fault[];
}

/**
 * Turns settings that fit their schema into a Property, with defaults for what is absent. What is faulty is replaced by
 * its default, so that all faults are found at once; the property counts only where there are none.
 */
export function readSettings(
  document: SettingsDocument,
  pointer = "",
): ReadSettings {
  const faults: Fault[] = [];
  const { currency, timezone } = document;
  if (!isCurrency(currency)) {
    faults.push({
      pointer: `${pointer}/currency`,
      fault: "is not a currency in use",
      remedy: "give its ISO 4217 code, such as CHF, EUR or JPY",
    });
  }
  if (!isTimezone(timezone)) {
    faults.push({
      pointer: `${pointer}/timezone`,
      fault: "is not a known time zone",
      remedy: "give its IANA name, such as Europe/Zurich",
    });
  }
  const locations = document.businessLocations ?? [];
  faults.push(
    ...repeatedIds(
      locations.map((location, index) => ({
        id: location.id,
        pointer: `${pointer}/businessLocations/${index}/id`,
      })),
      "business location",
    ),
  );
  const accounts = document.houseAccounts ?? [];
  faults.push(
    ...repeatedIds(
      accounts.map((account, index) => ({
        id: account.folioId,
        pointer: `${pointer}/houseAccounts/${index}/folioId`,
      })),
      "folio",
    ),
  );
  const tolerance = readLimit(
    document.roundingTolerance,
    currency,
    `${pointer}/roundingTolerance`,
    faults,
  );
  const property: Property = {
    id: document.id,
    name: document.name,
    currency,
    timezone,
    dayEndsAt: document.dayEndsAt ?? "00:00",
    roundingTolerance: tolerance ?? usualTolerance(currency),
    transactionCodes: readTransactionCodes(document.transactionCodes),
    businessLocations: locations.map((location, index) =>
      readLocation(location, `${pointer}/businessLocations/${index}`, faults),
    ),
  };
  const houseAccounts = accounts.map((account, index) =>
    readHouseAccount(
      account,
      currency,
      `${pointer}/houseAccounts/${index}`,
      faults,
    ),
  );
  return { property, houseAccounts, faults };
}

/** Money that is not negative, in minor units of the currency; null where absent, or where it has more decimals. */
export function readLimit(
  text: string | null | undefined,
  currency: string,
  pointer: string,
  faults: Fault[],
): Minor | null {
  if (text === null || text === undefined) return null;
  const decimals = currencyDecimals(currency);
  const amount = parseMinor(text, decimals);
  if (amount === null) {
    faults.push({
      pointer,
      fault: `has more decimals than ${currency} has`,
      remedy:
        decimals === 0
          ? "give a whole number"
          : `give at most ${decimals} decimals`,
    });
  }
  return amount;
}

/** Names every place, from the second on, at which an id is used again. */
export function repeatedIds(
  places: readonly { id: string; pointer: string }[],
  what: string,
): Fault[] {
  const first = new Map<string, string>();
  const faults: Fault[] = [];
  for (const { id, pointer } of places) {
    const before = first.get(id);
    if (before === undefined) first.set(id, pointer);
    else
      faults.push({
        pointer,
        fault: `is the same ${what} as at ${before}`,
        remedy: "give each an id of its own, or remove one",
      });
  }
  return faults;
}

function readLocation(
  document: LocationDocument,
  pointer: string,
  faults: Fault[],
): BusinessLocation {
  const goLiveAt =
    typeof document.goLiveAt === "string"
      ? Date.parse(document.goLiveAt)
      : null;
  if (Number.isNaN(goLiveAt)) {
    faults.push({
      pointer: `${pointer}/goLiveAt`,
      fault: "is not a moment that exists",
      remedy: "give a date and a time with zone, such as 2026-12-01T00:00:00Z",
    });
  }
  return {
    id: document.id,
    name: document.name,
    businessExternalReference: document.businessExternalReference ?? null,
    features: [...(document.features ?? [])],
    goLiveAt,
    transactionCodes: readTransactionCodes(document.transactionCodes),
  };
}

function readHouseAccount(
  document: HouseAccountDocument,
  currency: string,
  pointer: string,
  faults: Fault[],
): HouseAccount {
  return {
    folioId: document.folioId,
    name: document.name,
    searchable: document.searchable ?? true,
    blocked: document.blocked ?? false,
    creditLimit: readLimit(
      document.creditLimit,
      currency,
      `${pointer}/creditLimit`,
      faults,
    ),
  };
}

function readTransactionCodes(
  document: CodesDocument | undefined,
): TransactionCodes {
  const groups = Object.entries(document?.accountingGroups ?? {});
  return {
    fallback: document?.fallback ?? null,
    gratuity: document?.gratuity ?? null,
    serviceCharge: document?.serviceCharge ?? null,
    discount: document?.discount ?? null,
    surcharge: document?.surcharge ?? null,
    rounding: document?.rounding ?? null,
    difference: document?.difference ?? null,
    transfer: document?.transfer ?? null,
    payments: { ...document?.payments },
    paymentFallback: document?.paymentFallback ?? null,
    accountingGroups: Object.fromEntries(
      groups.map(([id, code]) => [id, readGroupCode(code)]),
    ),
    revenueCenters: { ...document?.revenueCenters },
  };
}

function readGroupCode(
  document: NonNullable<CodesDocument["accountingGroups"]>[string],
): AccountingGroupCode {
  if (typeof document === "string") return { code: document, rates: {} };
  const rates = Object.entries(document.rates ?? {});
  return {
    code: document.code ?? null,
    // 7.70 and 7.7 are one rate: the books look it up by its shortest text.
    rates: Object.fromEntries(
      rates.map(([rate, code]) => [formatDecimal(parseDecimal(rate)!), code]),
    ),
  };
}

/** 0.05 with two decimals, 1 with none, 0.050 with three. */
function usualTolerance(currency: string): Minor {
  const decimals = currencyDecimals(currency);
  return { 0: 1n, 2: 5n, 3: 50n }[decimals]!;
}

const CURRENCIES = new Set(Intl.supportedValuesOf("currency"));
const isCurrency = (code: string) => CURRENCIES.has(code);

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    return false;
  }
  // Offsets such as +01:00 are accepted by Intl, but know no daylight saving: hardly what a hotel means.
  return /^[A-Za-z]/.test(name);
}
