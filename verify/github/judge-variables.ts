import type { Reading } from "./api";
import { ghApi, shellWord } from "./commands";
import type { LiveVariable } from "./live-environments";
import { compared, sectionOf, untoldSetting, type Section, type Setting } from "./setting";
import type { WantedState, WantedVariable } from "./wanted";

/** Which accounts the workflows become: names in variables, none of them secret. */

/** Stands for what only Google knows. */
const NUMBER = "PROJECT_NUMBER";

const isWanted = (found: string, { value }: WantedVariable): boolean => {
  const [before = "", after] = value.split(NUMBER);
  if (after === undefined) return found === value;
  const number = found.slice(before.length, found.length - after.length);
  return found.startsWith(before) && found.endsWith(after) && /^\d+$/.test(number);
};

const findVariable = (variables: readonly LiveVariable[], { name }: WantedVariable): LiveVariable | undefined =>
  variables.find((each) => each.name === name);

/**
 * Compares the variables of a place.
 *
 * @param place - beginning of the settings' ids
 */
export const judgeVariables = (
  place: string,
  wanted: readonly WantedVariable[],
  live: Reading<readonly LiveVariable[]>,
): readonly Setting[] =>
  wanted.map((variable) => {
    const terms = {
      ...{
        id: `${place}/variable/${variable.name}`,
        title: `${variable.name} names its account`,
        wanted: variable.value,
      },
      why: "the job would become nobody, or another environment's account",
    };
    if (!live.ok) return untoldSetting(terms, live.reason);
    const found = findVariable(live.value, variable);
    if (found === undefined) return compared(terms, false, "not set");
    return compared(
      terms,
      isWanted(found.value, variable),
      isWanted(found.value, variable) ? "as wanted" : "another value",
    );
  });

/**
 * Lines that set what differs.
 *
 * @param path - of the variables in GitHub's API
 * @param settings - what {@link judgeVariables} made of the same variables
 */
export function variableCommands(
  path: string,
  wanted: readonly WantedVariable[],
  settings: readonly Setting[],
  live: Reading<readonly LiveVariable[]> | undefined,
): readonly string[] {
  const known = live?.ok === true ? live.value : [];
  const differing = wanted.filter((_, index) => settings[index]?.standing === "differs");
  return differing.map((variable) =>
    findVariable(known, variable) === undefined
      ? `${ghApi("POST", path, { name: variable.name })} -f ${valueWord(variable)}`
      : `${ghApi("PATCH", `${path}/${variable.name}`)} -f ${valueWord(variable)}`,
  );
}

/** The field with the value; the shell asks Google for what only Google knows, of the project that is meant. */
function valueWord({ value, project }: WantedVariable): string {
  if (!value.includes(NUMBER)) return shellWord(`value=${value}`);
  const number = `$(gcloud projects describe ${shellWord(project)} --format 'value(projectNumber)')`;
  return `"value=${value.replace(NUMBER, () => number)}"`;
}

/** Compares the variables of the repository; the organization's reach its workflows too. */
export function judgeSharedVariables(
  { repository, variables }: WantedState,
  live: {
    readonly repository: Reading<readonly LiveVariable[]>;
    readonly organization: Reading<readonly LiveVariable[]>;
  },
): Section {
  // The repository's come before the organization's.
  const settings = variables.flatMap((variable) => {
    const isOwn = !live.repository.ok || findVariable(live.repository.value, variable) !== undefined;
    return judgeVariables("repository", [variable], isOwn ? live.repository : live.organization);
  });
  return sectionOf("Variables of the repository", settings, () =>
    variableCommands(`repos/${repository}/actions/variables`, variables, settings, live.repository),
  );
}
