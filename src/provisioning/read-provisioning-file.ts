import { createHash } from "node:crypto";
import { readSettings } from "../properties/read-settings.ts";
import { readReservation } from "../reservations/read-reservation.ts";
import type {
  Provisioning,
  ProvisionedProperty as PropertyDocument,
} from "../schemas/generated.ts";
import type { Fault } from "../schemas/schema.ts";
import { compileSchema } from "../schemas/schema.ts";
import type { Access } from "../store/contract/access.ts";
import type { Actor } from "../store/contract/acts.ts";
import type { LightspeedAccess } from "../store/contract/lightspeed.ts";
import type {
  ProvisionedProperty,
  ProvisioningPlan,
} from "../store/contract/provisioning.ts";
import { checkAgainstInstallation } from "./check-against-installation.ts";
import { checkUnique } from "./check-unique.ts";
import { findJsonFault } from "./json-fault.ts";

export type ReadProvisioning =
  | { kind: "plan"; plan: ProvisioningPlan }
  | { kind: "faulty"; faults: FileFault[] };

/** What is wrong at one place of the file, and what would be right. No value is quoted: it may be a secret. */
export interface FileFault {
  /** `properties[0].businessLocations[1].apiKeys[0].key`, or `line 3, column 7`. */
  path: string;
  fault: string;
  remedy: string;
}

export interface ProvisioningRequest {
  bytes: Buffer;
  prune: boolean;
  dryRun: boolean;
  actor: Actor;
  /** What the installation knows already; null for a file that is read on its own. */
  installed: Access | null;
}

/** Reads a provisioning file into a plan, or says all that is wrong: with its shape, else with what it says. */
export function readProvisioningFile(
  request: ProvisioningRequest,
): ReadProvisioning {
  const text = request.bytes.toString("utf8").replace(/^\uFEFF/, "");
  if (!isUtf8(request.bytes)) {
    return faulty([
      {
        path: "file",
        fault: "is not UTF-8",
        remedy: "save it with the encoding UTF-8",
      },
    ]);
  }
  const syntax = findJsonFault(text);
  if (syntax !== null) {
    return faulty([
      {
        path: `line ${syntax.line}, column ${syntax.column}`,
        fault: syntax.fault,
        remedy: "correct the JSON there",
      },
    ]);
  }
  const document: unknown = JSON.parse(text);
  const shape = checkShape(document);
  if (shape.length > 0) return faulty(shape.map(toFileFault));

  const { plan, faults } = planOf(document as Provisioning, request);
  if (request.installed !== null) {
    faults.push(...checkAgainstInstallation(plan, request.installed));
  }
  return faults.length === 0
    ? { kind: "plan", plan }
    : faulty(faults.map(toFileFault));
}

/** The faults as lines for a person, one each: where, what, and what to do. */
export function describeFileFaults(faults: readonly FileFault[]): string[] {
  return faults.map(
    ({ path, fault, remedy }) => `${path}: ${fault}; ${remedy}`,
  );
}

/** Only digests of keys and tokens are kept and compared. */
export function digestOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

const faulty = (faults: FileFault[]): ReadProvisioning => ({
  kind: "faulty",
  faults,
});

const checkShape = compileSchema<Provisioning>("Provisioning");

function planOf(
  document: Provisioning,
  request: ProvisioningRequest,
): { plan: ProvisioningPlan; faults: Fault[] } {
  const faults: Fault[] = [];
  const properties = document.properties ?? [];
  const tokens = document.managementTokens ?? [];
  faults.push(...checkUnique(document));
  const plan: ProvisioningPlan = {
    actor: request.actor,
    fileDigest: createHash("sha256").update(request.bytes).digest("hex"),
    prune: request.prune,
    dryRun: request.dryRun,
    tokens: tokens.map(({ name, token, scopes, properties: seen }) => ({
      name,
      digest: digestOf(token),
      scopes: [...scopes],
      properties: [...(seen ?? [])],
    })),
    properties: properties.map((property, index) =>
      planProperty(property, `/properties/${index}`, faults),
    ),
  };
  faults.push(...unknownTokenProperties(plan, request));
  return { plan, faults };
}

function planProperty(
  document: PropertyDocument,
  pointer: string,
  faults: Fault[],
): ProvisionedProperty {
  const {
    property,
    houseAccounts,
    faults: settingFaults,
  } = readSettings(withoutProvisioning(document), pointer);
  faults.push(...settingFaults);
  const locations = document.businessLocations ?? [];
  const reservations = (document.reservations ?? []).map((reservation, index) =>
    readReservation(
      reservation,
      document.currency,
      `${pointer}/reservations/${index}`,
      faults,
    ),
  );
  return {
    property,
    houseAccounts,
    reservations,
    apiKeys: locations.flatMap((location) =>
      (location.apiKeys ?? []).map(({ name, key }) => ({
        businessLocationId: location.id,
        name,
        digest: digestOf(key),
      })),
    ),
    lightspeed: Object.fromEntries(
      locations.flatMap((location) =>
        location.lightspeed === undefined
          ? []
          : [[location.id, lightspeedAccess(location.lightspeed)] as const],
      ),
    ),
  };
}

function withoutProvisioning(document: PropertyDocument) {
  const { reservations: _seeds, businessLocations, ...settings } = document;
  return {
    ...settings,
    businessLocations: (businessLocations ?? []).map(
      ({ apiKeys: _keys, lightspeed: _lightspeed, ...location }) => location,
    ),
  };
}

function lightspeedAccess(
  document: NonNullable<
    NonNullable<PropertyDocument["businessLocations"]>[number]["lightspeed"]
  >,
): LightspeedAccess {
  return {
    api: document.api ?? "v2",
    baseUrl: document.baseUrl ?? null,
    tokenUrl: document.tokenUrl ?? null,
    authorizeUrl: document.authorizeUrl ?? null,
    clientId: document.clientId,
    clientSecret: document.clientSecret,
    refreshToken: document.refreshToken ?? null,
  };
}

function unknownTokenProperties(
  plan: ProvisioningPlan,
  request: ProvisioningRequest,
): Fault[] {
  const known = new Set(plan.properties.map(({ property }) => property.id));
  for (const { id } of request.installed?.properties ?? []) known.add(id);
  return plan.tokens.flatMap(({ properties }, index) =>
    properties.flatMap((id, place) =>
      id === "*" || known.has(id)
        ? []
        : [
            {
              pointer: `/managementTokens/${index}/properties/${place}`,
              fault: "names a property that does not exist",
              remedy:
                'give the id of a property of this file or installation, or "*" for all',
            },
          ],
    ),
  );
}

function toFileFault({ pointer, fault, remedy }: Fault): FileFault {
  return {
    path: toPath(pointer),
    fault: fault.replace(/\/\S+/g, toPath),
    remedy,
  };
}

/** `/properties/0/id` as a person writes it: `properties[0].id`. */
function toPath(pointer: string): string {
  if (pointer === "") return "file";
  return pointer
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((path, part) => {
      if (/^\d+$/.test(part)) return `${path}[${part}]`;
      if (!/^[A-Za-z_$][\w$]*$/.test(part))
        return `${path}[${JSON.stringify(part)}]`;
      return path === "" ? part : `${path}.${part}`;
    }, "");
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
