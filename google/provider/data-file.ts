import { readArgument, writeArgument, type ProviderArgument, type ProviderArguments } from "./argument";

/** The arguments of everything that a data file is about, by name: `google_redis_instance`, `provider google`. */
export type ProviderSchema = ReadonlyMap<string, ProviderArguments>;

/** Stands in a difference for an argument that the other version does not have. */
const ABSENT = "-";

const INDENT = "  ";

const lastStep = (path: string): string => path.slice(path.lastIndexOf(".") + 1);
const depthOf = (path: string): number => path.split(".").length;

/** A schema as a text, one argument a line, indented by its block. */
export const writeSchema = (schema: ProviderSchema): string =>
  [...schema]
    .flatMap(([name, known]) => [
      name,
      ...[...known].map(
        ([path, argument]) => `${INDENT.repeat(depthOf(path))}${lastStep(path)}: ${writeArgument(argument)}`,
      ),
    ])
    .map((line) => `${line}\n`)
    .join("");

/** Reads what {@link writeSchema} writes. Lines that begin with `#` are for people. */
export function readSchema(text: string): ProviderSchema {
  const schema = new Map<string, Map<string, ProviderArgument>>();
  let known = new Map<string, ProviderArgument>();
  const steps: string[] = [];
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const content = line.trimStart();
    const depth = (line.length - content.length) / INDENT.length;
    if (depth === 0) {
      known = new Map();
      schema.set(line, known);
      continue;
    }
    const colon = content.indexOf(": ");
    if (!Number.isInteger(depth) || depth > steps.length + 1) throw new Error(misread(line));
    steps.splice(depth - 1, steps.length, content.slice(0, colon));
    known.set(steps.join("."), parsed(content.slice(colon + 2), line));
  }
  return schema;
}

const misread = (line: string): string => `"${line}" found; a line of a provider's schema is "name: type flags"`;

function parsed(text: string, line: string): ProviderArgument {
  const argument = readArgument(text);
  if (!argument) throw new Error(misread(line));
  return argument;
}

/** What an earlier version has otherwise than a later one, one argument a line: `type path: …`, or `type path: -`. */
export function writeDifference(later: ProviderSchema, earlier: ProviderSchema): string {
  const lines = [...later].flatMap(([name, known]) => {
    const before = earlier.get(name) ?? new Map<string, ProviderArgument>();
    const paths = [...new Set([...known.keys(), ...before.keys()])].sort();
    return paths.flatMap((path) => {
      const [now, was] = [known.get(path), before.get(path)].map((each) => (each ? writeArgument(each) : ABSENT));
      const parent = path.slice(0, Math.max(0, path.lastIndexOf(".")));
      // What stands in a block that is not there is not there either.
      const isTold = was === ABSENT && parent !== "" && !before.has(parent);
      return now === was || isTold ? [] : [`${name} ${path}: ${was ?? ABSENT}`];
    });
  });
  return lines.map((line) => `${line}\n`).join("");
}

/** The earlier version, from the later one and {@link writeDifference}'s text. */
export function applyDifference(later: ProviderSchema, text: string): ProviderSchema {
  const schema = new Map([...later].map(([name, known]) => [name, new Map(known)]));
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [, name = "", path = "", content = ""] = /^(.+) (\S+): (.+)$/.exec(line) ?? [];
    const known = schema.get(name);
    if (!known) throw new Error(`"${line}" found; a line of a difference is "type path: type flags"`);
    if (content !== ABSENT) known.set(path, parsed(content, line));
    else for (const each of [...known.keys()]) if (each === path || each.startsWith(`${path}.`)) known.delete(each);
  }
  return schema;
}
