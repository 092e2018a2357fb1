import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import { EXIT, CommandFailure, asAction, newCommand } from "./command-line.ts";
import {
  FEATURES,
  describeFeature,
  OTHER_SWITCH,
} from "./providers/features.ts";
import {
  registerLocation,
  removeLocation,
  updateLocation,
} from "./providers/registration.ts";
import type { Registered } from "./providers/registration.ts";
import { parseDuration } from "./simulate/option-values.ts";
import { readAccounts, withLightspeed } from "./with-lightspeed.ts";
import type { LightspeedParts } from "./with-lightspeed.ts";

interface Places {
  property: string;
  location?: string[];
}

/** `providers`: which of the hotel's outlets send their bills to this receiver. */
export function providersCommand(): Command {
  return newCommand("providers", [
    "providers list --property demo",
    "providers register --property demo --endpoint https://pms.example.com/lightspeed",
  ])
    .summary("register with Lightspeed")
    .description(
      "Registrations of this receiver at Lightspeed, one for each business location. They need the client and the " +
        "grant of the location: see lightspeed connect. Only registrations made with the same client are seen.",
    )
    .addCommand(listCommand())
    .addCommand(registerCommand())
    .addCommand(updateCommand())
    .addCommand(removeCommand());
}

function placesCommand(path: string, examples: string[]): Command {
  return newCommand(path, examples)
    .requiredOption("--property <id>", "the property")
    .option(
      "--location <id...>",
      "only these business locations (default: all that have a client)",
    );
}

function listCommand(): Command {
  return placesCommand("providers list", ["providers list --property demo"])
    .summary("list registrations, without their keys")
    .action(
      asAction((options: Places) =>
        withLightspeed((parts) => list(parts, options)),
      ),
    );
}

async function list(
  { store, lightspeed }: LightspeedParts,
  options: Places,
): Promise<number> {
  const { accounts } = await readAccounts(store, options);
  for (const account of accounts) {
    const providers = await lightspeed.providerApi.list(account);
    if (providers.length === 0)
      console.log(`${account.businessLocationId}  not registered`);
    for (const { id, name, endpoint, features } of providers) {
      const words = [account.businessLocationId, id, name, endpoint];
      console.log(`${words.join("  ")}  ${features.join(",")}`);
    }
  }
  return EXIT.done;
}

const USUAL_FEATURES = ["SEARCH_BY_NAME", "SERVICE_CHARGE", "ENRICHED_PAYLOAD"];

function registerCommand(): Command {
  return placesCommand("providers register", [
    "providers register --property demo --endpoint https://pms.example.com/lightspeed",
    "providers register --property demo --location 45454565682155 --endpoint https://pms.example.com --features MIRRORING,SERVICE_CHARGE,ENRICHED_PAYLOAD",
  ])
    .summary("register business locations, each with a key of its own")
    .description(
      "Makes an API key for each location and registers it with Lightspeed in one step; the key is not shown. If " +
        "Lightspeed refuses, the key is revoked again.",
    )
    .requiredOption(
      "--endpoint <url>",
      "where tills find /search and /charge",
      parseEndpoint,
    )
    .option(
      "--name <text>",
      "what staff see (default: the property's name)",
      parseName,
    )
    .option(
      "--features <list>",
      `of ${FEATURES.join(", ")}`,
      parseFeatures,
      USUAL_FEATURES,
    )
    .action(
      asAction(
        (
          options: Places & {
            endpoint: string;
            name?: string;
            features: string[];
          },
        ) => withLightspeed((parts) => register(parts, options)),
      ),
    );
}

async function register(
  parts: LightspeedParts,
  options: Places & { endpoint: string; name?: string; features: string[] },
): Promise<number> {
  requireTls(options.endpoint, parts);
  const { property, accounts } = await readAccounts(parts.store, options);
  const settings = {
    name: options.name ?? property.name,
    endpoint: options.endpoint,
    features: options.features,
  };
  let done = 0;
  for (const account of accounts) {
    const registered = await registerLocation(parts, account, settings);
    if (registered === null) {
      console.log(
        `${account.businessLocationId} is registered already. Change it with: pms-charge-receiver providers update`,
      );
      continue;
    }
    done += 1;
    report("Registered", registered);
  }
  if (done > 0) explain(settings.features);
  return EXIT.done;
}

interface UpdateOptions extends Places {
  endpoint?: string;
  name?: string;
  features?: string[];
  rotateKey: boolean;
  keepOldKey?: number;
}

const KEEP_OLD_KEY_MS = 60_000;

function updateCommand(): Command {
  return placesCommand("providers update", [
    "providers update --property demo --rotate-key",
    "providers update --property demo --location 45454565682155 --features SEARCH_BY_NAME,MIRRORING",
  ])
    .summary("change registrations, or their keys without a gap")
    .description(
      "Changes what is given and leaves the rest. With --rotate-key a new key is valid before Lightspeed is told of it, " +
        "and the old one is revoked only some time after.",
    )
    .option(
      "--endpoint <url>",
      "where tills find /search and /charge",
      parseEndpoint,
    )
    .option("--name <text>", "what staff see", parseName)
    .option("--features <list>", `of ${FEATURES.join(", ")}`, parseFeatures)
    .option("--rotate-key", "give it a new key", false)
    .option(
      "--keep-old-key <time>",
      "how long the old key stays valid after that (default: 1m)",
      parseDuration,
    )
    .action(
      asAction((options: UpdateOptions) =>
        withLightspeed((parts) => update(parts, options)),
      ),
    );
}

async function update(
  parts: LightspeedParts,
  options: UpdateOptions,
): Promise<number> {
  const { endpoint, name, features, rotateKey } = options;
  if (endpoint !== undefined) requireTls(endpoint, parts);
  const changes = {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(name === undefined ? {} : { name }),
    ...(features === undefined ? {} : { features }),
  };
  if (Object.keys(changes).length === 0 && !rotateKey)
    throw new CommandFailure(
      "Nothing is to be changed.",
      "Give --endpoint, --name, --features or --rotate-key.",
    );
  const { accounts } = await readAccounts(parts.store, options);
  const keepOldKeyMs = options.keepOldKey ?? KEEP_OLD_KEY_MS;
  for (const account of accounts) {
    const registered = await updateLocation(parts, account, {
      changes,
      rotateKey,
      keepOldKeyMs,
    });
    report("Changed", registered);
  }
  if (features !== undefined) explain(features);
  return EXIT.done;
}

function removeCommand(): Command {
  return placesCommand("providers remove", [
    "providers remove --property demo --location 45454565682155 --yes",
  ])
    .summary("take registrations back, and revoke their keys")
    .description(
      "Takes registrations back: tills of these locations can no longer search or charge.",
    )
    .option("--yes", "really do it", false)
    .action(
      asAction((options: Places & { yes: boolean }) =>
        withLightspeed((parts) => remove(parts, options)),
      ),
    );
}

async function remove(
  parts: LightspeedParts,
  options: Places & { yes: boolean },
): Promise<number> {
  const { accounts } = await readAccounts(parts.store, options);
  const ids = accounts.map((each) => each.businessLocationId).join(", ");
  if (!options.yes)
    throw new CommandFailure(
      `This would stop the tills of ${ids}. Nothing was changed.`,
      "If that is meant, add --yes.",
    );
  for (const account of accounts) {
    const removed = await removeLocation(parts, account);
    const what =
      removed === 0 ? "was not registered" : "is not registered any more";
    console.log(`${account.businessLocationId} ${what}.`);
  }
  return EXIT.done;
}

function report(
  what: string,
  { businessLocationId, providerId, endpoint, features, notes }: Registered,
): void {
  console.log(
    `${what} ${businessLocationId} as provider ${providerId}: ${endpoint}, ${features.join(", ")}.`,
  );
  for (const note of notes) console.log(`  ${note}`);
}

function explain(features: readonly string[]): void {
  for (const feature of features)
    console.log(`${feature}: ${describeFeature(feature)}`);
  console.log(OTHER_SWITCH);
}

/** Lightspeed's samples use plain http; bills and keys do not travel so. */
function requireTls(
  endpoint: string,
  { allowPrivateTargets }: LightspeedParts,
): void {
  if (endpoint.startsWith("https://") || allowPrivateTargets) return;
  throw new CommandFailure(
    "--endpoint does not begin with https://: guests' names and the key would travel in clear.",
    "Put the receiver behind a proxy with a certificate and give its https:// address.",
  );
}

function parseEndpoint(text: string): string {
  const url = URL.parse(text);
  const isBase =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.search === "" &&
    url.hash === "" &&
    url.username === "" &&
    text.length <= 255;
  if (!isBase)
    throw new InvalidArgumentError(
      "Give an address such as https://pms.example.com/lightspeed, at most 255 characters.",
    );
  if (/\/(charge|search)\/*$/.test(url.pathname))
    throw new InvalidArgumentError(
      "Give the address below which /search and /charge are, without them.",
    );
  return text.replace(/\/+$/, "");
}

function parseName(text: string): string {
  const name = text.trim();
  if (name.length > 0 && name.length <= 255) return name;
  throw new InvalidArgumentError("Give it 1 to 255 characters.");
}

/** Lightspeed demands SEARCH_BY_NAME. */
function parseFeatures(text: string): string[] {
  const given = text.split(",").map((part) => part.trim().toUpperCase());
  const unknown = given.find((feature) => !FEATURES.includes(feature));
  if (unknown !== undefined)
    throw new InvalidArgumentError(
      `There is no feature ${unknown}; known are ${FEATURES.join(", ")}.`,
    );
  return [...new Set(["SEARCH_BY_NAME", ...given])];
}
