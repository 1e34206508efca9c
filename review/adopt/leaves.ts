import { isRecord } from "../../policy/core/json";
import { UNKNOWN } from "../../policy/core/resource";

/** The values at a path and below it, by path without indexes. */
export interface Leaves {
  /** Whether the source has the path at all, with a value or with none. */
  readonly isSaid: boolean;
  /** The set values as text. Null, false, zero and empty text count as unset, as they do for the provider. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** Paths whose value is known only after apply. */
  readonly unknown: readonly string[];
}

/** The text of a block, which may say something by its presence alone (`replication.auto`). */
const BLOCK = "{}";

/** Collects the values at a pattern (`settings.disk_type`, `replication.*`) from attributes in the form of a plan. */
export function leavesAt(attributes: Readonly<Record<string, unknown>>, pattern: string): Leaves {
  const walk = new LeafWalk();
  walk.descend(attributes, pattern.replace(/\.\*$/, "").split("."), "");
  return walk;
}

class LeafWalk implements Leaves {
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
      this.addText(path, BLOCK);
      for (const [name, item] of Object.entries(value)) this.collect(item, `${path}.${name}`);
    } else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      if (value !== "" && value !== 0 && value !== false) this.addText(path, `${value}`);
    }
  }

  private addText(path: string, text: string): void {
    const there = this.texts.get(path);
    if (there) there.push(text);
    else this.texts.set(path, [text]);
  }
}
