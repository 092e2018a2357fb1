import { accessSync, constants, statSync } from "node:fs";
import { join, resolve } from "node:path";
import ipaddr from "ipaddr.js";
import { keepSecretFile, readSecretFile } from "./config/secret-file.ts";
import { LOG_LEVELS } from "./log.ts";
import type { LogLevel } from "./log.ts";

/** What the process is told by its environment. Frozen; rooms are handed the few values they need. */
export interface Config {
  host: string;
  /** 0: any free one. */
  port: number;
  /** Below which the till's routes are served too; empty, or `/path` without a slash at the end. */
  basePath: string;
  dataDir: string;
  /** Null: the embedded database in `dataDir`. */
  databaseUrl: string | null;
  /** A replica of it that lists may be read from; null: none. */
  databaseReadUrl: string | null;
  logLevel: LogLevel;
  provisionFile: string | null;
  /** What Express calls `trust proxy`: false, a number of hops, or addresses. */
  trustProxy: false | number | string[];
  metricsPort: number | null;
  production: boolean;
  /** Days for which the bodies of requests are kept. */
  bodyDays: number;
  guestDays: number;
  shutdownTimeoutMs: number;
  connectionsMax: number;
  /** Whether private addresses may be called, and those also without TLS. */
  allowPrivateTargets: boolean;
  /** Failed keys a minute and address, beyond which 429 is answered. */
  failedKeysPerMinute: number;
}

/** Never logged, never printed. */
export interface Secrets {
  metricsToken: string | null;
  /** Of the trail's HMAC, 32 bytes. */
  trailKey: Buffer;
  /** Of what is stored encrypted, 32 bytes each, today's first. */
  secretsKeys: Buffer[];
}

/** All that is wrong with the environment, one line each, with the remedy. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: string[];
  constructor(faults: string[]) {
    super(
      `The settings cannot be used:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`,
    );
    this.faults = faults;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The only reader of the environment. Checks everything first and throws one `ConfigError` that lists all faults. */
export function readConfig(environment: Environment = process.env): {
  config: Config;
  secrets: Secrets;
} {
  const read = new Settings(environment);
  const config: Config = Object.freeze({
    host: read.text("HOST", "127.0.0.1"),
    port: read.integer("PORT", { absent: 8080, min: 0, max: 65_535 }),
    basePath: read.basePath("BASE_PATH"),
    dataDir: resolve(read.text("DATA_DIR", "./data")),
    databaseUrl: read.databaseUrl("DATABASE_URL"),
    databaseReadUrl: read.databaseUrl("DATABASE_READ_URL"),
    logLevel: read.oneOf("LOG_LEVEL", LOG_LEVELS, "info"),
    provisionFile: read.readableFile("PROVISION_FILE"),
    trustProxy: read.trustProxy("TRUST_PROXY"),
    metricsPort: read.optionalInteger("METRICS_PORT", { min: 1, max: 65_535 }),
    production: read.text("NODE_ENV", "") === "production",
    bodyDays: read.integer("BODY_DAYS", { absent: 400, min: 1, max: 36_500 }),
    guestDays: read.integer("GUEST_DAYS", { absent: 400, min: 1, max: 36_500 }),
    shutdownTimeoutMs: read.integer("SHUTDOWN_TIMEOUT_MS", {
      absent: 8_000,
      min: 100,
      max: 600_000,
    }),
    connectionsMax: read.integer("CONNECTIONS_MAX", {
      absent: 10_000,
      min: 1,
      max: 1_000_000,
    }),
    allowPrivateTargets: read.flag("ALLOW_PRIVATE_TARGETS"),
    failedKeysPerMinute: read.integer("FAILED_KEYS_PER_MINUTE", {
      absent: 60,
      min: 1,
      max: 1_000_000,
    }),
  });
  const metricsToken = read.token("METRICS_TOKEN");
  const trailKey = read.key("TRAIL_KEY");
  const secretsKey = read.key("SECRETS_KEY");
  const secretsKeysBefore = read.keys("SECRETS_KEYS_BEFORE");
  if (config.metricsPort !== null && config.metricsPort === config.port) {
    read.fault("METRICS_PORT is the same as PORT: give it a port of its own.");
  }
  if (config.databaseReadUrl !== null && config.databaseUrl === null) {
    read.fault("DATABASE_READ_URL is of no use without DATABASE_URL.");
  }
  if (
    config.databaseUrl !== null &&
    (trailKey === null || secretsKey === null)
  ) {
    read.fault(
      'With DATABASE_URL, give TRAIL_KEY and SECRETS_KEY: all instances need the same ones, for instance from "openssl rand -base64 32".',
    );
  }
  if (read.faults.length > 0) throw new ConfigError(read.faults);
  const secrets: Secrets = Object.freeze({
    metricsToken,
    // Not given, they are made when they are first needed.
    get trailKey() {
      return trailKey ?? keepSecretFile(config.dataDir, "trail.key");
    },
    get secretsKeys() {
      const key = secretsKey ?? keepSecretFile(config.dataDir, "secrets.key");
      return [key, ...secretsKeysBefore];
    },
  });
  return { config, secrets };
}

/** What it takes to prove a database: where it is, and the keys of its trail, today's first. Nothing missing is made. */
export interface AuditConfig {
  databaseUrl: string | null;
  dataDir: string;
  trailKeys: Buffer[];
}

/** As `readConfig`, for who changes nothing. */
export function readAuditConfig(
  environment: Environment = process.env,
): AuditConfig {
  const read = new Settings(environment);
  const dataDir = resolve(read.text("DATA_DIR", "./data"));
  const databaseUrl = read.databaseUrl("DATABASE_URL");
  const before = read.keys("TRAIL_KEYS_BEFORE");
  const key =
    read.key("TRAIL_KEY") ?? readSecretFile(join(dataDir, "trail.key"));
  if (key === null)
    read.fault(
      "There is no TRAIL_KEY, and no trail.key in DATA_DIR: the trail can only be proved with the key it was made with. Give it as TRAIL_KEY, or put trail.key back from a backup.",
    );
  if (key === null || read.faults.length > 0)
    throw new ConfigError(read.faults);
  return { databaseUrl, dataDir, trailKeys: [key, ...before] };
}

/** Reads settings by name and gathers what is wrong. An empty value is an absent one. */
class Settings {
  readonly faults: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  fault(text: string): void {
    this.faults.push(text);
  }

  text(name: string, absent: string): string {
    return this.#given(name) ?? absent;
  }

  integer(
    name: string,
    bounds: { absent: number; min: number; max: number },
  ): number {
    return this.optionalInteger(name, bounds) ?? bounds.absent;
  }

  optionalInteger(
    name: string,
    bounds: { min: number; max: number },
  ): number | null {
    const given = this.#given(name);
    if (given === null) return null;
    const value = /^\d{1,9}$/.test(given) ? Number(given) : NaN;
    if (value >= bounds.min && value <= bounds.max) return value;
    this.fault(
      `${name} is "${given}": give a whole number from ${bounds.min} to ${bounds.max}.`,
    );
    return null;
  }

  oneOf<Word extends string>(
    name: string,
    words: readonly Word[],
    absent: Word,
  ): Word {
    const given = this.#given(name);
    if (given === null) return absent;
    const word = words.find((one) => one === given.toLowerCase());
    if (word !== undefined) return word;
    this.fault(`${name} is "${given}": give one of ${words.join(", ")}.`);
    return absent;
  }

  flag(name: string): boolean {
    return this.oneOf(name, ["true", "false"], "false") === "true";
  }

  basePath(name: string): string {
    const given = this.#given(name)?.replace(/\/+$/, "");
    if (given === undefined || given === "") return "";
    if (/^(\/[A-Za-z0-9._~-]+)+$/.test(given)) return given;
    this.fault(
      `${name} is "${given}": give a path such as /pms, made of letters, digits and . _ ~ -`,
    );
    return "";
  }

  readableFile(name: string): string | null {
    const given = this.#given(name);
    if (given === null) return null;
    const path = resolve(given);
    try {
      accessSync(path, constants.R_OK);
      if (statSync(path).isFile()) return path;
      this.fault(`${name} is "${given}": that is not a file.`);
    } catch {
      this.fault(
        `${name} is "${given}": no such file, or it may not be read by this user.`,
      );
    }
    return null;
  }

  trustProxy(name: string): Config["trustProxy"] {
    const given = this.#given(name);
    if (given === null || /^(false|none|0)$/i.test(given)) return false;
    if (/^[1-9]\d?$/.test(given)) return Number(given);
    const addresses = given.split(",").map((part) => part.trim());
    const wrong = addresses.find((address) => !isProxyAddress(address));
    if (wrong === undefined) return addresses;
    this.fault(
      `${name} is "${given}": give the number of proxies in front, or their addresses (10.0.0.1, 10.0.0.0/8, loopback), separated by commas. "true" would let anyone choose his address.`,
    );
    return false;
  }

  token(name: string): string | null {
    const given = this.#given(name);
    if (given === null || given.length >= 32) return given;
    this.fault(`${name} is too short: give at least 32 characters.`);
    return null;
  }

  key(name: string): Buffer | null {
    const given = this.#given(name);
    return given === null ? null : this.#keyOf(name, given);
  }

  /** Several, separated by commas. */
  keys(name: string): Buffer[] {
    const given = this.#given(name)?.split(",") ?? [];
    return given.flatMap((text) => this.#keyOf(name, text) ?? []);
  }

  databaseUrl(name: string): string | null {
    const given = this.#given(name);
    if (given === null) return null;
    if (/^postgres(ql)?:\/\/[^/]+\/[^/?]+/i.test(given) && URL.canParse(given))
      return given;
    this.fault(
      `${name} is not understood: give postgres://user@host:5432/database with what belongs to it, or leave it out to keep the data in DATA_DIR. Signs such as # / @ within its parts are written %23 %2F %40.`,
    );
    return null;
  }

  #keyOf(name: string, text: string): Buffer | null {
    const bytes = Buffer.from(text, "base64");
    if (bytes.length === 32) return bytes;
    this.fault(
      `${name} is not a key: give 32 random bytes as base64, for instance from "openssl rand -base64 32".`,
    );
    return null;
  }

  #given(name: string): string | null {
    const value = this.#environment[name]?.trim();
    return value === undefined || value === "" ? null : value;
  }
}

const NAMED_RANGES = new Set(["loopback", "linklocal", "uniquelocal"]);

function isProxyAddress(text: string): boolean {
  return (
    NAMED_RANGES.has(text) || ipaddr.isValid(text) || ipaddr.isValidCIDR(text)
  );
}
