import { createInterface } from "node:readline";
import type { Command } from "commander";
import type { LightspeedAccount } from "../properties/lightspeed-grant.ts";
import { CommandFailure, EXIT, asAction, newCommand } from "./command-line.ts";
import { listenForAnswer } from "./lightspeed/listen-for-answer.ts";
import { parsePort, parseRedirectUri } from "./lightspeed/option-values.ts";
import { inWords, readAccounts, withLightspeed } from "./with-lightspeed.ts";
import type { LightspeedParts } from "./with-lightspeed.ts";
import { COMMAND_LINE } from "./with-store.ts";

interface ConnectOptions {
  property: string;
  location?: string[];
  redirectUri?: string;
  listen?: number;
}

/** `lightspeed connect`: a hotel grants access to what Lightspeed recorded of it. */
export function lightspeedCommand(): Command {
  return newCommand("lightspeed", [
    "lightspeed connect --property demo --redirect-uri https://example.com/connected",
  ])
    .summary("grant access to Lightspeed")
    .description("The access to Lightspeed by which sales are compared.")
    .addCommand(connectCommand());
}

function connectCommand(): Command {
  return newCommand("lightspeed connect", [
    "lightspeed connect --property demo --redirect-uri https://example.com/connected",
    "lightspeed connect --property demo --location 45454565682155 --redirect-uri https://example.com/connected",
    "lightspeed connect --property demo --listen 8090 --redirect-uri https://tunnel.example.com/callback",
  ])
    .summary("let a hotel grant access in a browser")
    .description(
      "Prints an address, which somebody who may do so at Lightspeed opens and agrees. Lightspeed then sends the browser to " +
        "the redirect address: paste the whole of that address here, or let --listen take it. All locations of the " +
        "property that have the same client share the grant, unless --location names some.",
    )
    .requiredOption("--property <id>", "the property")
    .option("--location <id...>", "only these business locations")
    .option(
      "--redirect-uri <url>",
      "as registered for the client at Lightspeed (default with --listen: the address listened at)",
      parseRedirectUri,
    )
    .option(
      "--listen <port>",
      "wait on this port of this machine for the browser",
      parsePort,
    )
    .action(
      asAction((options: ConnectOptions) =>
        withLightspeed((parts) => connect(parts, options)),
      ),
    );
}

async function connect(
  { store, lightspeed }: LightspeedParts,
  options: ConnectOptions,
): Promise<number> {
  const { accounts } = await readAccounts(store, options);
  const [account] = accounts as [LightspeedAccount];
  const other = accounts.find(({ clientId }) => clientId !== account.clientId);
  if (other !== undefined)
    throw new CommandFailure(
      "These business locations have different clients, and a grant is for one.",
      "Name those that belong together with --location, and connect the others after.",
    );
  const { listen } = options;
  const redirectUri =
    options.redirectUri ??
    (listen === undefined ? null : `http://127.0.0.1:${listen}/callback`);
  if (redirectUri === null)
    throw new CommandFailure(
      "Where Lightspeed sends the browser is not known.",
      "Give --redirect-uri as it is registered for the client, or --listen.",
    );
  const request = await lightspeed.oauth.requestGrant(account, redirectUri);
  console.error("Open this address and agree at Lightspeed:");
  console.log(request.url);
  const answered =
    listen === undefined
      ? await pastedAnswer(redirectUri)
      : await listenForAnswer(listen, request);
  const tokens = await lightspeed.oauth.exchangeCode(
    account,
    request,
    answered,
  );
  await store.connectLightspeed({
    actor: COMMAND_LINE,
    propertyId: account.propertyId,
    businessLocationIds: accounts.map((each) => each.businessLocationId),
    tokens,
  });
  console.log(
    `Connected: ${accounts.map((each) => each.businessLocationId).join(", ")}. A running server uses it at once.`,
  );
  return checkCoverage({ lightspeed }, accounts);
}

/** A grant is for a business; it may cover other locations than was thought. */
async function checkCoverage(
  { lightspeed }: Pick<LightspeedParts, "lightspeed">,
  accounts: readonly LightspeedAccount[],
): Promise<number> {
  let covered: Set<string | null>;
  try {
    const businesses = await lightspeed.financialApi.businesses(accounts[0]!);
    covered = new Set(
      businesses.flatMap((each) => each.businessLocations.map(({ id }) => id)),
    );
  } catch (error) {
    const { message } = inWords(error) as Error;
    console.error(`What the grant covers could not be read: ${message}`);
    return EXIT.failed;
  }
  const missing = accounts.filter(
    ({ businessLocationId }) => !covered.has(businessLocationId),
  );
  for (const { businessLocationId } of missing)
    console.error(
      `The grant does not cover ${businessLocationId}: connect it apart, by somebody who may at its business.`,
    );
  return missing.length === 0 ? EXIT.done : EXIT.failed;
}

async function pastedAnswer(redirectUri: string): Promise<URL> {
  console.error(
    `Then paste the address the browser ends at, beginning with ${redirectUri}:`,
  );
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    const url = URL.parse(line.trim());
    if (url !== null) return url;
    throw new CommandFailure(
      "That is no address.",
      "Paste the whole of it, not only the code: its state shows that it answers this request.",
    );
  }
  throw new CommandFailure("Nothing was pasted; nothing was changed.");
}
