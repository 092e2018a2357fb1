import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import {
  afterAll,
  beforeAll,
  describe,
  expect,
  jest,
  test,
} from "@jest/globals";
import type { LightspeedStandIn } from "../../src/commands/simulate/lightspeed/stand-in.ts";
import {
  launchCommand,
  runCommand,
  talkToCommand,
} from "../support/command.ts";
import type { LaunchedCommand } from "../support/command.ts";
import { startStandIn } from "../support/lightspeed.ts";
import { buildProvisioning, KEY } from "../support/provisioning.ts";

// Each command is a process of its own, which takes its time on a busy machine.
jest.setTimeout(120_000);

const LOCATIONS = ["45454565682155", "45454565682156"];
const REDIRECT = "https://pms.example.com/connected";
const directory = mkdtempSync(join(tmpdir(), "lightspeed-"));
const environment = {
  DATA_DIR: join(directory, "data"),
  ALLOW_PRIVATE_TARGETS: "true",
};
let standIn: LightspeedStandIn;

beforeAll(async () => {
  standIn = await startStandIn({ locations: LOCATIONS });
  const { refreshToken: _none, ...client } = standIn.access("v2");
  const file = buildProvisioning((property) => {
    property["businessLocations"] = LOCATIONS.map((id, index) => ({
      id,
      name: `Outlet ${id}`,
      apiKeys: [{ name: "till", key: `${KEY}${index}` }],
      lightspeed: client,
    }));
  });
  const path = join(directory, "hotel.json");
  writeFileSync(path, JSON.stringify(file));
  const applied = await runCommand(["provision", path], environment);
  expect(applied).toMatchObject({ code: 0, stderr: "" });
});
afterAll(async () => {
  await standIn.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Where Lightspeed would send the browser. */
async function agree(written: string): Promise<URL | null> {
  const address = /^http\S+$/m.exec(written)?.[0];
  if (address === undefined || !written.includes("paste")) return null;
  const answer = await fetch(address, { redirect: "manual" });
  return new URL(answer.headers.get("location")!);
}

const connecting = [
  ..."lightspeed connect --property demo --redirect-uri".split(" "),
  REDIRECT,
];

describe("lightspeed connect", () => {
  test("refuses an answer whose state is another's, and a code alone", async () => {
    const stolen = await talkToCommand(
      connecting,
      environment,
      async (text) => {
        const answered = await agree(text);
        answered?.searchParams.set("state", "of-somebody-else");
        return answered?.href ?? null;
      },
    );
    expect(stolen.code).toBe(1);
    expect(stolen.stderr).toContain("does not belong to the request");
    const codeAlone = await talkToCommand(
      connecting,
      environment,
      async (text) => (await agree(text))?.searchParams.get("code") ?? null,
    );
    expect(codeAlone.code).toBe(1);
    expect(codeAlone.stderr).toContain("Paste the whole of it");
    expect(standIn.grants.handedOut).toBe(0);
  });

  test("keeps the grant that was given, for all locations of the client; then they can be registered and listed", async () => {
    let given = "";
    const connected = await talkToCommand(
      connecting,
      environment,
      async (text) => {
        const answered = await agree(text);
        given = answered?.searchParams.get("code") ?? "";
        return answered?.href ?? null;
      },
    );
    expect(connected).toMatchObject({ code: 0 });
    expect(connected.stdout).toContain(`Connected: ${LOCATIONS.join(", ")}`);
    expect(connected.stdout).toContain("code_challenge_method=S256");
    expect(connected.stdout + connected.stderr).not.toContain(given);
    expect(standIn.grants.handedOut).toBe(1);

    const endpoint = "https://pms.example.com/lightspeed";
    const registering = "providers register --property demo --endpoint";
    const registered = await runCommand(
      [...registering.split(" "), endpoint],
      environment,
    );
    expect(registered).toMatchObject({ code: 0 });
    const providers = standIn.providers.all();
    expect(providers.map((each) => each.businessLocationId).sort()).toEqual(
      LOCATIONS,
    );
    for (const { apiKey, features } of providers) {
      expect(features).toEqual([
        "SEARCH_BY_NAME",
        "SERVICE_CHARGE",
        "ENRICHED_PAYLOAD",
      ]);
      expect(registered.stdout + registered.stderr).not.toContain(apiKey);
    }
    expect(new Set(providers.map(({ apiKey }) => apiKey)).size).toBe(2);
    expect(registered.stdout).toContain("SERVICE_CHARGE: bills tell");
    expect(registered.stdout).toContain("sets it back to Other");

    const listing = "providers list --property demo".split(" ");
    const listed = await runCommand(listing, environment);
    for (const { id, apiKey } of providers) {
      expect(listed.stdout).toContain(id);
      expect(listed.stdout).not.toContain(apiKey);
    }
  });
});

describe("lightspeed connect --listen", () => {
  const freePort = async (): Promise<number> => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    return port;
  };
  const listenOn = (port: number): LaunchedCommand => {
    const args = `lightspeed connect --property demo --listen ${port}`;
    return launchCommand(args.split(" "), environment);
  };
  /** Where Lightspeed sends a browser that agreed to what the command asked for. */
  const agreed = async (command: LaunchedCommand): Promise<URL> => {
    const address = await command.writes(/^http\S+$/m);
    await command.writes(/Waiting for the browser/);
    const answer = await fetch(address, { redirect: "manual" });
    return new URL(answer.headers.get("location")!);
  };

  test("takes the answer from the browser on this machine, and no other: not one with another's state, nor to another path", async () => {
    const port = await freePort();
    const command = listenOn(port);
    const before = standIn.grants.handedOut;
    const answer = await agreed(command);
    expect([answer.hostname, Number(answer.port)]).toEqual(["127.0.0.1", port]);
    await expect(listensElsewhere(port)).resolves.toBe(false);
    const stolen = new URL(answer);
    stolen.searchParams.set("state", "of-somebody-else");
    const stateless = new URL(answer);
    stateless.searchParams.delete("state");
    const elsewhere = new URL(answer);
    elsewhere.pathname = "/";
    for (const [url, status] of [
      [stolen, 400],
      [stateless, 400],
      [elsewhere, 404],
    ] as const) {
      const refused = await fetch(url);
      expect(refused.status).toBe(status);
      expect(await refused.text()).not.toContain(url.searchParams.get("code"));
    }
    expect(command.child.exitCode).toBeNull();
    expect(standIn.grants.handedOut).toBe(before);

    expect((await fetch(answer)).status).toBe(200);
    const ended = await command.ended;
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain(`Connected: ${LOCATIONS.join(", ")}`);
    expect(ended.stdout + ended.stderr).not.toContain(
      answer.searchParams.get("code"),
    );
    expect(standIn.grants.handedOut).toBe(before + 1);
  });

  test("says so where the hotel does not agree, and changes nothing", async () => {
    const command = listenOn(await freePort());
    const answer = await agreed(command);
    answer.searchParams.delete("code");
    answer.searchParams.set("error", "access_denied");
    const before = standIn.grants.handedOut;
    expect((await fetch(answer)).status).toBe(200);
    const ended = await command.ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("access_denied");
    expect(standIn.grants.handedOut).toBe(before);
  });

  test("says so where the port is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const ended = await listenOn(port).ended;
    server.close();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`Port ${port} is in use`);
    expect(ended.stderr).not.toContain("EADDRINUSE");
  });
});

/** Whether others than this machine could reach it. */
async function listensElsewhere(port: number): Promise<boolean> {
  const address = Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === "IPv4" && !each.internal)?.address;
  if (address === undefined) return false;
  return fetch(`http://${address}:${port}/callback`).then(
    () => true,
    () => false,
  );
}

describe("providers", () => {
  test("registers no address without TLS, unless private targets are meant", async () => {
    const args =
      "providers register --property demo --endpoint http://pms.example.com";
    const refused = await runCommand(args.split(" "), {
      ...environment,
      ALLOW_PRIVATE_TARGETS: "false",
    });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("does not begin with https://");
  });
});
