import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import { CommandFailure, EXIT, asAction, newCommand } from "./command-line.ts";
import {
  parseCount,
  parseCurrency,
  parseDuration,
  parseInstant,
  parseLocation,
  parseMix,
  parseRate,
  parseShare,
  parseUrl,
} from "./simulate/option-values.ts";
import { parsePort } from "./lightspeed/option-values.ts";
import { NO_LOSSES } from "./simulate/losses.ts";
import type { Losses } from "./simulate/losses.ts";
import type { SimulationOptions } from "./simulate/run-simulation.ts";
import { STORY_KINDS, USUAL_MIX } from "./simulate/stories.ts";

type WithDefault = "url" | "mix" | "timeout" | "seed" | "at";
type GivenOptions = Omit<SimulationOptions, WithDefault | "losses" | "record"> &
  Partial<Pick<SimulationOptions, WithDefault>> &
  Losses & { lightspeed?: number; location: string };

/** `simulate`: a till against any base URL. */
export function simulateCommand(): Command {
  return newCommand("simulate", [
    "simulate --url http://127.0.0.1:8080 --credentials data/demo-credentials.json",
    "simulate --url https://pms.example.com/lightspeed --api-key KEY --count 500 --rate 20",
    "simulate --url http://127.0.0.1:8080 --api-key KEY --token TOKEN --property demo --duration 5m",
    "simulate --url http://127.0.0.1:4010 --api-key KEY --mix void=3,two-rooms=1 --seed friday",
    "simulate --lightspeed 4020 --url http://127.0.0.1:8080 --api-key KEY --lost 0.05",
  ])
    .summary("play a till with realistic bills")
    .description(
      "Plays a till against a PMS: searches per keystroke, charges bills of every kind, repeats itself like a flaky " +
        "network, and ends with counts and latencies. Given a token, it reads every acknowledged bill back and " +
        "compares the money. It books real postings: do not point it at a hotel that is open.",
    )
    .option(
      "--url <url>",
      "base address of /search and /charge; without it only --lightspeed is played",
      parseUrl,
    )
    .option("--api-key <key>", "key of the business location")
    .option("--token <token>", "management token, to read the bills back")
    .option(
      "--property <id>",
      "property of the business location, to read the bills back",
    )
    .option(
      "--credentials <file>",
      "JSON file with apiKey, token and propertyId, such as demo-credentials.json",
    )
    .option(
      "--management-url <url>",
      "where /v1 is (default: the root of --url)",
      parseUrl,
    )
    .option("--reference <text>", "businessExternalReference to send")
    .option(
      "--rate <bills>",
      "bills a second; 0: as fast as the answers come",
      parseRate,
      10,
    )
    .option(
      "--count <bills>",
      `bills in all (default: 100, unless there is a duration)`,
      parseCount,
    )
    .option(
      "--duration <time>",
      "how long, such as 30s, 5m or 1h",
      parseDuration,
    )
    .option(
      "--mix <kinds>",
      `which bills, with weights (default: all): ${STORY_KINDS.join(", ")}`,
      parseMix,
    )
    .option(
      "--currency <code>",
      "currency of the business (default: that of the property, else CHF)",
      parseCurrency,
    )
    .option(
      "--seed <text>",
      "the same seed and --at give the same bills (default: random)",
    )
    .option(
      "--at <instant>",
      "when the first bill is closed (default: now)",
      parseInstant,
    )
    .option("--concurrency <n>", "bills under way at once", parseCount, 8)
    .option(
      "--flaky <share>",
      "share of bills that are sent more than once",
      parseShare,
      0.2,
    )
    .option(
      "--timeout <time>",
      "how long to wait for an answer (default: 10s)",
      parseDuration,
    )
    .option(
      "--lightspeed <port>",
      "also play Lightspeed on this port, which has recorded the bills, until Ctrl-C",
      parsePort,
    )
    .option(
      "--location <id>",
      "business location that it plays",
      parseLocation,
      "45454565682155",
    )
    .option(
      "--lost <share>",
      "share of bills that Lightspeed has and that are never sent",
      parseShare,
      NO_LOSSES.lost,
    )
    .option(
      "--unrecorded <share>",
      "share of bills that are sent and that Lightspeed does not have",
      parseShare,
      NO_LOSSES.unrecorded,
    )
    .option(
      "--late <share>",
      "share of bills that Lightspeed has only a minute later",
      parseShare,
      NO_LOSSES.late,
    )
    .option("--no-progress", "no progress bar")
    .action(
      asAction(async (options: GivenOptions) => {
        const { lightspeed, location, url } = options;
        if (lightspeed === undefined) return play(options);
        const { runStandIn } =
          await import("./simulate/lightspeed/run-stand-in.ts");
        const standIn = await runStandIn(lightspeed, location);
        try {
          const code =
            url === undefined ? EXIT.done : await play(options, standIn.record);
          await standIn.serve();
          return code;
        } finally {
          await standIn.stop();
        }
      }),
    );
}

async function play(
  options: GivenOptions,
  record: SimulationOptions["record"] = () => undefined,
): Promise<number> {
  const { url, lost, unrecorded, late } = options;
  if (url === undefined)
    throw new CommandFailure(
      "Nobody is named to play to.",
      "Give --url with the address below which /search and /charge are, or --lightspeed.",
    );
  // Loaded when it is needed: other commands start without an HTTP client.
  const { runSimulation } = await import("./simulate/run-simulation.ts");
  return runSimulation({
    ...options,
    url,
    mix: options.mix ?? USUAL_MIX,
    timeout: options.timeout ?? 10_000,
    seed: options.seed ?? randomBytes(4).toString("hex"),
    at: options.at ?? Date.now(),
    losses: { lost, unrecorded, late },
    record,
  });
}
