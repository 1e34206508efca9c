import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { GoReader, endOfBracket, goTokens, type GoValue } from "./go-literals";

/** Go files of one folder that belong to a provider. */
class GoPackage {
  /** Text of all files, one after another. */
  readonly text: string;

  constructor(folder: string) {
    const files = readdirSync(folder).filter((file) => file.endsWith(".go") && !file.endsWith("_test.go"));
    this.text = files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  }

  /** The body of a function with its braces; undefined where the package has no such function. */
  functionBody(name: string): string | undefined {
    const head = new RegExp(`^func ${name}\\([^]*?\\{$`, "m").exec(this.text);
    if (!head) return undefined;
    const start = head.index + head[0].length - 1;
    return this.text.slice(start, endOfBracket(this.text, start));
  }

  /** The expression that a variable of the package begins with. */
  variable(name: string): GoValue | undefined {
    const head = new RegExp(`^(?:var )?\\s*${name}(?: [\\w.\\[\\]*]+)?\\s*=\\s*`, "m").exec(this.text);
    return head ? firstValue(this.text.slice(head.index + head[0].length)) : undefined;
  }
}

/** The expression that a text begins with. */
export const firstValue = (text: string): GoValue => new GoReader(goTokens(text)).readValue();

/** The packages of a provider's source tree, each read once. */
export class GoPackages {
  private readonly known = new Map<string, GoPackage>();
  private readonly folders: ReadonlyMap<string, string>;

  /** @param root - the provider's source tree, with the folder `google` in it */
  constructor(root: string) {
    const top = join(root, "google");
    const services = join(top, "services");
    const inside = (folder: string): readonly (readonly [string, string])[] =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => [name, join(folder, name)] as const);
    this.folders = new Map([...inside(top), ...inside(services)]);
  }

  /** Names of all packages. */
  names(): readonly string[] {
    return [...this.folders.keys()];
  }

  /** A package by name; undefined for one that is not the provider's own. */
  find(name: string): GoPackage | undefined {
    const folder = this.folders.get(name);
    if (folder === undefined) return undefined;
    const found = this.known.get(name) ?? new GoPackage(folder);
    this.known.set(name, found);
    return found;
  }

  /** What a name in a package means: `[package, name]`, where `other.Name` is another package's. */
  resolve(from: string, name: string): readonly [string, string] {
    const dot = name.indexOf(".");
    return dot < 0 ? [from, name] : [name.slice(0, dot), name.slice(dot + 1)];
  }

  /**
   * A literal behind a name: of a variable, or what a function without branches returns.
   *
   * @param from - package in which the name stands
   */
  literal(from: string, value: GoValue | undefined): readonly [string, GoValue | undefined] {
    if (value?.kind !== "call" && value?.kind !== "text") return [from, value];
    const [home, name] = this.resolve(from, value.kind === "call" ? value.name : value.text);
    if (!/^\w+$/.test(name)) return [from, value];
    if (value.kind === "text") return [home, this.find(home)?.variable(name)];
    const returned = this.returned(from, value);
    return returned === undefined ? [from, value] : this.literal(home, returned);
  }

  /** What a function of the provider's returns; undefined for anything else. */
  returned(from: string, call: GoValue): GoValue | undefined {
    if (call.kind !== "call") return undefined;
    const [home, name] = this.resolve(from, call.name);
    const body = this.find(home)?.functionBody(name) ?? "";
    const head = /^\treturn (?=&|map|[\w.]+\()/m.exec(body);
    return head ? firstValue(body.slice(head.index + head[0].length)) : undefined;
  }
}
