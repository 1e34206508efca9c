/** The part of Artillery's engine that is used here: the package brings no types. */
declare module "@artilleryio/int-core" {
  /** Counters of a window of ten seconds. */
  export interface Statistics {
    readonly counters: Readonly<Record<string, number>>;
  }

  /** A load that is ready to begin. */
  export interface Run {
    run(): void;
    /** Ends its bookkeeping; virtual users that are under way go on. */
    stop(): Promise<void>;
    on(event: "stats" | "done", listener: (statistics: Statistics) => void): void;
  }

  export const runner: {
    readonly runner: (script: object, payload: undefined, options: object) => Promise<Run>;
  };
}
