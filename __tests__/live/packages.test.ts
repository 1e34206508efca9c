import { readFileSync, readdirSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { join } from "node:path";
import { ROOT, trackedFiles } from "../support/tracked-files";

/** How packages come here: none runs a script, and where an account may be used only those are there that a command needs. */

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

interface Locked {
  readonly name?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly dev?: true;
  readonly hasInstallScript?: true;
}
const { packages } = JSON.parse(read("package-lock.json")) as { readonly packages: Readonly<Record<string, Locked>> };
const { dependencies } = JSON.parse(read("package.json")) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

/** Every line of ours that installs packages. */
const installs = (): readonly string[] =>
  [
    ".ci/run",
    "cli/shared/base.ts",
    ...[".github/actions", ".github/scripts", ".github/workflows"].flatMap((folder) => trackedFiles(/./, folder)),
  ].flatMap((path) =>
    read(path)
      .split("\n")
      .filter(
        (line) =>
          !/^\s*(?:#|\/\/|description:)/.test(line) &&
          /\bnpm"?,? \[?"?(?:ci|i|install|install-test|it|rebuild|exec)\b/.test(line),
      )
      .map((line) => `${path}: ${line.trim()}`),
  );

test("no package runs a script when it is installed, wherever that is", () => {
  expect(read(".npmrc").split("\n")).toContain("ignore-scripts=true");
  const lines = installs();
  expect(lines.map((line) => line.split(":")[0])).toEqual([
    ".ci/run",
    "cli/shared/base.ts",
    ".github/actions/setup/action.yml",
  ]);
  expect(lines.filter((line) => !line.includes("--ignore-scripts"))).toEqual([]);
});

/** Packages with a script, and why it is not missed. One that comes is looked at before it stands here. */
const SCRIPTS_NOT_MISSED: Readonly<Record<string, string>> = {
  // Looks for the binary, which is a package of its own, and takes one for WebAssembly where there is none.
  "@swc/core": "binding.js",
  // Warns of a version.
  protobufjs: "index.js",
};

test("a script that is not run is one that nobody misses", () => {
  const withScript = Object.entries(packages).filter(([, locked]) => locked.hasInstallScript);
  expect(withScript.map(([path]) => path.replace(/^.*node_modules\//, "")).sort()).toEqual(
    Object.keys(SCRIPTS_NOT_MISSED).sort(),
  );
  for (const [name, needed] of Object.entries(SCRIPTS_NOT_MISSED)) {
    expect(readdirSync(join(ROOT, "node_modules", name))).toContain(needed);
  }
});

/** The name under which cdktf-cli looks for the terminal that it gives Terraform. */
const TERMINAL = "@cdktf/node-pty-prebuilt-multiarch";

test("cdktf's terminal comes with a binary for every Node, and not once more beneath cdktf", () => {
  const copies = Object.keys(packages).filter((path) => path.endsWith(TERMINAL));
  expect(copies).toEqual([`node_modules/${TERMINAL}`]);
  const { name, optionalDependencies } = packages[copies[0]!]!;
  expect(name).toBe("@lydell/node-pty");
  const machines = ["darwin", "linux", "win32"].flatMap((os) => [`${os}-arm64`, `${os}-x64`]);
  expect(Object.keys(optionalDependencies!).sort()).toEqual(machines.map((machine) => `${name}-${machine}`));
  const terminal = createRequire(__filename)(TERMINAL) as { readonly spawn: unknown };
  expect(typeof terminal.spawn).toBe("function");
});

/** What only developers do. */
const DEVELOPERS = /^(?:__tests__|tools\/(?:bench|lint))|^runbook\/reasons\.ts$|^(?:eslint|jest)\.|^jest\.e2e/;

test("what a command loads is no package for developers: the workflows do not install those", () => {
  const files = trackedFiles(/\.(?:ts|js)$/).filter((path) => !DEVELOPERS.test(path));
  const loaded = files.flatMap((path) =>
    [
      ...read(path).matchAll(
        /^(?!\s*(?:\/\/|\*)).*(?:\bfrom |(?<!\.)\b(?:require|import)\()"((?:@[\w-]+\/)?[\w-]+)[^"]*"/gm,
      ),
    ]
      .filter(([line]) => !line.startsWith("import type"))
      .map(([, name = ""]) => `${path}: ${name}`),
  );
  expect(loaded.length).toBeGreaterThan(100);
  const known = [...Object.keys(dependencies), ...builtinModules, "node"];
  expect(loaded.filter((line) => !known.includes(line.split(": ")[1]!))).toEqual([]);
});
