import cliProgress from "cli-progress";

/** How far a command is; on stderr, so that stdout can be piped. */
export interface Progress {
  update: (done: number) => void;
  stop: () => void;
}

export interface ProgressOptions {
  /** False with --no-progress; there is no bar either where stderr is not a terminal. */
  shown: boolean;
  label: string;
  unit: string;
  /** Null: not known in advance. */
  total: number | null;
}

export function startProgress(options: ProgressOptions): Progress {
  if (!options.shown || !process.stderr.isTTY) {
    return { update: () => undefined, stop: () => undefined };
  }
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
