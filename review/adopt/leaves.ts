import { isRecord } from "../../policy/core/json";
import { UNKNOWN } from "../../policy/core/resource";

/** What stands at a path, and everything below it, by path without indexes. */
export interface Leaves {
  /** Whether the source says anything of the path, be it that nothing is there. */
  readonly isSaid: boolean;
  /** Texts of what is set; nothing, false, zero and empty text count as not set, as they do for the provider. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** Paths whose value is known only after apply. */
  readonly unknown: readonly string[];
}

/** Where a block stands without anything in it, that is all it says (`replication.auto`). */
const BLOCK = "{}";

/** Collects what a path of a table names (`settings.disk_type`, `replication.*`) from attributes in the plan's form. */
export function leavesAt(attributes: Readonly<Record<string, unknown>>, pattern: string): Leaves {
  const walk = new Walk();
  walk.descend(attributes, pattern.replace(/\.\*$/, "").split("."), "");
  return walk;
}

class Walk implements Leaves {
  isSaid = true;
  readonly texts = new Map<string, string[]>();
  readonly unknown: string[] = [];

  descend(value: unknown, [step, ...rest]: readonly string[], path: string): void {
    if (value === UNKNOWN) this.unknown.push(path);
    else if (step === undefined) this.collect(value, path);
    else if (Array.isArray(value)) value.forEach((item: unknown) => this.descend(item, [step, ...rest], path));
    else if (isRecord(value)) {
      if (Object.hasOwn(value, step)) this.descend(value[step], rest, path ? `${path}.${step}` : step);
      else this.isSaid = false;
    }
  }

  private collect(value: unknown, path: string): void {
    if (value === UNKNOWN) this.unknown.push(path);
    else if (Array.isArray(value)) value.forEach((item: unknown) => this.collect(item, path));
    else if (isRecord(value)) {
      this.add(path, BLOCK);
      for (const [name, item] of Object.entries(value)) this.collect(item, `${path}.${name}`);
    } else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      if (value !== "" && value !== 0 && value !== false) this.add(path, `${value}`);
    }
  }

  private add(path: string, text: string): void {
    const there = this.texts.get(path);
    if (there) there.push(text);
    else this.texts.set(path, [text]);
  }
}
