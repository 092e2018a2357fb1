import cliProgress from "cli-progress";

/** How far a command is; on stderr, so that stdout can be piped. */
export interface Progress {
  update: (done: number) => void;
  stop: () => void;
}

export interface ProgressOptions {
  /** False with --no-progress. Where stderr is not a terminal there is a line now and then instead of a bar. */
  shown: boolean;
  label: string;
  unit: string;
  /** Null: not known in advance. */
  total: number | null;
}

export function startProgress(options: ProgressOptions): Progress {
  if (!options.shown) {
    return { update: () => undefined, stop: () => undefined };
  }
  if (!process.stderr.isTTY) return inLines(options);
  const format =
    options.total === null
      ? `${options.label} {value} ${options.unit} | {duration_formatted}`
      : `${options.label} {bar} {percentage}% | {value}/{total} ${options.unit} | {eta_formatted} left`;
  const bar = new cliProgress.SingleBar(
    {
      format,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      fps: 10,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(options.total ?? 0, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}

const LINE_EVERY_MS = 1_000;

function inLines({ label, unit, total }: ProgressOptions): Progress {
  let nextAt = performance.now() + LINE_EVERY_MS;
  return {
    update: (done) => {
      const now = performance.now();
      if (now < nextAt) return;
      nextAt = now + LINE_EVERY_MS;
      const of = total === null ? "" : ` of ${total}`;
      process.stderr.write(`${label}: ${done}${of} ${unit}\n`);
    },
    stop: () => undefined,
  };
}
