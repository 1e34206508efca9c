import { z } from "zod";
import { firstOf, parseJson } from "../../report/text";
import { missing, untold, works, type Found, type MachineFacts } from "./facts";

/** A lock file of npm, and the one that it writes beside what it has installed, as far as both are compared. */
const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), dev: z.boolean().optional(), optional: z.boolean().optional() }),
  ),
});

/** Packages of which a message names so many. */
const MOST_NAMED = 3;

const INSTALL = "npm ci";

const nameOf = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

/** Packages that are there in another version, or are not there. */
interface Difference {
  readonly wrong: readonly string[];
  readonly absent: readonly string[];
}

const judged = ({ wrong, absent }: Difference, locked: number): Found => {
  const differs = [...wrong, ...absent.map((name) => `${name} is not there`)];
  if (differs.length === 0) return works(`the ${locked} of package-lock.json`);
  return missing(`not those of package-lock.json: ${firstOf(differs, MOST_NAMED).join(", ")}`, INSTALL);
};

/**
 * Compares what is installed with what is locked: packages that commands load, and those of developers.
 *
 * @param locked - text of package-lock.json
 * @param installed - text of node_modules/.package-lock.json; "" where there is none
 */
export function judgePackages(
  locked: string,
  installed: string,
): Pick<MachineFacts, "packages" | "developer-packages"> {
  const [wanted, found] = [lock.safeParse(parseJson(locked)).data, lock.safeParse(parseJson(installed)).data];
  if (wanted === undefined || found === undefined) {
    const which = wanted === undefined ? "package-lock.json" : "node_modules/.package-lock.json";
    const both = untold(`${which} is no lock file of npm's, or is not there`, `${INSTALL}, by npm itself`);
    return { packages: both, "developer-packages": both };
  }
  const entries = Object.entries(wanted.packages).filter(([path]) => path !== "");
  const judgeSort = (isDeveloper: boolean): Found => {
    const own = entries.filter(([, { dev = false }]) => dev === isDeveloper);
    const differing = own.map(([path, { version = "", optional = false }]) => {
      const there = found.packages[path];
      if (there === undefined) return { wrong: "", absent: optional ? "" : nameOf(path) };
      return { wrong: there.version === version ? "" : `${nameOf(path)} ${there.version} for ${version}`, absent: "" };
    });
    const wrong = differing.map((each) => each.wrong).filter((text) => text !== "");
    const absent = differing.map((each) => each.absent).filter((text) => text !== "");
    const isNone = own.every(([path]) => found.packages[path] === undefined);
    if (isDeveloper && own.length > 0 && isNone) return missing("not installed", INSTALL);
    return judged({ wrong, absent }, own.length);
  };
  return { packages: judgeSort(false), "developer-packages": judgeSort(true) };
}
