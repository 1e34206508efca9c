/**
 * Writes that are asked for while one is going on become one: each that asks waits for a write that has begun after it asked,
 * so that what it changed is in it. However many ask, at most two writes are between them and their end.
 */
export class JoinedWrites {
  private going: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | undefined;

  /** @param write - writes everything as it is when it begins */
  constructor(private readonly write: () => Promise<void>) {}

  /** Resolves when what is there now has been written; rejects where that write fails. */
  ask(): Promise<void> {
    this.waiting ??= this.going
      // The write before has told its own askers that it failed.
      .catch(() => undefined)
      .then(() => {
        this.going = this.waiting ?? this.going;
        this.waiting = undefined;
        return this.write();
      });
    return this.waiting;
  }

  /** Resolves when no write is going on or waited for, however the last one ended. */
  async settled(): Promise<void> {
    await (this.waiting ?? this.going).catch(() => undefined);
  }
}
