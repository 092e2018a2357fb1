import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Provisioning } from "../schemas/generated.ts";
import type { Store } from "../store/store.ts";
import { demoHotel } from "./demo-hotel.ts";

/** Random for every installation; kept in DATA_DIR, readable by its owner only. */
export interface DemoCredentials {
  propertyId: string;
  businessLocationId: string;
  apiKey: string;
  token: string;
}

const CREDENTIALS_FILE = "demo-credentials.json";

export interface DemoOptions {
  store: Store;
  dataDir: string;
  /** In production, and where a provisioning file says what there is, no demo property is ever made or shown. */
  production: boolean;
  provisionFile: string | null;
}

/**
 * On a first start, when nothing was ever stored, makes a demo property with random credentials. Answers the credentials
 * while that property is there, else null.
 */
export async function prepareDemoProperty(
  options: DemoOptions,
): Promise<DemoCredentials | null> {
  if (options.production || options.provisionFile !== null) return null;
  const { store, dataDir } = options;
  const kept = await readCredentials(dataDir);
  if (await store.isEmpty()) {
    // Kept before they are used: a crash in between must not leave a property that nobody can enter.
    const credentials = kept ?? (await keepCredentials(dataDir));
    await provisionDemo(store, credentials);
    return credentials;
  }
  if (kept === null) return null;
  const { properties } = await store.loadAccess();
  return properties.some(({ id }) => id === kept.propertyId) ? kept : null;
}

/**
 * Commands to paste: a search, a charge and a look at the folio. They work as they stand, and the charge pasted again is
 * a replay: its times and ids are made when this is called.
 */
export function introduceDemoProperty(
  credentials: DemoCredentials,
  place: { baseUrl: string; dataDir: string; now: number },
): string {
  const { apiKey, token, propertyId } = credentials;
  const { baseUrl } = place;
  const bill = JSON.stringify(demoBill(apiKey, place.now));
  return [
    `Demo property "${propertyId}". Its credentials are in ${join(place.dataDir, CREDENTIALS_FILE)}. Try it:`,
    "",
    "# Search a guest, as the till does at every keystroke",
    `curl -sS '${baseUrl}/search?term=keller&apiKey=${apiKey}'`,
    "",
    "# Charge a bill to room 101 (pasted again, it is recognised and not posted twice)",
    `curl -sS -X POST '${baseUrl}/charge' -H 'Content-Type: application/json' -H 'Accept: application/json' ` +
      `-H 'X-Lightspeed-Idempotency-Key: LS1_${randomUUID()}' -d '${bill}'`,
    "",
    "# Read the folio",
    `curl -sS -H 'Authorization: Bearer ${token}' '${new URL(baseUrl).origin}/v1/properties/${propertyId}/folios/001'`,
    "",
  ].join("\n");
}

async function readCredentials(
  dataDir: string,
): Promise<DemoCredentials | null> {
  const path = join(dataDir, CREDENTIALS_FILE);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return null;
    throw error;
  }
  try {
    return JSON.parse(text) as DemoCredentials;
  } catch {
    // The message of the parser would quote the file.
    throw new Error(
      `${path} is damaged: delete it, or the whole directory to start afresh`,
    );
  }
}

async function keepCredentials(dataDir: string): Promise<DemoCredentials> {
  const credentials: DemoCredentials = {
    propertyId: "demo",
    businessLocationId: "45454565682155",
    apiKey: randomBytes(24).toString("base64url"),
    token: randomBytes(24).toString("base64url"),
  };
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, CREDENTIALS_FILE);
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(`${JSON.stringify(credentials, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  return credentials;
}

async function provisionDemo(
  store: Store,
  credentials: DemoCredentials,
): Promise<void> {
  const document: Provisioning = {
    managementTokens: [
      {
        name: "demo",
        token: credentials.token,
        scopes: ["read", "write", "admin"],
        properties: [credentials.propertyId],
      },
    ],
    properties: [demoHotel(credentials)],
  };
  // Only a first start needs it.
  const { readProvisioningFile } =
    await import("../provisioning/read-provisioning-file.ts");
  const read = readProvisioningFile({
    bytes: Buffer.from(JSON.stringify(document)),
    prune: false,
    dryRun: false,
    actor: { type: "command", name: "serve" },
    installed: null,
  });
  if (read.kind === "faulty")
    throw new Error("the demo property is not in order", {
      cause: read.faults,
    });
  await store.provision(read.plan);
}

function demoBill(apiKey: string, now: number) {
  const at = (secondsAgo: number) =>
    new Date(now - secondsAgo * 1000).toISOString();
  const deviceId = 10_000_000 + (randomBytes(4).readUInt32BE() % 90_000_000);
  const staff = { staffId: 171861, staffName: "Manager" };
  const line = (
    description: string,
    sku: string,
    amount: number,
    group: [number, string],
  ) => ({
    unitAmount: amount,
    quantity: 1,
    amount,
    description,
    ...staff,
    groupId: group[0],
    groupName: group[1],
    taxRate: 1.081,
    taxName: "MwSt. 8.1%",
    taxIncluded: true,
    sku,
    type: "Sale",
  });
  return {
    name: "Table 5",
    openDate: at(2700),
    closeDate: at(0),
    covers: 1,
    ownerId: staff.staffId,
    ownerName: staff.staffName,
    deviceId,
    apiKey,
    receiptId: `R${deviceId}.1`,
    fiscId: `A${deviceId}.1`,
    uuid: uuidAsTillsWriteIt(),
    initialAccountId: `A${deviceId}.1`,
    revenueCenterId: 94489280528,
    revenueCenterName: "Restaurant",
    transactions: [
      line("Club Sandwich", "B01", 31.9, [962442041491508, "Food"]),
      line("Flat White", "F07", 6, [962442041491505, "Hot Drinks"]),
    ],
    payments: [
      {
        paymentDate: at(0),
        ...staff,
        gratuity: 2.1,
        amount: 37.9,
        methodName: "Room",
        methodCode: "IKPMS",
        reservationId: "001",
      },
    ],
  };
}

/** Sixteen bytes in base64url with padding, as in Lightspeed's samples. */
function uuidAsTillsWriteIt(): string {
  return `${Buffer.from(randomUUID().replaceAll("-", ""), "hex").toString("base64url")}==`;
}
