import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { LightspeedGrant } from "../properties/lightspeed-grant.ts";
import type { HealedSale, ReconciliationView } from "../reconciliation/run.ts";
import type { StoreObserver, StoreStatus } from "../store/store.ts";
import type { Exchange } from "./exchange.ts";

const LATENCY_BUCKETS_S = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
];
const WATCHED_FLAGS = ["unmapped", "out-of-balance"];
const GRANT_STATES: readonly LightspeedGrant["state"][] = [
  "live",
  "not-connected",
  "dead",
];
const ENDED: readonly ReconciliationView["status"][] = [
  "complete",
  "incomplete",
  "failed",
];
const LOOP_LOOKED_AT_MS = 10;
const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

const RECOVERED_AS = ["posted", "refused"];

/** What operators watch. Every series is of a bounded set of labels: routes are templates, reasons a closed list, hotels those with Lightspeed. */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = this.#counter(
    "pms_requests_total",
    "Requests by route, status and outcome.",
    ["route", "method", "status", "outcome"],
  );
  readonly #chargeSeconds = new Histogram({
    name: "pms_charge_duration_seconds",
    help: "Time from the first byte of a charge to its answer.",
    labelNames: ["outcome"],
    buckets: LATENCY_BUCKETS_S,
    registers: [this.registry],
  });
  readonly #refused = this.#counter(
    "pms_charges_refused_total",
    "Charges that were not posted, by reason.",
    ["reason"],
  );
  readonly #flagged = this.#counter(
    "pms_receipts_flagged_total",
    "Receipts posted with a flag: unmapped, out-of-balance and others.",
    ["flag"],
  );
  readonly #failedKeys = this.#counter(
    "pms_failed_keys_total",
    "Requests with a missing or wrong key or token.",
    ["door"],
  );
  readonly #answered503 = this.#counter(
    "pms_charges_answered_503_found_total",
    "Charges answered 503 that were found to be posted after all.",
    [],
  );
  readonly #storeFailures = this.#counter(
    "pms_store_failures_total",
    "Failures of the store, by event.",
    ["event"],
  );
  readonly #batchSize = new Histogram({
    name: "pms_store_batch_size",
    help: "Writes that shared one commit.",
    buckets: BATCH_BUCKETS,
    registers: [this.registry],
  });
  readonly #batchSeconds = new Histogram({
    name: "pms_store_batch_duration_seconds",
    help: "Time from the begin to the commit of a batch.",
    buckets: LATENCY_BUCKETS_S,
    registers: [this.registry],
  });

  readonly #renewals = this.#counter(
    "pms_lightspeed_renewals_total",
    "Renewals of access to Lightspeed, by outcome.",
    ["outcome"],
  );

  readonly #reconciliations = this.#counter(
    "pms_reconciliations_total",
    "Reconciliations that this process has ended, by status.",
    ["status"],
  );
  readonly #compared = this.#counter(
    "pms_reconciled_sales_total",
    "Bills that those have compared, by outcome.",
    ["outcome"],
  );

  readonly #recovered = this.#counter(
    "pms_recovered_sales_total",
    "Sales that were missing here and this process has recovered: as posted bills, or as refused receipts that wait for staff.",
    ["outcome"],
  );

  constructor() {
    this.#watchEventLoop();
    // What an alarm is set on is there from the start, not only once it has happened.
    for (const flag of WATCHED_FLAGS) this.#flagged.inc({ flag }, 0);
    for (const status of ENDED) this.#reconciliations.inc({ status }, 0);
    for (const outcome of RECOVERED_AS) this.#recovered.inc({ outcome }, 0);
  }

  /** While one thing keeps the process busy, no till is answered. */
  #watchEventLoop(): void {
    const delay = monitorEventLoopDelay({ resolution: LOOP_LOOKED_AT_MS });
    delay.enable();
    new Gauge({
      name: "pms_event_loop_delay_max_seconds",
      help: "The longest the process was deaf since the metrics were last read.",
      registers: [this.registry],
      collect() {
        this.set(Math.max(0, delay.max / 1e9 - LOOP_LOOKED_AT_MS / 1000));
        delay.reset();
      },
    });
  }

  /** Asked for when the metrics are read. */
  watchStore(status: () => StoreStatus): void {
    const gauge = (name: string, help: string, value: () => number): void => {
      new Gauge({
        name,
        help,
        registers: [this.registry],
        collect() {
          this.set(value());
        },
      });
    };
    gauge("pms_store_queue_depth", "Writes that wait for a commit.", () => {
      return status().queued;
    });
    gauge("pms_store_writable", "1 while the store takes writes.", () => {
      return status().writable ? 1 : 0;
    });
  }

  /** Asked for when the metrics are read; in milliseconds. */
  watchBacklog(queuedMs: () => number): void {
    new Gauge({
      name: "pms_backlog_seconds",
      help: "Work queued before a charge that would come now; lists are sent away above 0.5, searches above 1, charges above 2.",
      registers: [this.registry],
      collect() {
        this.set(queuedMs() / 1000);
      },
    });
  }

  watchGrants(standing: () => readonly LightspeedGrant[]): void {
    new Gauge({
      name: "pms_lightspeed_grants",
      help: "Grants to read from Lightspeed, by state; with a dead one nothing can be compared.",
      labelNames: ["state"],
      registers: [this.registry],
      collect() {
        for (const state of GRANT_STATES) {
          const count = standing().filter((grant) => grant.state === state);
          this.set({ state }, count.length);
        }
      },
    });
  }

  /** `endedAt`: the end of the last business date that was proved complete, in milliseconds UTC; 0: of none yet. */
  watchCompleteness(
    standing: () => readonly { propertyId: string; endedAt: number }[],
  ): void {
    new Gauge({
      name: "pms_reconciled_until_timestamp_seconds",
      help: "By hotel, when the last business date ended that was reconciled as complete; 0: none yet.",
      labelNames: ["property"],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const { propertyId, endedAt } of standing())
          this.set({ property: propertyId }, endedAt / 1000);
      },
    });
  }

  recovered(sales: readonly HealedSale[]): void {
    for (const { receiptId } of sales)
      this.#recovered.inc({
        outcome: receiptId === null ? "refused" : "posted",
      });
  }

  reconciled({
    status,
    counts,
  }: Pick<ReconciliationView, "status" | "counts">): void {
    this.#reconciliations.inc({ status });
    for (const [outcome, count] of Object.entries(counts))
      this.#compared.inc({ outcome }, count);
  }

  grantRenewal(outcome: string): void {
    this.#renewals.inc({ outcome });
  }

  answered(
    exchange: Exchange,
    answer: { method: string; status: number | null; durationMs: number },
  ): void {
    const outcome =
      answer.status === null ? "aborted" : (exchange.outcome ?? "none");
    this.#requests.inc({
      route: exchange.route ?? "none",
      method: KNOWN_METHODS.has(answer.method) ? answer.method : "other",
      status: answer.status ?? 0,
      outcome,
    });
    if (exchange.route === "/charge") {
      this.#chargeSeconds.observe({ outcome }, answer.durationMs / 1000);
    }
  }

  chargeRefused(reason: string): void {
    this.#refused.inc({ reason });
  }

  chargePosted(flags: readonly string[]): void {
    for (const flag of flags) this.#flagged.inc({ flag });
  }

  keyFailed(door: "till" | "management"): void {
    this.#failedKeys.inc({ door });
  }

  storeObserver(): StoreObserver {
    return {
      batchCommitted: (batch) => {
        this.#batchSize.observe(batch.size);
        this.#batchSeconds.observe(batch.durationMs / 1000);
      },
      answered503Found: () => this.#answered503.inc(),
      failed: (failure) => this.#storeFailures.inc({ event: failure.event }),
      recovered: () => this.#storeFailures.inc({ event: "recovered" }),
    };
  }

  #counter<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
  ): Counter<Label> {
    return new Counter({
      name,
      help,
      labelNames,
      registers: [this.registry],
    });
  }
}

const KNOWN_METHODS = new Set(
  "GET HEAD POST PUT PATCH DELETE OPTIONS".split(" "),
);
