import { derivedFact, type Estate } from "../../../core/estate";
import { namedResources, referencedBy } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, isValues, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { RUN_V1, WORKLOAD_TYPES, templateOf } from "./workloads";
import { variablesAt } from "./variable";

export const FUNCTION_V1 = "google_cloudfunctions_function";
export const FUNCTION_V2 = "google_cloudfunctions2_function";

/** Where functions of both generations have what they run with. */
const AROUND: Readonly<Record<string, string>> = { [FUNCTION_V1]: "", [FUNCTION_V2]: "service_config[0]." };

/** Functions of both generations. */
export const FUNCTION_TYPES: readonly string[] = Object.keys(AROUND);

/** Types that run somebody's program: containers and functions. */
export const PROGRAM_TYPES: readonly string[] = [...WORKLOAD_TYPES, ...FUNCTION_TYPES];

/** A block by which a function mounts a secret, as a variable or as a file. */
export interface FunctionSecret {
  readonly path: string;
  readonly name: string;
  readonly isFile: boolean;
}

/** A variable's name or a folder: what has not that form may be a secret by mistake, and goes into no message. */
const SPOKEN = /^([A-Za-z_]\w*|\/[\w./-]*)$/;

/** The blocks by which a function mounts secrets. */
export const functionSecretPaths = (func: Resource): readonly FunctionSecret[] =>
  (["secret_environment_variables", "secret_volumes"] as const).flatMap((block) =>
    blockPaths(func, `${AROUND[func.type] ?? ""}${block}`).map((path) => {
      const isFile = block === "secret_volumes";
      const name = textAt(func, `${path}.${isFile ? "mount_path" : "key"}`) ?? "";
      return { path, isFile, name: SPOKEN.test(name) ? name : "a secret" };
    }),
  );

/** Where a program names the account that it runs as. */
export function accountPathOf({ type }: Resource): string {
  const around = AROUND[type];
  if (around !== undefined) return `${around}service_account_email`;
  return `${templateOf({ type })}.${type === RUN_V1 ? "service_account_name" : "service_account"}`;
}

/** A variable of a program: its value is text, known later, or from elsewhere. */
export interface ProgramVariable {
  readonly name: string;
  readonly path: string;
  readonly text: string | undefined;
  readonly isUnknown: boolean;
  /** Addresses of what its value is made of; those of a function's variables stand for all of them. */
  readonly references: readonly string[];
}

/** Where a function has its plain variables, as a map. */
export const functionMapPath = ({ type }: Pick<Resource, "type">): string =>
  `${AROUND[type] ?? ""}environment_variables`;

function functionVariables(program: Resource): readonly ProgramVariable[] {
  const path = functionMapPath(program);
  const map = valueAt(program, path);
  const references = referencesAt(program, path);
  if (map === UNKNOWN) return [{ name: "", path, text: undefined, isUnknown: true, references }];
  return Object.entries(isValues(map) ? map : {}).map(([name, value]) => ({
    name,
    path: `${path}.${name}`,
    text: typeof value === "string" ? value : undefined,
    isUnknown: value === UNKNOWN,
    references,
  }));
}

/** The plain variables of a program; what it mounts from Secret Manager is none of them. */
export function programVariables(program: Resource): readonly ProgramVariable[] {
  if (FUNCTION_TYPES.includes(program.type)) return functionVariables(program);
  return variablesAt(program)
    .filter(({ secret }) => secret === undefined)
    .map(({ name, path, text, isUnknown }) => ({
      name,
      path: `${path}.value`,
      text,
      isUnknown,
      references: referencesAt(program, `${path}.value`),
    }));
}

/** Everything that runs a program. */
export const programs = derivedFact((estate) => PROGRAM_TYPES.flatMap((type) => estate.ofType(type)));

/**
 * Resources of some types that a variable names: by reference, or by their whole name where the variable's own name says what
 * it is, which holds through maps and locals too.
 */
export function namedByVariable(
  estate: Estate,
  program: Resource,
  { name, text, references }: ProgramVariable,
  types: readonly string[],
  hint: RegExp,
): readonly Resource[] {
  const referenced = references.flatMap((from) => referencedBy(estate, program, from, types));
  const spelled =
    text === undefined || !hint.test(name) ? [] : types.flatMap((type) => namedResources(estate, program, type, text));
  return [...new Set([...referenced, ...spelled])];
}
