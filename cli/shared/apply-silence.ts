import type { OutputLine } from "./terraform-output";

/**
 * Seconds without a line after which Terraform works on no change: of each that is under way it says every ten seconds that
 * it still is (https://github.com/hashicorp/terraform/blob/v1.11.4/internal/command/views/hook_ui.go).
 */
export const SILENT_SECONDS = 30;

/** Seconds that it has to give the lock back. Its library repeats that call for ever. */
export const RELEASE_SECONDS = 60;

/** Watches an apply for the silence of one that waits for the bucket of its state. */
export class ApplySilence {
  /** Milliseconds; undefined before the first change is begun, when it may wait for the lock. */
  private since: number | undefined;
  private isTold = false;
  private isReleasing = false;

  /** Takes the next line. */
  add({ type }: OutputLine, now: number): void {
    if (type === "state_lock_release") this.isReleasing = true;
    if (this.since !== undefined || type === "apply_start") this.since = now;
  }

  /** Whether it has written its state, into the bucket or into a file: the lock is the last that it has. */
  get isSaved(): boolean {
    return this.isReleasing;
  }

  /** What has to be done about the silence now: `say` once that it waits, `end` where nothing but the lock is lost by that. */
  next(now: number): "say" | "end" | undefined {
    const seconds = this.since === undefined ? 0 : (now - this.since) / 1000;
    if (this.isReleasing) return seconds >= RELEASE_SECONDS ? "end" : undefined;
    if (this.isTold || seconds < SILENT_SECONDS) return undefined;
    this.isTold = true;
    return "say";
  }
}

/**
 * What people are told of an apply that is silent. A connection that is lost ends by itself after some fifteen minutes
 * (https://docs.kernel.org/networking/ip-sysctl.html, `tcp_retries2`).
 */
export const silenceText = (stack: string): string =>
  [
    `${stack}: Terraform has said nothing for ${SILENT_SECONDS} s, so it changes nothing: it waits for the bucket of its state`,
    `${stack}: where the network is lost, let it wait: it gives up within some 15 minutes, and then its state is kept in a file`,
    `${stack}: killed before that, it loses what it knows of what it made`,
  ].join("\n");
