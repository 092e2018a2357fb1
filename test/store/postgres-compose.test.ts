import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { readConfig } from "../../src/config.ts";
import { buildBill, buildLine, buildPayment } from "../support/bill.ts";
import { startServe } from "../support/command.ts";
import { dropDatabase, freshDatabase } from "../support/postgres-database.ts";
import { freePort } from "../support/postgres-server.ts";
import { buildProvisioning, KEY, TOKEN } from "../support/provisioning.ts";
import { until } from "../support/until.ts";
import { undoneAfterEach } from "../support/undone.ts";

interface Compose {
  services: Record<
    string,
    { environment?: Record<string, string>; ports?: string[] }
  >;
  configs: { proxy: { content: string } };
}

const text = readFileSync("docker-compose.yaml", "utf8");
const compose = parse(text) as Compose;
const KEYS = {
  POSTGRES_PASSWORD: "a-password",
  TRAIL_KEY: Buffer.alloc(32, 1).toString("base64"),
  SECRETS_KEY: Buffer.alloc(32, 2).toString("base64"),
};

const cleaning = undoneAfterEach();

/** As compose does it: `${NAME}` and `${NAME:?what is missing}`. */
function filledIn(value: string): string {
  return value.replace(/\$\{(\w+)(?::\?[^}]*)?\}/g, (_all, name: string) => {
    const given = (KEYS as Record<string, string>)[name];
    if (given === undefined) throw new Error(`${name} is given nowhere`);
    return given;
  });
}

test("docker-compose.yaml gives both instances settings the server accepts, the same keys, and the port of the image", () => {
  const instances = ["receiver-1", "receiver-2"].map((name) => {
    const environment = Object.entries(compose.services[name]!.environment!);
    return Object.fromEntries(
      environment.map(([key, value]) => [key, filledIn(value)]),
    );
  });
  expect(instances[0]).toEqual(instances[1]);
  const { config } = readConfig(instances[0]);
  expect(config).toMatchObject({ production: true, host: "0.0.0.0" });
  expect(config.databaseUrl).toContain("@database:5432/pms");
  const exposed = /^EXPOSE (\d+)$/m.exec(readFileSync("Dockerfile", "utf8"));
  expect(String(config.port)).toBe(exposed?.[1]);
  expect(compose.configs.proxy.content).toContain(`receiver-1:${config.port}`);
});

test("behind its proxy a till is served while one instance stops, and again by both", async () => {
  const databaseUrl = await freshDatabase();
  cleaning.push(() => dropDatabase(databaseUrl));
  const directory = mkdtempSync(join(tmpdir(), "pms-compose-"));
  cleaning.push(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, "hotel.json");
  writeFileSync(file, JSON.stringify(buildProvisioning()));
  const start = async (name: string) => {
    const serving = await startServe({
      DATABASE_URL: databaseUrl,
      DATA_DIR: join(directory, name),
      TRAIL_KEY: KEYS.TRAIL_KEY,
      SECRETS_KEY: KEYS.SECRETS_KEY,
      PROVISION_FILE: file,
    });
    cleaning.push(() => serving.stop());
    return serving;
  };
  const [one, two] = await Promise.all([start("one"), start("two")]);
  const proxy = await startProxy(directory, [one.url, two.url]);

  for (let count = 0; count < 10; count++) await charge(proxy);
  await one.stop();
  for (let count = 0; count < 10; count++) await charge(proxy);

  const folio = await fetch(`${proxy}/v1/properties/demo/folios/001`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect(await folio.json()).toMatchObject({ balance: "20.00" });
});

async function charge(url: string): Promise<void> {
  const bill = buildBill({
    apiKey: KEY,
    transactions: [buildLine({ amount: 1 })],
    payments: [buildPayment({ amount: 1, reservationId: "001" })],
  });
  const answer = await fetch(`${url}/charge`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(bill),
  });
  expect([answer.status, await answer.text()]).toEqual([
    200,
    expect.anything(),
  ]);
}

/** haproxy with the file's own configuration; only names and ports are those of this machine. */
async function startProxy(
  directory: string,
  instances: readonly string[],
): Promise<string> {
  const port = await freePort();
  let config = compose.configs.proxy.content
    .replace("bind :8080", `bind 127.0.0.1:${port}`)
    // Names are those of a container engine's network.
    .replace(/ resolvers engine init-addr \S+/, "")
    .replace(/resolvers engine\n\s+parse-resolv-conf\n?/, "");
  for (const [index, url] of instances.entries())
    config = config.replace(`receiver-${index + 1}:8080`, new URL(url).host);
  expect(config).not.toContain("receiver-");
  const path = join(directory, "haproxy.cfg");
  writeFileSync(path, config);
  const child = spawn("haproxy", ["-db", "-f", path], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => (said += part));
  child.on(
    "error",
    (error) => (said += `${error.message}: apt-get install haproxy`),
  );
  cleaning.push(async () => {
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (child.exitCode !== null || child.pid === undefined)
      throw new Error(`haproxy: ${said}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    return answer?.status === 200;
  });
  return url;
}
