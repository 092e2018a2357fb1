import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import {
  describeFileFaults,
  readProvisioningFile,
} from "../provisioning/read-provisioning-file.ts";
import { readConfig } from "../config.ts";
import { storeExists } from "../store/open-store.ts";
import { CurrencyFixed, IdTaken } from "../store/contract/errors.ts";
import type { Access } from "../store/contract/access.ts";
import type { ProvisioningPlan } from "../store/contract/provisioning.ts";
import type { Store } from "../store/store.ts";
import { CommandFailure, EXIT, asAction, newCommand } from "./command-line.ts";
import { COMMAND_LINE, withStore } from "./with-store.ts";

interface ProvisionOptions {
  prune: boolean;
  dryRun: boolean;
}

/** `provision FILE`: applies a provisioning file to the database of DATA_DIR. */
export function provisionCommand(): Command {
  return newCommand("provision", [
    "provision hotel.json --dry-run",
    "provision hotel.json",
    "provision hotel.json --prune",
  ])
    .summary("apply a provisioning file")
    .description(
      "Applies a provisioning file in one transaction: all of it or nothing. A file that was applied last is not " +
        "applied again. A revoked key never comes back by it, and reservations in it are used only where none was " +
        "ever stored. A running server sees the change within 2 seconds.",
    )
    .argument("<file>", "JSON, as described in schemas/Provisioning.json")
    .option("--prune", "also take away what the file no longer mentions", false)
    .option(
      "--dry-run",
      "only check the file and say what it would change",
      false,
    )
    .action(asAction(provision));
}

async function provision(
  path: string,
  { prune, dryRun }: ProvisionOptions,
): Promise<number> {
  const file = { path, prune, dryRun };
  const { databaseUrl, dataDir } = readConfig().config;
  if (dryRun && !storeExists({ databaseUrl, dataDir })) {
    const plan = await readPlan(file, null);
    console.log(
      `${path} is in order: ${contentsOf(plan)}. There is no database in ${dataDir} yet, and nothing was made.`,
    );
    return EXIT.done;
  }
  return withStore(
    async (store) => {
      const plan = await readPlan(file, await store.loadAccess());
      const { outcome, changes } = await applyPlan(store, plan, path);
      for (const { change, what, name, members = [] } of changes) {
        const which = members.length === 0 ? "" : ` (${members.join(", ")})`;
        const done = dryRun ? `would be ${change}` : change;
        console.log(`  ${done}: ${what} ${name}${which}`);
      }
      const told = {
        tried: `${path} is in order: ${contentsOf(plan)}; ${counted(changes.length)} to make. Nothing was changed.`,
        applied: `Applied ${path}: ${contentsOf(plan)}; ${counted(changes.length)}.`,
        repeated: `${path} is the file that was applied last: nothing to do. What was changed since by other means stays.`,
      };
      console.log(told[outcome]);
      return EXIT.done;
    },
    { begins: true },
  );
}

function counted(changes: number): string {
  return `${changes} ${changes === 1 ? "change" : "changes"}`;
}

/** The plan of a file, checked against what is installed; a `CommandFailure` with every fault if it has any. */
export async function readPlan(
  file: { path: string; prune: boolean; dryRun: boolean },
  installed: Access | null,
): Promise<ProvisioningPlan> {
  const read = readProvisioningFile({
    bytes: await readFile(file.path),
    prune: file.prune,
    dryRun: file.dryRun,
    actor: COMMAND_LINE,
    installed,
  });
  if (read.kind === "plan") return read.plan;
  const lines = describeFileFaults(read.faults).map((line) => `  ${line}`);
  throw new CommandFailure(
    `${file.path} cannot be applied:\n${lines.join("\n")}`,
    "Nothing was changed. Correct the file and try again.",
  );
}

/** Applies a plan; what only the database could know to be wrong is told with its path in the file, too. */
async function applyPlan(
  store: Store,
  plan: ProvisioningPlan,
  path: string,
): ReturnType<Store["provision"]> {
  try {
    return await store.provision(plan);
  } catch (error) {
    if (error instanceof CurrencyFixed) {
      throw new CommandFailure(
        `${path} cannot be applied: ${error.message}`,
        "Nothing was changed. Leave the currency as it was.",
      );
    }
    if (!(error instanceof IdTaken)) throw error;
    throw new CommandFailure(
      `${path} cannot be applied:\n  ${placeOf(plan, error.id)}: ${error.message}`,
      "Nothing was changed. Give it an id of its own and try again.",
    );
  }
}

function placeOf({ properties }: ProvisioningPlan, id: string): string {
  for (const [index, { houseAccounts, reservations }] of properties.entries()) {
    const account = houseAccounts.findIndex(({ folioId }) => folioId === id);
    if (account >= 0)
      return `properties[${index}].houseAccounts[${account}].folioId`;
    const guest = reservations.findIndex(
      ({ reservationId }) => reservationId === id,
    );
    if (guest >= 0)
      return `properties[${index}].reservations[${guest}].reservationId`;
  }
  return "file";
}

/** Reads a file and applies it, unless it was applied last. */
export async function applyProvisioningFile(
  store: Store,
  path: string,
): ReturnType<Store["provision"]> {
  const file = { path, prune: false, dryRun: false };
  const plan = await readPlan(file, await store.loadAccess());
  return applyPlan(store, plan, path);
}

function contentsOf(plan: ProvisioningPlan): string {
  const { properties, tokens } = plan;
  const locations = properties.flatMap(
    ({ property }) => property.businessLocations,
  );
  const keys = properties.flatMap(({ apiKeys }) => apiKeys);
  const count = (number: number, one: string, many: string) =>
    `${number} ${number === 1 ? one : many}`;
  return [
    count(properties.length, "property", "properties"),
    count(locations.length, "business location", "business locations"),
    count(keys.length, "API key", "API keys"),
    count(tokens.length, "management token", "management tokens"),
  ].join(", ");
}
