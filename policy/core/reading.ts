import { isDeepStrictEqual } from "node:util";
import { Estate } from "./estate";
import type { Resource, StackSettings } from "./resource";

/** What an estate is made of. */
export type Part = Resource | StackSettings;

/** What a function answered of an estate, and what it read for that: a change of anything else leaves its answer as it is. */
export interface Reading<T> {
  readonly answer: T;
  /** Types of the resources that the function asked for. */
  readonly types: ReadonlySet<string>;
  /** A resource with the values that the function read and no more; `null` stands for an item of a list that it left out. */
  readonly withValuesRead: (resource: Resource) => Resource;
  /** Whether the function read anything of a part that another one in its place says otherwise. */
  readonly hasRead: (part: Part, other: Part) => boolean;
}

/**
 * Notes what a function reads of an estate. The function has to be one of the estate alone, as a rule bound to its spec is:
 * then it takes the same way through an estate in which nothing differs that it has read.
 */
export function watchReading<T>(read: (estate: Estate) => T, estate: Estate): Reading<T> {
  const watched = new WatchedEstate(estate);
  return {
    answer: read(watched),
    types: watched.types,
    withValuesRead: (resource) => {
      const read = watched.traces.get(resource)?.valueRead(resource);
      return { ...resource, values: read?.values ?? {} };
    },
    hasRead: (part, other) => watched.traces.get(part)?.differs(part, other) ?? false,
  };
}

/** An estate that notes what is read of it. */
class WatchedEstate extends Estate {
  readonly types = new Set<string>();
  readonly traces = new Map<Part, Trace>();
  /** Rules ask for the resources of a type again and again. */
  private readonly lists = new Map<readonly Part[], readonly Part[]>();

  override get stacks(): readonly StackSettings[] {
    return this.watchParts(super.stacks);
  }

  override get resources(): readonly Resource[] {
    return this.watchResources(super.resources);
  }

  override ofType(type: string): readonly Resource[] {
    return this.watchResources(super.ofType(type));
  }

  override ofTypes(isWanted: (type: string) => boolean): readonly Resource[] {
    return this.watchResources(super.ofTypes(isWanted));
  }

  private watchResources(resources: readonly Resource[]): readonly Resource[] {
    for (const { type } of resources) this.types.add(type);
    return this.watchParts(resources);
  }

  private watchParts<P extends Part>(parts: readonly P[]): readonly P[] {
    const known = this.lists.get(parts) as readonly P[] | undefined;
    const watched = known ?? parts.map((part) => this.watchPart(part));
    this.lists.set(parts, watched);
    return watched;
  }

  private watchPart<P extends Part>(part: P): P {
    const trace = this.traces.get(part) ?? new Trace();
    this.traces.set(part, trace);
    return trace.watch(part);
  }
}

/** What was read of a value: which of its members, and whether the names of all. */
class Trace implements ProxyHandler<object> {
  private readonly members = new Map<string, Trace>();
  private isListed = false;
  private watched: unknown;

  /** The value, which notes here what is read of it; what has no members is itself. A trace is of one value. */
  watch<T>(value: T): T {
    if (!hasMembers(value)) return value;
    return (this.watched ??= new Proxy<object>(value, this)) as T;
  }

  get(target: object, name: string | symbol): unknown {
    const value: unknown = Reflect.get(target, name);
    return typeof name === "symbol" || typeof value === "function" ? value : this.traceOf(name).watch(value);
  }

  has(target: object, name: string | symbol): boolean {
    if (typeof name === "string") this.traceOf(name);
    return Reflect.has(target, name);
  }

  getOwnPropertyDescriptor(target: object, name: string | symbol): PropertyDescriptor | undefined {
    if (typeof name === "string") this.traceOf(name);
    return Reflect.getOwnPropertyDescriptor(target, name);
  }

  ownKeys(target: object): (string | symbol)[] {
    this.isListed = true;
    return Reflect.ownKeys(target);
  }

  /** The value with the members that were read. */
  valueRead<T>(value: T): T {
    if (!hasMembers(value)) return value;
    const memberRead = (name: string): unknown => this.members.get(name)?.valueRead(Reflect.get(value, name));
    if (Array.isArray(value)) return value.map((_, index) => memberRead(String(index)) ?? null) as T;
    const names = Object.keys(value).filter((name) => this.members.has(name));
    return Object.fromEntries(names.map((name) => [name, memberRead(name)])) as T;
  }

  /** Whether anything that was read is otherwise in another value. */
  differs(value: unknown, other: unknown): boolean {
    if (value === other) return false;
    if (!hasMembers(value) || !hasMembers(other) || Array.isArray(value) !== Array.isArray(other)) {
      return !isDeepStrictEqual(value, other);
    }
    if (this.isListed && !isDeepStrictEqual(Object.keys(value), Object.keys(other))) return true;
    for (const [name, trace] of this.members) {
      if (trace.differs(Reflect.get(value, name), Reflect.get(other, name))) return true;
    }
    return false;
  }

  private traceOf(name: string): Trace {
    const known = this.members.get(name);
    if (known) return known;
    const trace = new Trace();
    this.members.set(name, trace);
    return trace;
  }
}

/** Whether a value is a list or a block; the map of a resource's references counts as one value. */
const hasMembers = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !(value instanceof Map);
