import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FILLER = "filler-";
const WRITTEN_BYTES = 1024 * 1024;

/**
 * A file system of its own, in a file, whose power can be cut: what was not synced, and what the file system had not
 * written by itself, is not there when it is mounted again.
 */
export class SmallDisk {
  readonly path: string;
  readonly #directory: string;
  readonly #image: string;
  #fillers = 0;

  constructor(megabytes: number) {
    this.#directory = mkdtempSync(join(tmpdir(), "torture-disk-"));
    this.#image = join(this.#directory, "image");
    this.path = join(this.#directory, "disk");
    // PostgreSQL has a user of its own.
    chmodSync(this.#directory, 0o755);
    mkdirSync(this.path);
    writeFileSync(this.#image, "");
    truncateSync(this.#image, megabytes * 1024 * 1024);
    // No room is reserved for root: a full disk is full for everybody. Blocks are as large as pages of memory, as on any
    // disk but a tiny one: SQLite counts on that where it shares memory, and would be killed (SIGBUS) on a full one.
    run("mkfs.ext4", ["-q", "-m", "0", "-b", "4096", this.#image]);
    this.mount();
    chmodSync(this.path, 0o777);
  }

  mount(): void {
    run("mount", ["-o", "loop", this.#image, this.path]);
  }

  /** From now on nothing reaches it, as if the machine had lost its power. Every process that uses it has to end before it is mounted again. */
  cutPower(): void {
    const shutdown = `my $how = pack("L", ${WITHOUT_FLUSHING}); open(my $disk, "<", $ARGV[0]) or die $!; ioctl($disk, ${EXT4_IOC_SHUTDOWN}, $how) or die $!`;
    run("perl", ["-e", shutdown, this.path]);
  }

  /** What is on it so far is not what is to be lost. */
  sync(): void {
    run("sync", ["-f", this.path]);
  }

  unmount(): void {
    run("umount", [this.path]);
  }

  /** Down to the last bytes, as often as it is called. */
  fill(): void {
    const { bavail, bsize } = statfsSync(this.path);
    const size = bavail * bsize - WRITTEN_BYTES;
    // Taken without being written; may fail for want of room for the taking.
    if (size > 0) spawnSync("fallocate", ["-l", String(size), this.#filler()]);
    const file = this.#filler();
    for (let piece = WRITTEN_BYTES; piece >= 512; piece /= 2) {
      try {
        for (;;) appendFileSync(file, Buffer.alloc(piece));
      } catch (error) {
        if ((error as { code?: unknown }).code !== "ENOSPC") throw error;
      }
    }
  }

  #filler(): string {
    return join(this.path, `${FILLER}${++this.#fillers}`);
  }

  /** For good: what filled it must not come back when the power is lost next. */
  free(): void {
    for (const name of readdirSync(this.path))
      if (name.startsWith(FILLER)) rmSync(join(this.path, name));
    this.sync();
  }

  remove(): void {
    spawnSync("umount", ["-l", this.path]);
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

// Of the kernel's include/uapi/linux/ext4.h; the flag leaves the journal as it is on the disk.
const EXT4_IOC_SHUTDOWN = "0x8004587d";
const WITHOUT_FLUSHING = 2;

function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
  });
  if (status !== 0)
    throw new Error(`${program} ${args.join(" ")}: ${stderr}`, {
      cause: error,
    });
}
