import { repeatedIds } from "../properties/read-settings.ts";
import type {
  Provisioning,
  ProvisionedProperty as PropertyDocument,
} from "../schemas/generated.ts";
import type { Fault } from "../schemas/schema.ts";

/** Every id and secret of a file that is used for two things; what must be unique within one setting is seen elsewhere. */
export function checkUnique(document: Provisioning): Fault[] {
  const properties = document.properties ?? [];
  return [
    ...repeatedTokens(document),
    ...repeatedAcrossProperties(properties),
    ...repeatedSecrets(document),
    ...properties.flatMap((property, index) =>
      repeatedFolios(property, `/properties/${index}`),
    ),
  ];
}

function repeatedTokens({ managementTokens = [] }: Provisioning): Fault[] {
  const names = managementTokens.map(({ name }, index) => ({
    id: name,
    pointer: `/managementTokens/${index}/name`,
  }));
  return repeatedIds(names, "token");
}

/** Ids of properties, and ids of business locations of different properties: both are unique in an installation. */
function repeatedAcrossProperties(
  properties: readonly PropertyDocument[],
): Fault[] {
  const ids = properties.map(({ id }, index) => ({
    id,
    pointer: `/properties/${index}/id`,
  }));
  // Within one property readSettings finds them; here each id stands for its property once.
  const locations = properties.flatMap(({ businessLocations = [] }, index) => {
    const seen = new Set<string>();
    return businessLocations.flatMap(({ id }, place) => {
      if (seen.has(id)) return [];
      seen.add(id);
      return [
        { id, pointer: `/properties/${index}/businessLocations/${place}/id` },
      ];
    });
  });
  return [
    ...repeatedIds(ids, "property"),
    ...repeatedIds(locations, "business location"),
  ];
}

/** A secret must open one door only: keys of tills and tokens of the management API together. */
function repeatedSecrets(document: Provisioning): Fault[] {
  const tokens = (document.managementTokens ?? []).map(({ token }, index) => ({
    id: token,
    pointer: `/managementTokens/${index}/token`,
  }));
  const keys = (document.properties ?? []).flatMap(
    ({ businessLocations = [] }, index) =>
      businessLocations.flatMap(({ apiKeys = [] }, place) =>
        apiKeys.map(({ key }, number) => ({
          id: key,
          pointer: `/properties/${index}/businessLocations/${place}/apiKeys/${number}/key`,
        })),
      ),
  );
  return repeatedIds([...tokens, ...keys], "secret").map((fault) => ({
    ...fault,
    remedy: "make a new one, for instance with: openssl rand -hex 24",
  }));
}

/** Reservations and house accounts share one namespace: a bill names either. */
function repeatedFolios(document: PropertyDocument, pointer: string): Fault[] {
  const houseAccounts = new Map(
    (document.houseAccounts ?? []).map(
      ({ folioId }, index) =>
        [
          folioId,
          { id: folioId, pointer: `${pointer}/houseAccounts/${index}/folioId` },
        ] as const,
    ),
  );
  const reservations = (document.reservations ?? []).map(
    ({ reservationId }, index) => ({
      id: reservationId,
      pointer: `${pointer}/reservations/${index}/reservationId`,
    }),
  );
  return repeatedIds([...houseAccounts.values(), ...reservations], "folio");
}
