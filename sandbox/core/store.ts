import { createHmac, randomBytes } from "node:crypto";
import type { JsonObject } from "./json";

/** Everything a store holds, as JSON: what snapshots and files carry. */
export interface Snapshot {
  readonly entries: readonly (readonly [string, JsonObject])[];
  readonly counter: number;
  readonly salt: string;
}

/**
 * The resources of the sandbox by full name (`compute/projects/p/global/networks/n`). An entry is replaced, never
 * changed, so that a snapshot is a copy of references. Ids and times come from a counter: two equal runs give equal
 * resources.
 */
export class Store {
  private entries = new Map<string, JsonObject>();
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

  /** Removes an entry, and says whether it was there. */
  remove(name: string): boolean {
    return this.entries.delete(name);
  }

  /** Names and entries directly or deeper below a prefix that ends in a slash, ordered by name. */
  below(prefix: string): readonly (readonly [string, JsonObject])[] {
    return [...this.entries].filter(([name]) => name.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Names and entries directly in a collection. */
  list(collection: string): readonly (readonly [string, JsonObject])[] {
    const prefix = `${collection}/`;
    return this.below(prefix).filter(([name]) => !name.slice(prefix.length).includes("/"));
  }

  /** A number that no other call gets. */
  next(): number {
    return ++this.counter;
  }

  /** A decimal id as Google's: far beyond what a double holds, below 2^63. */
  id(): string {
    return String(4_000_000_000_000_000_000n + BigInt(this.next()) * 7_919n);
  }

  /** A new etag or fingerprint: base64, as clients send it back. */
  etag(): string {
    return Buffer.from(`sandbox-${String(this.next()).padStart(7, "0")}`).toString("base64");
  }

  /** A time of the sandbox's own clock: one second for every number drawn, from a fixed day on. */
  time(): string {
    return new Date(Date.UTC(2026, 0, 1) + this.next() * 1000).toISOString();
  }

  /**
   * What stands for a secret value: equal values have equal marks, and none leads back to a value. No secret is kept.
   */
  mark(secret: string): string {
    return createHmac("sha256", this.salt).update(secret).digest("hex");
  }

  /** Everything, to be restored later. */
  snapshot(): Snapshot {
    return { entries: [...this.entries], counter: this.counter, salt: this.salt };
  }

  /** Takes entries back to a snapshot's, and no number that was drawn since. */
  revert({ entries }: Snapshot): void {
    this.entries = new Map(entries);
  }

  /** Takes a snapshot's place. */
  restore({ entries, counter, salt }: Snapshot): void {
    this.entries = new Map(entries);
    this.counter = counter;
    this.salt = salt;
  }
}
