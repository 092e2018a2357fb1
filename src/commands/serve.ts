import type { AddressInfo } from "node:net";
import type { Command } from "commander";
import type { App } from "../app.ts";
import { readConfig } from "../config.ts";
import type { Config } from "../config.ts";
import { createLog } from "../log.ts";
import type { Log } from "../log.ts";
import { releaseVersion } from "../places.ts";
import { newCommand } from "./command-line.ts";
import { introduceDemoProperty, prepareDemoProperty } from "./demo-property.ts";

/** What a stop may take in all; the container's own patience is 10 s. */
const STOP_MARGIN_MS = 1_500;

/** `serve`: the server, until SIGTERM or SIGINT. */
export function serveCommand(): Command {
  return newCommand("serve", [
    "serve",
    "PORT=9000 DATA_DIR=/var/lib/pms pms-charge-receiver serve",
  ])
    .summary("run the server")
    .description(
      "Serves tills and partners until SIGTERM or Ctrl-C, then lets what is in flight finish and exits. Its settings are " +
        "environment variables: PORT, HOST, DATA_DIR, PROVISION_FILE and others, see README.md.",
    )
    .action(serve);
}

async function serve(): Promise<void> {
  const { config, secrets } = readConfig();
  const log = createLog({ level: config.logLevel });
  // Loaded when it is needed: other commands start without the server.
  const { createApp } = await import("../app.ts");
  const app = await createApp(config, secrets, { log });
  try {
    await provisionFrom(config, app, log);
    const demo = await prepareDemoProperty({ store: app.store, ...config });
    stopOnSignal(app, config, log);
    const address = await app.start();
    const baseUrl = `http://${hostOf(address)}:${address.port}`;
    log.info({
      event: "server.started",
      version: releaseVersion(),
      host: config.host,
      port: address.port,
    });
    if (demo !== null) {
      const { dataDir, basePath } = config;
      const place = { baseUrl: baseUrl + basePath, dataDir, now: Date.now() };
      console.log(introduceDemoProperty(demo, place));
    }
  } catch (error) {
    await app.stop();
    throw error;
  }
}

async function provisionFrom(
  { provisionFile }: Config,
  { store }: App,
  log: Log,
): Promise<void> {
  if (provisionFile === null) return;
  const { applyProvisioningFile } = await import("./provision.ts");
  const { outcome, changes } = await applyProvisioningFile(
    store,
    provisionFile,
  );
  if (outcome === "applied")
    log.info({ event: "provisioning.applied", changes: changes.length });
}

function hostOf({ address, family }: AddressInfo): string {
  if (address === "0.0.0.0" || address === "::") return "localhost";
  return family === "IPv6" ? `[${address}]` : address;
}

/** A terminal's Ctrl-C under npm arrives twice; only a signal that is sent again later is meant to cut the stop short. */
const SAME_SIGNAL_MS = 1_000;

/** The first signal drains; one that comes again does not wait. */
function stopOnSignal(app: App, config: Config, log: Log): void {
  let stoppingSince: number | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (stoppingSince !== null) {
      if (now - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    stoppingSince = now;
    log.info({ event: "server.stopping", signal });
    const cut = setTimeout(() => {
      log.error({ event: "server.stop-overdue" });
      end(log, 1);
    }, config.shutdownTimeoutMs + STOP_MARGIN_MS);
    app.stop().then(
      () => {
        clearTimeout(cut);
        log.info({ event: "server.stopped" });
        end(log, 0);
      },
      (error: unknown) => {
        log.error({ event: "server.stop-failed", error });
        end(log, 1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

/** Leaves once the log is written. */
function end(log: Log, code: number): void {
  log.flush(() => process.exit(code));
}
