import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { missingTools } from "./tools.ts";

// npm run torture:planted: the torture itself is tried on builds that break a promise. It has to find each of them.

interface Plant {
  what: string;
  /** In src, with what is replaced in it. */
  file: string;
  replace: readonly (readonly [from: string, to: string])[];
  engine: "sqlite" | "postgres";
  /** The faults that bring it to light. */
  only: string;
  /** The column that must not be 0. */
  finds: string;
}

const PLANTS: readonly Plant[] = [
  {
    what: "commits are not synced",
    file: "store/sqlite/connection.ts",
    replace: [["synchronous = FULL", "synchronous = OFF"]],
    engine: "sqlite",
    only: "power loss",
    finds: "lost",
  },
  {
    what: "bills are acknowledged before their commit",
    file: "store/sqlite/writing/writer.ts",
    replace: [
      ["open.begin();", "if (!open.db.inTransaction) open.begin();"],
      [
        "open.commit();",
        'if (Math.random() < 0.1 || calls.some(({ verb }) => verb !== "takeCharge")) open.commit();',
      ],
    ],
    engine: "sqlite",
    only: "kill -9",
    finds: "lost",
  },
  {
    what: "the server is told not to wait for its disk",
    file: "store/postgres/connection/database.ts",
    replace: [
      [
        "SET LOCAL lock_timeout",
        "SET LOCAL synchronous_commit = off; SET LOCAL lock_timeout",
      ],
    ],
    engine: "postgres",
    only: "power loss",
    finds: "lost",
  },
  {
    what: "a bill is not recognised when it comes again",
    file: "folios/recognise-charge.ts",
    replace: [
      [
        "const named = new Map<bigint, KnownReceipt>();",
        'return { kind: "new", fiscIdReused: found.byFiscId.length > 0 };',
      ],
    ],
    engine: "sqlite",
    only: "twice at once",
    finds: "doubled",
  },
];

/** What a build reads besides, and is not changed. */
const BESIDE = [
  "node_modules",
  "openapi.yaml",
  "package.json",
  "redocly.yaml",
  "schemas",
  "tsconfig.json",
];

const root = fileURLToPath(new URL("../../", import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), "torture-planted-"));
// PostgreSQL has a user of its own.
chmodSync(temporary, 0o755);
const place = join(temporary, "source");

const missing = missingTools();
if (missing.length > 0) {
  for (const line of missing) console.error(line);
  process.exit(1);
}
for (const plant of PLANTS) {
  const { what, finds } = plant;
  const found = await tortured(build(plant), plant);
  console.log(`${what}: ${finds} ${found}${found > 0 ? "" : ", NOT FOUND"}`);
  if (found === 0) process.exitCode = 1;
}
rmSync(temporary, { recursive: true, force: true });

/** Answers its program. */
function build({ what, file, replace }: Plant): string {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  for (const own of [".ci", "src"])
    cpSync(join(root, own), join(place, own), { recursive: true });
  for (const beside of BESIDE)
    symlinkSync(join(root, beside), join(place, beside));
  const path = join(place, "src", file);
  const before = readFileSync(path, "utf8");
  const after = replace.reduce((text, [from, to]) => {
    if (!text.includes(from))
      throw new Error(`${what}: ${file} has no "${from}" any more`);
    return text.replace(from, to);
  }, before);
  writeFileSync(path, after);
  execFileSync(process.execPath, [join(place, ".ci/build.mjs")]);
  return join(place, "dist", "main.js");
}

/** How often what the plant breaks was found. */
async function tortured(
  main: string,
  { engine, only, finds }: Plant,
): Promise<number> {
  const program = fileURLToPath(new URL("./torture.ts", import.meta.url));
  const args = ["--main", main, "--engine", engine, "--only", only];
  const child = spawn(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      program,
      ...args,
      ...["--minutes", "0.5", "--json"],
    ],
    // What it keeps of what went wrong is of no use here.
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, TMPDIR: temporary },
    },
  );
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(child, "close");
  const totals = JSON.parse(said.trim().split("\n").at(-1)!) as Record<
    string,
    number
  >;
  return totals[finds]!;
}
