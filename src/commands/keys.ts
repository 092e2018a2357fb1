import { randomBytes } from "node:crypto";
import { InvalidArgumentError, type Command } from "commander";
import type { Access, StoredApiKey } from "../store/contract/access.ts";
import type { Store } from "../store/store.ts";
import { CommandFailure, EXIT, asAction, newCommand } from "./command-line.ts";
import { COMMAND_LINE, withStore } from "./with-store.ts";

/** `keys`: API keys of tills, on the database of DATA_DIR, beside a running server or without one. */
export function keysCommand(): Command {
  return newCommand("keys", [
    "keys issue --property demo --location 45454565682155 --name terrace",
    "keys list",
    "keys revoke 7164829301837824",
  ])
    .summary("issue, list and revoke API keys of tills")
    .description(
      "API keys of business locations. Two of one location may be valid at once, so that a key can be changed " +
        "without a gap: issue, register it at Lightspeed, revoke the old one. A running server sees changes within 2 seconds.",
    )
    .addCommand(issueCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand());
}

interface IssueOptions {
  property: string;
  location: string;
  name: string;
}

function issueCommand(): Command {
  return newCommand("keys issue", [
    "keys issue --property demo --location 45454565682155 --name terrace",
  ])
    .summary("make a key and show it once")
    .description(
      "Makes a key and shows it once, on standard output; only its digest is kept.",
    )
    .requiredOption("--property <id>", "the property")
    .requiredOption("--location <id>", "its business location")
    .requiredOption(
      "--name <text>",
      "a name for people, such as the till it is for",
      parseName,
    )
    .action(
      asAction((options: IssueOptions) =>
        withStore((store) => issue(store, options)),
      ),
    );
}

async function issue(store: Store, options: IssueOptions): Promise<number> {
  const access = await store.loadAccess();
  requireLocation(access, options);
  const issued = await store.issueApiKey({
    actor: COMMAND_LINE,
    propertyId: options.property,
    businessLocationId: options.location,
    name: options.name,
    key: randomBytes(24).toString("base64url"),
    idempotency: null,
  });
  if (issued.kind === "idempotency-conflict")
    throw new Error("a key without idempotency key cannot conflict");
  console.error(
    `Key ${issued.apiKey.keyId} for ${options.location}. It is shown this once:`,
  );
  console.log(issued.key);
  return EXIT.done;
}

function requireLocation(
  access: Access,
  { property: id, location }: IssueOptions,
): void {
  const property = access.properties.find((each) => each.id === id);
  if (property === undefined) throw unknownProperty(access, id);
  const { businessLocations } = property;
  if (businessLocations.some((each) => each.id === location)) return;
  throw new CommandFailure(
    `The property ${id} has no business location ${location}.`,
    businessLocations.length === 0
      ? "Add one first: pms-charge-receiver provision --help"
      : `It has ${businessLocations.map((each) => each.id).join(", ")}.`,
  );
}

/** Says which properties there are. */
export function unknownProperty(access: Access, id: string): CommandFailure {
  const known = access.properties.map((property) => property.id);
  return new CommandFailure(
    `There is no property ${id}.`,
    known.length === 0
      ? "There is none yet. Add one first: pms-charge-receiver provision --help"
      : `Known: ${known.join(", ")}.`,
  );
}

function listCommand(): Command {
  return newCommand("keys list", ["keys list", "keys list --property demo"])
    .summary("list keys, without the keys themselves")
    .option("--property <id>", "only of this property")
    .action(
      asAction((options: { property?: string }) =>
        withStore((store) => list(store, options.property)),
      ),
    );
}

async function list(
  store: Store,
  propertyId: string | undefined,
): Promise<number> {
  const access = await store.loadAccess();
  if (
    propertyId !== undefined &&
    !access.properties.some(({ id }) => id === propertyId)
  ) {
    throw unknownProperty(access, propertyId);
  }
  const keys = access.apiKeys.filter(
    (key) => propertyId === undefined || key.propertyId === propertyId,
  );
  const rows = keys.map((key) => [
    key.keyId,
    key.propertyId,
    key.businessLocationId,
    key.name,
    new Date(key.createdAt).toISOString(),
    standingOf(key),
  ]);
  for (const line of columns([
    ["id", "property", "location", "name", "created", "state"],
    ...rows,
  ])) {
    console.log(line);
  }
  return EXIT.done;
}

const standingOf = ({ revokedAt }: StoredApiKey) =>
  revokedAt === null ? "valid" : `revoked ${new Date(revokedAt).toISOString()}`;

function columns(rows: readonly string[][]): string[] {
  const widths = rows[0]!.map((_, index) =>
    Math.max(...rows.map((row) => row[index]!.length)),
  );
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index]!))
      .join("  ")
      .trimEnd(),
  );
}

function revokeCommand(): Command {
  return newCommand("keys revoke", ["keys revoke 7164829301837824"])
    .summary("make a key invalid, for good")
    .description(
      "Makes a key invalid, for good. Bills that still come with it are refused, and kept for staff.",
    )
    .argument("<id>", "as keys list shows it")
    .action(
      asAction((keyId: string) => withStore((store) => revoke(store, keyId))),
    );
}

async function revoke(store: Store, keyId: string): Promise<number> {
  const { apiKeys } = await store.loadAccess();
  const key = apiKeys.find((each) => each.keyId === keyId);
  const revoked =
    key !== undefined &&
    (await store.revokeApiKey({
      actor: COMMAND_LINE,
      propertyId: key.propertyId,
      keyId,
    }));
  if (!revoked) {
    throw new CommandFailure(
      `There is no key ${keyId}.`,
      "See the ids with: pms-charge-receiver keys list",
    );
  }
  const left = apiKeys.filter(
    (each) =>
      each.businessLocationId === key.businessLocationId &&
      each.revokedAt === null &&
      each.keyId !== keyId,
  );
  console.log(`Key ${keyId} of ${key.businessLocationId} is revoked.`);
  if (left.length === 0) {
    console.log(
      "This location has no valid key any more: its tills cannot post until one is issued.",
    );
  }
  return EXIT.done;
}

function parseName(text: string): string {
  const name = text.trim();
  if (name.length > 0 && name.length <= 255) return name;
  throw new InvalidArgumentError("Give it 1 to 255 characters.");
}
