import { ApplyProgress, type ApplyEnd, type ApplyOutcome, type PlannedChange } from "./apply-progress";
import { ApplySilence, silenceText } from "./apply-silence";
import { followLines } from "./follow";
import { progress } from "./progress";

const LOOK_MILLISECONDS = 1000;

/** Follows an apply by the file that it writes its lines to: shows how far it is, and sees when it does not end. */
export class FollowedApply {
  private readonly counted: ApplyProgress;
  private readonly silence = new ApplySilence();
  private readonly file: ReturnType<typeof followLines>;
  private readonly ending = new AbortController();
  private readonly timer: NodeJS.Timeout;

  /** @param output - the file */
  constructor(
    private readonly stack: string,
    output: string,
    changes: readonly PlannedChange[],
  ) {
    this.counted = new ApplyProgress(changes);
    this.file = followLines(output, (line) => {
      this.counted.add(line);
      this.silence.add(line, performance.now());
    });
    this.timer = setInterval(() => this.look(), LOOK_MILLISECONDS);
  }

  /** Aborts where it has nothing left to do but to give the lock back, and cannot. */
  get isHanging(): AbortSignal {
    return this.ending.signal;
  }

  private look(): void {
    this.file.read();
    const next = this.silence.next(performance.now());
    if (next === "end") this.ending.abort();
    if (next === "say") {
      progress.clearLine();
      process.stderr.write(`${silenceText(this.stack)}\n`);
    }
    progress.showLine(`${this.stack}: ${this.counted.text}`);
  }

  /** How far it has come, once it has ended. */
  outcome(end: Pick<ApplyEnd, "isKilled" | "isExplained">): ApplyOutcome {
    this.file.read();
    return this.counted.outcome({ ...end, isSaved: this.silence.isSaved, isTorn: this.file.isTorn() });
  }

  /** Stops following. */
  close(): void {
    clearInterval(this.timer);
    progress.clearLine();
  }
}
