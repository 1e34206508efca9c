import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../support/tracked-files";

/** Files that tools of developers read mean what is there. */

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Readonly<
  Record<"dependencies" | "devDependencies", Readonly<Record<string, string>>>
>;
const packages = { ...dependencies, ...devDependencies };

describe("CODEOWNERS", () => {
  const lines = read(".github/CODEOWNERS").split("\n");
  const rows = lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split(/\s+/));
  const explained = lines.flatMap((line) => /^# {3}(@\S+)/.exec(line)?.[1] ?? []);

  test("every path is there, and everything has an owner", () => {
    expect(rows[0]?.[0]).toBe("*");
    const paths = rows.slice(1).map(([path = ""]) => path);
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !path.startsWith("/") || !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("what shows, judges and applies a change has an owner of its own line", () => {
    const paths = rows.map(([path]) => path);
    const deciding = ["/.github/", "/cli/", "/environments/", "/policy/", "/review/"];
    expect(paths.slice(1, 1 + deciding.length)).toEqual(deciding);
  });

  test("every owner is a team, and is said to be replaced", () => {
    const owners = rows.flatMap(([, ...names]) => names);
    expect(new Set(owners)).toEqual(new Set(explained));
    expect(owners.filter((owner) => !/^@[\w-]+\/[\w-]+$/.test(owner))).toEqual([]);
    expect(lines.join("\n")).toContain("# TO REPLACE");
  });
});

interface Update {
  readonly "package-ecosystem": string;
  readonly directory?: string;
  readonly directories?: readonly string[];
  readonly schedule: { readonly interval: string };
  readonly cooldown: { readonly "default-days": number };
  readonly groups: Readonly<Record<string, { readonly patterns: readonly string[] }>>;
  readonly ignore?: readonly { readonly "dependency-name": string }[];
}

describe("dependabot.yml", () => {
  const { updates } = parse(read(".github/dependabot.yml")) as { readonly updates: readonly Update[] };
  const [npm, actions] = updates as readonly [Update, Update];
  const matches = (pattern: string, name: string): boolean =>
    pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

  test("looks at packages, actions and the linter that is built, weekly, and not at what came out within days", () => {
    expect(updates.map((update) => update["package-ecosystem"])).toEqual(["npm", "github-actions", "gomod"]);
    for (const { schedule, cooldown } of updates) {
      expect([schedule.interval, cooldown["default-days"]]).toEqual(["weekly", 7]);
    }
  });

  test("what knows each other's versions moves together, and every pattern means a package", () => {
    const members = (group: string): readonly string[] =>
      Object.keys(packages).filter((name) => npm.groups[group]!.patterns.some((pattern) => matches(pattern, name)));
    const cdktf = ["@cdktf/node-pty-prebuilt-multiarch", "@cdktf/provider-google", "cdktf", "cdktf-cli", "constructs"];
    expect([...members("cdktf")].sort()).toEqual(cdktf);
    const patterns = Object.values(npm.groups).flatMap((group) => group.patterns);
    const ignored = (npm.ignore ?? []).map((entry) => entry["dependency-name"]);
    const known = (pattern: string): boolean => Object.keys(packages).some((name) => matches(pattern, name));
    expect([...patterns, ...ignored].filter((pattern) => !known(pattern))).toEqual([]);
  });

  test("constructs is the version that cdktf-cli wants, as long as the bot leaves it alone", () => {
    const cli = JSON.parse(read("node_modules/cdktf-cli/package.json")) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    expect(packages.constructs).toBe(cli.dependencies.constructs);
  });

  test("every folder with actions is looked at", () => {
    const own = readdirSync(join(ROOT, ".github/actions")).map((name) => `/.github/actions/${name}`);
    expect([...actions.directories!].sort()).toEqual(["/", ...own]);
  });

  test("versions are exact", () => {
    expect(
      Object.entries(packages).filter(([, version]) => !/^(npm:@lydell\/node-pty@)?\d+\.\d+\.\d+$/.test(version)),
    ).toEqual([]);
  });
});
