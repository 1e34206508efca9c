/** One request that was answered. */
export interface Entry {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
  /** Milliseconds since the sandbox was started. */
  readonly at: number;
}

/** Most entries that are kept; older ones are dropped. */
const MOST = 20_000;

/** A log of what the sandbox was asked for. */
export class Journal {
  private readonly started = performance.now();
  private requestLog: Entry[] = [];
  private readonly unknownRoutes = new Set<string>();
  private readonly outsideHosts = new Map<string, number>();

  /** Milliseconds since the sandbox was started. */
  now(): number {
    return Math.round(performance.now() - this.started);
  }

  /** Keeps a request. */
  request(entry: Omit<Entry, "at">): void {
    if (this.requestLog.length >= MOST) this.requestLog = this.requestLog.slice(MOST / 2);
    this.requestLog.push({ ...entry, at: this.now() });
  }

  /** Keeps a route that is not served. */
  unknown(method: string, path: string): void {
    this.unknownRoutes.add(`${method} ${path}`);
  }

  /** Keeps a host outside this machine to which a client asked to be connected. */
  outside(host: string): void {
    this.outsideHosts.set(host, (this.outsideHosts.get(host) ?? 0) + 1);
  }

  /** Requests in order, the latest {@link MOST} of them. */
  requests(): readonly Entry[] {
    return this.requestLog;
  }

  /** Routes that were asked for and are not served. */
  unknowns(): readonly string[] {
    return [...this.unknownRoutes];
  }

  /** Outside hosts and how often each was asked for. */
  outsides(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.outsideHosts);
  }

  /** Forgets everything. */
  clear(): void {
    this.requestLog = [];
    this.unknownRoutes.clear();
    this.outsideHosts.clear();
  }
}
