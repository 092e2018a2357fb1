import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRandom } from "../../src/commands/simulate/random.ts";
import type { Random } from "../../src/commands/simulate/random.ts";
import { until } from "../support/until.ts";
import type { Fault } from "./fault.ts";
import { openPostgresStage } from "./stage/postgres-stage.ts";
import { openSqliteStage } from "./stage/sqlite-stage.ts";
import type { Engine, Stage } from "./stage/stage.ts";
import type { FaultTable } from "./table.ts";
import { Journal } from "./till/journal.ts";
import { audit, misanswers, verify } from "./verification.ts";
import type { Findings } from "./verification.ts";

export interface EngineRun {
  engine: Engine;
  /** With how often each comes compared with the others. */
  faults: ReadonlyMap<Fault, number>;
  seed: string;
  seconds: number;
  main: string;
  /** For the journals, and for what is kept of a lap that went wrong. */
  directory: string;
  table: FaultTable;
  say: (line: string) => void;
}

/** After so many bills the books begin anew: every verification reads all of them. */
const BILLS_A_LAP = 4_000;

/** One fault after the other, each looked into when it has ended, until the time is over. */
export async function runEngine(run: EngineRun): Promise<void> {
  const { engine, seed, seconds, table } = run;
  const endsAt = performance.now() + seconds * 1000;
  const isOver = (): boolean => performance.now() >= endsAt;
  for (const fault of run.faults.keys()) table.expect(engine, fault.name);
  const random = createRandom(`${seed}/${engine}`);
  const order = faultsInTurn(run.faults, random);
  for (let number = 1; !isOver(); number++)
    await runLap(run, { name: `${engine}-${number}`, random, order, isOver });
}

interface Lap {
  name: string;
  random: Random;
  order: Iterator<Fault, never>;
  isOver: () => boolean;
}

async function runLap(
  run: EngineRun,
  { name, random, order, isOver }: Lap,
): Promise<void> {
  const { engine, seed, main, table, say } = run;
  const directory = join(run.directory, name);
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "journal");
  writeFileSync(path, "");
  const open = engine === "SQLite" ? openSqliteStage : openPostgresStage;
  const complaints: string[] = [];
  const stage = await open({
    main,
    journal: path,
    directory,
    complain: (what) => complaints.push(what),
    seed: `${seed}/${name}`,
  });
  const journal = new Journal(path);
  let isWhole = true;
  try {
    while (isWhole && !isOver() && journal.bills.size < BILLS_A_LAP) {
      const fault = order.next().value;
      const startedAt = performance.now();
      await busy(journal);
      const times = await strike(fault, stage, random);
      await stage.till.pause();
      journal.read();
      const findings = await verify(stage, journal);
      const news = journal.takeNews();
      findings.misanswered.push(
        ...misanswers(news, fault.tillMaySee),
        ...complaints.splice(0),
      );
      const audited = await audit(stage);
      if (audited !== null) findings.halved.push(audited);
      stage.till.goOn();
      table.add(engine, fault.name, { times, news, findings });
      const took = ((performance.now() - startedAt) / 1000).toFixed(1);
      say(
        `${name} ${fault.name} × ${times}: ${news.length} answers, ${took} s`,
      );
      isWhole = told(findings, say);
    }
    if (!isWhole) keep(stage, directory, say);
  } finally {
    await stage.close();
  }
}

/** Each fault meets tills at work. */
async function busy(journal: Journal): Promise<void> {
  const acknowledged = (): number => {
    journal.read();
    return journal.acknowledged;
  };
  const before = acknowledged();
  await until(() => acknowledged() >= before + BUSY_BILLS, BUSY_WITHIN_MS);
}

const BUSY_BILLS = 20;
const BUSY_WITHIN_MS = 60_000;

async function strike(
  fault: Fault,
  stage: Stage,
  random: Random,
): Promise<number> {
  await sleep(random.below(300));
  const times = await fault.begin(stage, random);
  await fault.end(stage);
  await stage.serve();
  return times;
}

function told(findings: Findings, say: (line: string) => void): boolean {
  const all = Object.entries(findings) as [keyof Findings, string[]][];
  for (const [kind, found] of all)
    for (const words of found.slice(0, SHOWN)) say(`  ${kind}: ${words}`);
  return all.every(([, found]) => found.length === 0);
}

const SHOWN = 5;

/** For whoever looks into it. */
function keep(
  { disk }: Stage,
  directory: string,
  say: (line: string) => void,
): void {
  cpSync(disk.path, join(directory, "disk"), { recursive: true });
  say(`  kept in ${directory}`);
}

/** Each once, the first one first and the others in any order; then as often as its weight says. */
function* faultsInTurn(
  faults: ReadonlyMap<Fault, number>,
  random: Random,
): Generator<Fault, never> {
  const [first, ...left] = faults.keys();
  yield first!;
  while (left.length > 0) yield left.splice(random.below(left.length), 1)[0]!;
  const weighted = [...faults].flatMap(([fault, weight]) =>
    Array.from({ length: weight }, () => fault),
  );
  for (;;) yield random.pick(weighted);
}
