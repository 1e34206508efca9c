import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, relative, sep } from "node:path";
import { environmentNames } from "../../environments";
import { environmentFile } from "../../environments/environment-file";
import type { DataChanges } from "../../review/cause";
import type * as FieldChanges from "../../review/field-changes";
import type { Sources } from "../../review/render/sources";
import { callCommand } from "./commit-tree";
import { childVariables } from "./child-variables";
import { ROOT, callerPath } from "./place";
import { stackNameOf } from "./review-context";

const GIT_DEADLINE_SECONDS = 120;

/** Everything that what is synthesized is made of, relative to the repository's root. */
const PROGRAM = [
  ...["main.ts", "constructs", "stacks", "monitoring", "environments", "google"],
  ...["cdktf.json", "package-lock.json"],
];

/**
 * The fields of the environments' files that differ between a commit and the working tree.
 *
 * @param root - the repository's top folder
 * @param ref - a commit that is known to be there
 * @throws CouldNotTell where git fails
 */
async function dataChangesSince(root: string, ref: string): Promise<DataChanges> {
  const git = (...args: readonly string[]): Promise<string> =>
    callCommand("git", args, { cwd: root, env: childVariables("git"), deadlineSeconds: GIT_DEADLINE_SECONDS });
  // It loads the compiler, which takes longer than most reviews.
  const { fieldChanges } = createRequire(__filename)("../../review/field-changes") as typeof FieldChanges;
  const changed = [
    await git("diff", "--name-only", "--no-renames", "-z", ref, "--", ...PROGRAM),
    await git("ls-files", "--others", "--exclude-standard", "-z", "--", ...PROGRAM),
  ].flatMap((names) => names.split("\0").filter((name) => name !== ""));
  const fields = new Map<string, readonly FieldChanges.FieldChange[]>();
  for (const environment of environmentNames()) {
    const file = environmentFile(environment);
    if (!changed.includes(file) || !existsSync(join(root, file))) continue;
    const before =
      (await git("ls-tree", "--name-only", ref, "--", file)) === "" ? "" : await git("show", `${ref}:${file}`);
    fields.set(environment, fieldChanges(before, readFileSync(join(root, file), "utf8")));
  }
  const data = environmentNames().map(environmentFile);
  return { fields, isAll: changed.every((file) => data.includes(file)) };
}

/** A file as a repository would name it: relative to its top folder, or its bare name where it stands elsewhere. */
function planFile(file: string): string {
  const path = relative(process.cwd(), callerPath(file));
  return path.startsWith("..") ? basename(file) : path.split(sep).join("/");
}

/**
 * Where a report's results are found in files.
 *
 * @param files - plans that were read
 * @param base - the commit that the code was compared with
 * @throws CouldNotTell where git fails
 */
export async function reportSources({
  files = [],
  base,
}: {
  readonly files?: readonly string[];
  readonly base?: string;
}): Promise<Sources> {
  return {
    plans: new Map(files.map((file) => [stackNameOf(callerPath(file)), planFile(file)])),
    ...(base !== undefined && { data: await dataChangesSince(ROOT, base) }),
  };
}
