import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  afterAll,
  beforeAll,
  describe,
  expect,
  jest,
  test,
} from "@jest/globals";
import { keysCommand } from "../../src/commands/keys.ts";
import { lightspeedCommand } from "../../src/commands/lightspeed.ts";
import { providersCommand } from "../../src/commands/providers.ts";
import { provisionCommand } from "../../src/commands/provision.ts";
import { reservationsCommand } from "../../src/commands/reservations.ts";
import { serveCommand } from "../../src/commands/serve.ts";
import { simulateCommand } from "../../src/commands/simulate.ts";
import { runCommand, startServe } from "../support/command.ts";
import type { CommandResult, ServingCommand } from "../support/command.ts";
import { buildProvisioning, KEY, TOKEN } from "../support/provisioning.ts";
import type { ProvisioningFile } from "../support/provisioning.ts";

// Each command is a process of its own, which takes its time on a busy machine.
jest.setTimeout(90_000);

/** One server runs throughout; the commands work on its database beside it. */
const directory = mkdtempSync(join(tmpdir(), "commands-"));
const environment = { DATA_DIR: join(directory, "data") };
let server: ServingCommand;

beforeAll(async () => {
  const file = provisioningFile("first.json", buildProvisioning());
  server = await startServe({ ...environment, PROVISION_FILE: file });
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  rmSync(directory, { recursive: true, force: true });
});

function provisioningFile(name: string, content: ProvisioningFile): string {
  return textFile(name, JSON.stringify(content));
}

function textFile(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const run = (...args: string[]): Promise<CommandResult> =>
  runCommand(args, environment);

async function searchStatus(key: string): Promise<number> {
  const response = await fetch(`${server.url}/search?term=101&apiKey=${key}`);
  await response.text();
  return response.status;
}

/** Other processes take part in a change within 2 s. */
async function within2Seconds(isSo: () => Promise<boolean>): Promise<boolean> {
  const until = Date.now() + 2000;
  while (Date.now() < until) {
    if (await isSo()) return true;
    await sleep(100);
  }
  return isSo();
}

async function manage(path: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.url}/v1/properties/demo${path}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  return (await response.json()) as Record<string, unknown>;
}

async function guestNames(): Promise<string[]> {
  const list = await manage("/reservations");
  return (list["results"] as { clientName: string }[])
    .map((guest) => guest.clientName)
    .sort();
}

describe("the help", () => {
  test.each([
    ["serve", serveCommand()],
    ["provision", provisionCommand()],
    ["keys", keysCommand()],
    ["keys issue", keysCommand().commands[0]!],
    ["keys list", keysCommand().commands[1]!],
    ["keys revoke", keysCommand().commands[2]!],
    ["reservations import", reservationsCommand().commands[0]!],
    ["simulate", simulateCommand()],
    ["lightspeed connect", lightspeedCommand().commands[0]!],
    ["providers list", providersCommand().commands[0]!],
    ["providers register", providersCommand().commands[1]!],
    ["providers update", providersCommand().commands[2]!],
    ["providers remove", providersCommand().commands[3]!],
  ])("of %s has examples", (path, command) => {
    let text = "";
    command.configureOutput({ writeOut: (part) => (text += part) });
    command.outputHelp();
    expect(text).toMatch(
      new RegExp(`Examples:\\n  \\$ pms-charge-receiver ${path}`),
    );
  });
});

test("the program says which release it is, and so does the log of a server that starts", async () => {
  const { code, stdout } = await runCommand(["--version"]);
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as {
    version: string;
  };
  expect([code, stdout]).toEqual([0, `${version}\n`]);
  expect(server.stdout()).toContain(`"version":"${version}"`);
});

describe("a command used wrongly", () => {
  test("exits with 2, says what is wrong and names the help", async () => {
    const wrong: [string[], string][] = [
      [["nope"], "unknown command 'nope'"],
      [
        ["keys", "issue", "--property", "demo"],
        "required option '--location <id>' not specified",
      ],
      [["provision"], "missing required argument 'file'"],
      [["simulate", "--url", "x"], "Give an address such as"],
      [
        ["simulate", "--url", "http://x", "--mix", "lunch=1"],
        "There is no kind lunch",
      ],
    ];
    const results = await Promise.all(wrong.map(([args]) => run(...args)));
    results.forEach(({ code, stderr }, index) => {
      expect(stderr).toContain(wrong[index]![1]);
      expect(stderr).toContain("--help)");
      expect(code).toBe(2);
    });
  });

  test("with settings that cannot be used says which, without a stack", async () => {
    const { code, stderr } = await runCommand(["keys", "list"], {
      ...environment,
      PORT: "many",
    });
    expect(code).toBe(1);
    expect(stderr).toContain("PORT");
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe("provision", () => {
  test("lists the path of every fault, quotes no secret and changes nothing", async () => {
    const file = buildProvisioning((property) => {
      property["timezone"] = "Mars/Base";
      property["name"] = "Renamed";
      (
        property["businessLocations"] as { apiKeys: object[] }[]
      )[0]!.apiKeys.push({ name: "b", key: "my-short-key" });
    });
    const { code, stderr } = await run(
      "provision",
      provisioningFile("bad.json", file),
    );
    expect(code).toBe(1);
    expect(stderr).toContain(
      "properties[0].businessLocations[0].apiKeys[1].key: ",
    );
    expect(stderr).not.toContain("my-short-key");
    expect(stderr).toContain("Nothing was changed.");
    expect(await manage("")).toMatchObject({ name: "Hotel Test" });
  });

  test("is seen by a running server, and applies the same file once", async () => {
    const file = buildProvisioning((property) => {
      property["name"] = "Hotel Changed";
    });
    const path = provisioningFile("changed.json", file);

    const checked = await run("provision", path, "--dry-run");
    expect(checked).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /would be changed: property demo \(name\)\n.* Nothing was changed/,
      ),
    });
    expect(await manage("")).toMatchObject({ name: "Hotel Test" });

    expect(await run("provision", path)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Applied"),
    });
    expect(
      await within2Seconds(
        async () => (await manage(""))["name"] === "Hotel Changed",
      ),
    ).toBe(true);
    for (const again of [[], ["--dry-run"]])
      expect(await run("provision", path, ...again)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining("nothing to do"),
      });
  });

  test("names the place of an id that a guest in the database has already", async () => {
    const file = buildProvisioning((property) => {
      property["reservations"] = [];
      property["houseAccounts"] = [
        { folioId: "EVENT-7", name: "Wedding party" },
        { folioId: "001", name: "Not a house account" },
      ];
    });
    const { code, stderr } = await run(
      "provision",
      provisioningFile("taken.json", file),
    );
    expect(code).toBe(1);
    expect(stderr).toContain("properties[0].houseAccounts[1].folioId: ");
  });

  test("takes away what the file no longer mentions only with --prune", async () => {
    const file = buildProvisioning((property) => {
      property["houseAccounts"] = [];
    });
    const path = provisioningFile("pruned.json", file);
    const accounts = async () =>
      ((await manage(""))["houseAccounts"] as unknown[]).length;
    await run("provision", path);
    expect(await accounts()).toBe(1);
    expect(await run("provision", path, "--prune", "--dry-run")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        "would be taken away: house account EVENT-7",
      ),
    });
    expect(await accounts()).toBe(1);
    expect(await run("provision", path, "--prune")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^ {2}taken away: house account EVENT-7\nApplied .*; 1 change\.\n$/,
      ),
    });
    expect(await accounts()).toBe(0);
  });

  test("names what a file changes by leaving it out", async () => {
    const file = buildProvisioning((property) => {
      delete property["dayEndsAt"];
      property["houseAccounts"] = [{ folioId: "EVENT-8", name: "Fair" }];
    });
    const path = provisioningFile("shorter.json", file);
    const longer = buildProvisioning((property) => {
      property["dayEndsAt"] = "04:00";
      property["houseAccounts"] = [
        { folioId: "EVENT-8", name: "Fair", creditLimit: "500.00" },
      ];
    });
    await run("provision", provisioningFile("longer.json", longer));
    expect(await run("provision", path, "--dry-run")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        "would be changed: property demo (dayEndsAt)\n" +
          "  would be changed: house account EVENT-8 (creditLimit)\n",
      ),
    });
  });

  test("tried before there is a database, makes none", async () => {
    const path = provisioningFile("early.json", buildProvisioning());
    const nowhere = join(directory, "not-there-yet");
    const args = ["provision", path, "--dry-run"];
    expect(await runCommand(args, { DATA_DIR: nowhere })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("no database"),
    });
    expect(existsSync(nowhere)).toBe(false);
  });

  test("says which file is not there", async () => {
    const { code, stderr } = await run(
      "provision",
      join(directory, "absent.json"),
    );
    expect(code).toBe(1);
    expect(stderr).toContain("absent.json: no such file");
  });
});

describe("keys", () => {
  test("are issued, shown once, listed without the key and revoked while the server runs", async () => {
    const issued = await run(
      "keys",
      "issue",
      "--property",
      "demo",
      "--location",
      "45454565682155",
      "--name",
      "terrace",
    );
    expect(issued.code).toBe(0);
    const key = issued.stdout.trim();
    expect(key.length).toBeGreaterThanOrEqual(32);
    expect(
      await within2Seconds(async () => (await searchStatus(key)) === 200),
    ).toBe(true);

    const listed = await run("keys", "list", "--property", "demo");
    expect(listed.stdout).not.toContain(key);
    const row = listed.stdout
      .split("\n")
      .find((line) => line.includes("terrace"));
    expect(row).toContain("valid");

    const keyId = row!.split(/\s+/)[0]!;
    expect(await run("keys", "revoke", keyId)).toMatchObject({ code: 0 });
    expect(
      await within2Seconds(async () => (await searchStatus(key)) === 401),
    ).toBe(true);
    expect(await searchStatus(KEY)).toBe(200);
  });

  test("of a location that is not there cannot be issued; the ones that are there are named", async () => {
    const { code, stderr } = await run(
      "keys",
      "issue",
      "--property",
      "demo",
      "--location",
      "1",
      "--name",
      "x",
    );
    expect(code).toBe(1);
    expect(stderr).toContain("45454565682155");
  });

  test("that do not exist cannot be revoked", async () => {
    const { code, stderr } = await run("keys", "revoke", "1");
    expect(code).toBe(1);
    expect(stderr).toContain("keys list");
  });
});

describe("reservations import", () => {
  test("imports all rows or none, and names bad rows by line and member", async () => {
    const before = await guestNames();
    const bad = textFile(
      "bad.csv",
      "reservationId,clientName,blocked\n100,Anna,no\n101,Ben,maybe\n102,Cleo,no\n",
    );
    const refused = await run(
      "reservations",
      "import",
      bad,
      "--property",
      "demo",
    );
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("line 3, blocked: ");
    expect(await guestNames()).toEqual(before);

    const good = textFile(
      "good.csv",
      "\uFEFFreservationId;roomId;clientName;status;creditLimit\n100;201;Anna;in-house;12,50\n101;202;Ben;due-in;\n",
    );
    const imported = await run(
      "reservations",
      "import",
      good,
      "--property",
      "demo",
      "--no-progress",
    );
    expect(imported).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("2 new"),
    });
    expect(await guestNames()).toEqual([...before, "Anna", "Ben"].sort());
  });

  test("names the line of a new guest without a name, and imports none of the others", async () => {
    const before = await guestNames();
    const file = textFile(
      "nameless.csv",
      "reservationId,roomId\n001,103\n900,301\n",
    );
    const { code, stderr } = await run(
      "reservations",
      "import",
      file,
      "--property",
      "demo",
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/line 3, clientName: /);
    expect(await guestNames()).toEqual(before);
    expect(await searchStatus(KEY)).toBe(200);
  });

  test("does not check out most of the house unless that is confirmed", async () => {
    const file = textFile(
      "house.json",
      JSON.stringify([
        { reservationId: "500", clientName: "Only", roomId: "1" },
      ]),
    );
    const args = [
      "reservations",
      "import",
      file,
      "--property",
      "demo",
      "--replace",
    ];
    const asked = await run(...args);
    expect(asked.code).toBe(1);
    expect(asked.stderr).toContain("--confirm");
    const done = await run(...args, "--confirm");
    expect(done).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/1 new, .*[1-9]\d* checked out/),
    });
  });

  test("names the properties there are", async () => {
    const file = textFile("any.csv", "reservationId,clientName\n1,A\n");
    const { code, stderr } = await run(
      "reservations",
      "import",
      file,
      "--property",
      "nowhere",
    );
    expect(code).toBe(1);
    expect(stderr).toContain("Known: demo.");
  });
});

test("commands that no hotel begins with make no database where there is none, and say where they looked", async () => {
  const nowhere = join(directory, "mistyped");
  for (const args of [
    ["keys", "list"],
    ["keys", "revoke", "1"],
    ["reconcile", "--property", "demo", "--date", "2026-11-22"],
  ]) {
    const { code, stderr } = await runCommand(args, { DATA_DIR: nowhere });
    expect([args, code]).toEqual([args, 1]);
    expect(stderr).toBe(
      `There is no database in ${nowhere}, and nothing was made.\n` +
        "Check DATA_DIR, or begin with serve or provision.\n",
    );
    expect(existsSync(nowhere)).toBe(false);
  }
});

test("a server whose trail was signed with another key says so and takes bills all the same", async () => {
  const dataDir = join(directory, "restored");
  const settings = {
    DATA_DIR: dataDir,
    PROVISION_FILE: provisioningFile("again.json", buildProvisioning()),
  };
  const first = await startServe(settings);
  expect(first.stdout()).toContain('"event":"provisioning.applied"');
  expect(await first.stop()).toBe(0);
  const second = await startServe(settings);
  expect(await second.stop()).toBe(0);
  expect(second.stdout()).not.toMatch(/provisioning.applied|trail.other-key/);
  rmSync(join(dataDir, "trail.key"));
  const third = await startServe(settings);
  const search = await fetch(`${third.url}/search?term=101&apiKey=${KEY}`);
  expect(search.status).toBe(200);
  expect(await third.stop()).toBe(0);
  expect(third.stdout()).toMatch(
    /"level":"error".*"event":"trail.other-key".*TRAIL_KEY, or trail.key in DATA_DIR: give that one back/,
  );
});

test("a database that cannot be opened is told with what to do about it", async () => {
  const damaged = join(directory, "damaged");
  mkdirSync(damaged);
  writeFileSync(join(damaged, "store.sqlite"), randomBytes(20_000));
  const isFile = textFile("a-file", "");
  const key = randomBytes(32).toString("base64");
  const onServer = (url: string) => ({
    DATA_DIR: damaged,
    DATABASE_URL: url,
    TRAIL_KEY: key,
    SECRETS_KEY: key,
  });
  const cases: [Record<string, string>, RegExp][] = [
    [{ DATA_DIR: damaged }, /not a database\.\nIt is damaged, .* restore/],
    [{ DATA_DIR: isFile }, /a part of the path is a file/],
    [
      onServer("postgres://u:p@127.0.0.1:1/x"),
      /ECONNREFUSED .*\nCheck that the PostgreSQL server runs/,
    ],
    [
      onServer("postgres://u:a/b@127.0.0.1:1/x"),
      /DATABASE_URL is not understood.* written %23 %2F %40/,
    ],
  ];
  for (const [settings, words] of cases) {
    const { code, stderr } = await runCommand(["serve"], {
      PORT: "0",
      ...settings,
    });
    expect([code, stderr]).toEqual([1, expect.stringMatching(words)]);
  }
});
