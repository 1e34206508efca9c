import { createHmac, randomBytes } from "node:crypto";
import type { JsonObject } from "./json";

/** Everything that a store holds, as JSON. */
export interface Snapshot {
  readonly entries: readonly (readonly [string, JsonObject])[];
  readonly counter: number;
  readonly salt: string;
}

/** Most operations that are kept; a client asks for its own within seconds. */
const MOST_OPERATIONS = 2000;

/**
 * The resources of the sandbox by full name (`compute/projects/p/global/networks/n`). An entry is replaced, never
 * changed, so that a snapshot only copies references. Ids and times come from a counter, so that two equal runs give
 * equal resources.
 */
export class Store {
  private entries = new Map<string, JsonObject>();
  private readonly operations = new Map<string, JsonObject>();
  private counter = 0;
  private salt = randomBytes(16).toString("hex");

  /** The entry of a name. */
  get(name: string): JsonObject | undefined {
    return this.entries.get(name);
  }

  /** Writes an entry. */
  put(name: string, entry: JsonObject): void {
    this.entries.set(name, entry);
  }

  /**
   * Removes an entry.
   *
   * @returns whether there was one
   */
  remove(name: string): boolean {
    return this.entries.delete(name);
  }

  /** Names and entries at any depth below a prefix that ends in a slash, ordered by name. */
  below(prefix: string): readonly (readonly [string, JsonObject])[] {
    return [...this.entries].filter(([name]) => name.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Names and entries directly in a collection. */
  list(collection: string): readonly (readonly [string, JsonObject])[] {
    const prefix = `${collection}/`;
    return this.below(prefix).filter(([name]) => !name.slice(prefix.length).includes("/"));
  }

  /** Keeps an operation, which is no resource: it is in no snapshot, and the oldest are forgotten. */
  keepOperation(name: string, operation: JsonObject): void {
    this.operations.set(name, operation);
    const [oldest] = this.operations.keys();
    if (this.operations.size > MOST_OPERATIONS && oldest !== undefined) this.operations.delete(oldest);
  }

  /** An operation that was kept. */
  operation(name: string): JsonObject | undefined {
    return this.operations.get(name);
  }

  /** A number that no other call gets. */
  next(): number {
    return ++this.counter;
  }

  /** A decimal id like Google's: too long for a double, below 2^63. */
  id(): string {
    return String(4_000_000_000_000_000_000n + BigInt(this.next()) * 7_919n);
  }

  /** A new etag or fingerprint: base64, as clients send it back. */
  etag(): string {
    return Buffer.from(`sandbox-${String(this.next()).padStart(7, "0")}`).toString("base64");
  }

  /** A time of the sandbox's own clock, which begins on a fixed day and advances one second for each number drawn. */
  time(): string {
    return new Date(Date.UTC(2026, 0, 1) + this.next() * 1000).toISOString();
  }

  /**
   * A mark that stands for a secret value: equal values have equal marks, and a mark does not reveal its value. No
   * secret is kept.
   */
  mark(secret: string): string {
    return createHmac("sha256", this.salt).update(secret).digest("hex");
  }

  /** Everything that the store holds, to be restored later. */
  snapshot(): Snapshot {
    return { entries: [...this.entries], counter: this.counter, salt: this.salt };
  }

  /** Restores the entries of a snapshot, but not its counter: no number is drawn twice. */
  revert({ entries }: Snapshot): void {
    this.entries = new Map(entries);
  }

  /** Restores a snapshot with its counter. */
  restore({ entries, counter, salt }: Snapshot): void {
    this.entries = new Map(entries);
    this.counter = counter;
    this.salt = salt;
  }
}
