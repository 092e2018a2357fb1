import {
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { ConfigError, readConfig } from "../src/config.ts";

const directory = mkdtempSync(join(tmpdir(), "pms-config-"));
afterAll(() => rmSync(directory, { recursive: true }));

const read = (environment: Record<string, string> = {}) =>
  readConfig({ DATA_DIR: directory, ...environment });
const faultsOf = (environment: Record<string, string>): string[] => {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

describe("the settings", () => {
  test("have defaults that are safe on any machine", () => {
    const { config } = readConfig({ DATA_DIR: directory });
    expect(config).toMatchObject({
      host: "127.0.0.1",
      port: 8080,
      basePath: "",
      databaseUrl: null,
      logLevel: "info",
      trustProxy: false,
      metricsPort: null,
      production: false,
      bodyDays: 400,
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  test("an empty value is an absent one", () => {
    const { config } = read({
      PORT: "",
      HOST: " ",
      BASE_PATH: "/",
      TRUST_PROXY: "",
      DATABASE_URL: "",
    });
    expect(config).toMatchObject({
      port: 8080,
      host: "127.0.0.1",
      basePath: "",
      trustProxy: false,
    });
  });

  test("are read in every form they may have", () => {
    const { config } = read({
      PORT: "0",
      BASE_PATH: "/pms/k-series.v1/",
      TRUST_PROXY: "10.0.0.1, 192.168.0.0/16,loopback",
      LOG_LEVEL: "WARN",
      NODE_ENV: "production",
    });
    expect(config).toMatchObject({
      port: 0,
      basePath: "/pms/k-series.v1",
      trustProxy: ["10.0.0.1", "192.168.0.0/16", "loopback"],
      logLevel: "warn",
      production: true,
    });
    expect(read({ TRUST_PROXY: "2" }).config.trustProxy).toBe(2);
  });

  test("that are wrong are listed all together, each with its name and a remedy, and no secret is shown", () => {
    const secret = "too-short-a-secret";
    const faults = faultsOf({
      PORT: "eighty",
      METRICS_PORT: "70000",
      BASE_PATH: "pms",
      LOG_LEVEL: "loud",
      TRUST_PROXY: "true",
      PROVISION_FILE: join(directory, "nowhere.json"),
      DATABASE_URL: "mysql://user:password@db/pms",
      BODY_DAYS: "0",
      METRICS_TOKEN: secret,
      SECRETS_KEY: secret,
      TRAIL_KEY: Buffer.alloc(31).toString("base64"),
    });
    const names = faults.map((fault) => fault.split(" ", 1)[0]).sort();
    expect(names).toEqual([
      "BASE_PATH",
      "BODY_DAYS",
      "DATABASE_URL",
      "LOG_LEVEL",
      "METRICS_PORT",
      "METRICS_TOKEN",
      "PORT",
      "PROVISION_FILE",
      "SECRETS_KEY",
      "TRAIL_KEY",
      "TRUST_PROXY",
    ]);
    expect(faults.join("\n")).not.toMatch(new RegExp(`${secret}|password`));
    for (const fault of faults)
      expect(fault).toMatch(/: (give|leave)|no such file/);
  });

  test("two ports cannot be one", () => {
    expect(faultsOf({ PORT: "9000", METRICS_PORT: "9000" })).toHaveLength(1);
  });

  test("a directory is no provisioning file", () => {
    expect(faultsOf({ PROVISION_FILE: directory })).toHaveLength(1);
  });
});

describe("the keys of the installation", () => {
  test("are made once, stay the same, and are readable by their owner only", () => {
    const first = read().secrets;
    const again = read().secrets;
    expect(first.trailKey).toHaveLength(32);
    expect(again.trailKey).toEqual(first.trailKey);
    expect(again.secretsKeys).toEqual(first.secretsKeys);
    expect(first.trailKey.equals(first.secretsKeys[0]!)).toBe(false);
    for (const name of ["trail.key", "secrets.key"]) {
      expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    }
  });

  test("given by the environment are used as they are, and not kept in a file", () => {
    const fresh = mkdtempSync(join(tmpdir(), "pms-keys-"));
    const key = Buffer.alloc(32, 7);
    const { secrets } = readConfig({
      DATA_DIR: fresh,
      SECRETS_KEY: key.toString("base64"),
      TRAIL_KEY: key.toString("base64"),
    });
    expect(secrets.secretsKeys).toEqual([key]);
    expect(() => readFileSync(join(fresh, "secrets.key"))).toThrow();
    rmSync(fresh, { recursive: true });
  });

  test("from before are known after today's", () => {
    const given = [7, 8, 9].map((byte) => Buffer.alloc(32, byte));
    const [today, ...before] = given.map((key) => key.toString("base64"));
    const { secrets } = readConfig({
      SECRETS_KEY: today,
      SECRETS_KEYS_BEFORE: before.join(","),
    });
    expect(secrets.secretsKeys).toEqual(given);
    expect(() => readConfig({ SECRETS_KEYS_BEFORE: "short" })).toThrow(
      /SECRETS_KEYS_BEFORE is not a key/,
    );
  });

  test("that were damaged are not replaced in silence: what they sealed would be lost", () => {
    const fresh = mkdtempSync(join(tmpdir(), "pms-keys-"));
    writeFileSync(join(fresh, "trail.key"), "short");
    expect(() => readConfig({ DATA_DIR: fresh }).secrets.trailKey).toThrow(
      /restore it from a backup/,
    );
    rmSync(fresh, { recursive: true });
  });
});
