import { formatMinor } from "../money.ts";
import type {
  BusinessLocation,
  HouseAccount,
  TransactionCodes,
} from "../properties/property.ts";
import { currencyDecimals } from "../money.ts";
import { readSettings } from "../properties/read-settings.ts";
import { compileSchema } from "../schemas/schema.ts";
import type {
  BusinessLocation as LocationDocument,
  HouseAccount as HouseAccountDocument,
  Property as SettingsDocument,
  TransactionCodes as CodesDocument,
} from "../schemas/generated.ts";
import type { Versioned } from "../store/contract/acts.ts";
import type { PropertyDocument } from "../store/contract/properties.ts";
import type { Answer, Call, ManagementRoute } from "./call.ts";
import { requiredVersion, versionMismatch } from "./entity-tag.ts";
import { answerConflict } from "./store-conflict.ts";
import { bodyInvalid, readJsonBody } from "./json-body.ts";
import { instant, moneyWriter, optional } from "./present.ts";
import { notFound } from "./problems.ts";

const checkSettings = compileSchema<SettingsDocument>("Property");

export const propertyRoutes: ManagementRoute[] = [
  {
    template: "/v1/properties/:propertyId",
    methods: {
      GET: { scope: "read", act: show },
      PUT: { scope: "admin", mayCreateProperty: true, act: replace },
    },
  },
];

async function show(call: Call): Promise<Answer> {
  const stored = await call.door.store.getProperty(call.propertyId);
  if (stored === null) throw notFound();
  return { body: present(stored.value), version: stored.version };
}

/** Keys, tokens and what reaches Lightspeed are not part of the settings and stay as they are. */
async function replace(call: Call): Promise<Answer> {
  const { door, propertyId, actor } = call;
  const { store } = door;
  const ifVersion = await requiredVersion(call, async () => {
    const stored = await store.getProperty(propertyId);
    return stored?.version ?? null;
  });
  const settings = await readJsonBody(call, checkSettings);
  const { property, houseAccounts, faults } = readSettings(settings);
  if (property.id !== propertyId) {
    faults.unshift({
      pointer: "/id",
      fault: "is not the property in the address",
      remedy: "send the same id in both",
    });
  }
  if (faults.length > 0) throw bodyInvalid(faults);
  const document: PropertyDocument = { property, houseAccounts };
  const outcome = await store
    .putProperty({ actor, document, ifVersion })
    .catch((error: unknown) =>
      answerConflict(error, (id) => placeOf(id, settings)),
    );
  if ("kind" in outcome) throw versionMismatch();
  await door.access.refresh();
  return answerOf(outcome, document);
}

function answerOf(
  { version }: Versioned<unknown>,
  document: PropertyDocument,
): Answer {
  return { body: present(document), version };
}

/** Where in the settings an id is given. */
function placeOf(id: string, settings: SettingsDocument): string {
  const location = (settings.businessLocations ?? []).findIndex(
    (one) => one.id === id,
  );
  if (location !== -1) return `/businessLocations/${location}/id`;
  const account = (settings.houseAccounts ?? []).findIndex(
    (one) => one.folioId === id,
  );
  return account === -1 ? "" : `/houseAccounts/${account}/folioId`;
}

/** The settings as a document that can be changed and sent back. What is not set is left out. */
function present({
  property,
  houseAccounts,
}: PropertyDocument): SettingsDocument {
  const decimals = currencyDecimals(property.currency);
  return {
    id: property.id,
    name: property.name,
    currency: property.currency,
    timezone: property.timezone,
    dayEndsAt: property.dayEndsAt,
    roundingTolerance: formatMinor(property.roundingTolerance, decimals),
    businessLocations: property.businessLocations.map(presentLocation),
    transactionCodes: presentCodes(property.transactionCodes),
    houseAccounts: houseAccounts.map((account) =>
      presentAccount(account, decimals),
    ),
  };
}

function presentLocation(location: BusinessLocation): LocationDocument {
  const { businessExternalReference, goLiveAt } = location;
  return {
    id: location.id,
    name: location.name,
    ...(businessExternalReference === null
      ? {}
      : { businessExternalReference }),
    features: location.features as NonNullable<LocationDocument["features"]>,
    ...(goLiveAt === null ? {} : { goLiveAt: instant(goLiveAt) }),
    transactionCodes: presentCodes(location.transactionCodes),
  };
}

function presentAccount(
  account: HouseAccount,
  decimals: number,
): HouseAccountDocument {
  return {
    folioId: account.folioId,
    name: account.name,
    searchable: account.searchable,
    blocked: account.blocked,
    creditLimit: optional(account.creditLimit, moneyWriter(decimals)),
  };
}

function presentCodes(codes: TransactionCodes): CodesDocument {
  const { accountingGroups, payments, revenueCenters, ...single } = codes;
  const given = Object.entries(single).filter(([, code]) => code !== null);
  return {
    ...(Object.fromEntries(given) as Partial<Record<string, string>>),
    payments: { ...payments },
    accountingGroups: Object.fromEntries(
      Object.entries(accountingGroups).map(([id, { code, rates }]) => [
        id,
        Object.keys(rates).length === 0 && code !== null
          ? code
          : { ...(code === null ? {} : { code }), rates },
      ]),
    ),
    revenueCenters: { ...revenueCenters },
  };
}
