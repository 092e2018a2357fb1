import { execFile } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "@jest/globals";
import { startServe } from "../support/command.ts";
import { until } from "../support/until.ts";
import { buildProvisioning } from "../support/provisioning.ts";

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0))
    rmSync(directory, { recursive: true, force: true });
});

function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "demo-"));
  directories.push(directory);
  return directory;
}

async function paste(line: string): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)("bash", ["-c", line]);
  return JSON.parse(stdout) as Record<string, unknown>;
}

const curlsIn = (text: string) =>
  text.split("\n").filter((line) => line.startsWith("curl "));

describe("the demo property", () => {
  test("is made on a first start, with commands that work as they are printed", async () => {
    const dataDir = join(freshDirectory(), "data");
    const server = await startServe({ DATA_DIR: dataDir, BASE_PATH: "/pms" });
    try {
      const path = join(dataDir, "demo-credentials.json");
      expect(statSync(path).mode & 0o777).toBe(0o600);
      await until(() => curlsIn(server.stdout()).length === 3);
      const [search, charge, folio] = curlsIn(server.stdout());
      expect(await paste(search!)).toMatchObject({
        success: true,
        reservations: expect.arrayContaining([
          expect.objectContaining({ reservationId: "001" }),
        ]),
      });
      const first = await paste(charge!);
      expect(first).toMatchObject({
        status: "posted",
        bills: [{ folioId: "001", total: "40.00" }],
        flags: [],
      });
      expect(await paste(charge!)).toMatchObject({
        status: "replayed",
        receiptId: first["receiptId"],
      });
      expect(await paste(folio!)).toMatchObject({
        folioId: "001",
        balance: "40.00",
      });
    } finally {
      expect(await server.stop()).toBe(0);
    }
  });

  test("keeps its credentials over a restart, and says again where they are", async () => {
    const dataDir = freshDirectory();
    const path = join(dataDir, "demo-credentials.json");
    const first = await startServe({ DATA_DIR: dataDir });
    const before = readFileSync(path, "utf8");
    await first.stop();
    const second = await startServe({ DATA_DIR: dataDir });
    try {
      expect(readFileSync(path, "utf8")).toBe(before);
      await until(() => curlsIn(second.stdout()).length === 3);
      expect(second.stdout()).toContain(path);
      expect(await paste(curlsIn(second.stdout())[1]!)).toMatchObject({
        status: "posted",
      });
    } finally {
      await second.stop();
    }
  });

  test("is never made in production, nor where a provisioning file says what there is", async () => {
    const directory = freshDirectory();
    const provisionFile = join(directory, "provisioning.json");
    const own = buildProvisioning((property) => {
      property["id"] = "own";
    });
    writeFileSync(provisionFile, JSON.stringify(own));
    for (const environment of [
      { NODE_ENV: "production", DATA_DIR: join(directory, "production") },
      {
        PROVISION_FILE: provisionFile,
        DATA_DIR: join(directory, "provisioned"),
      },
    ]) {
      const server = await startServe(environment);
      await server.stop();
      expect(server.stdout()).not.toContain("curl");
      expect(
        existsSync(join(environment.DATA_DIR, "demo-credentials.json")),
      ).toBe(false);
    }
  });
});
