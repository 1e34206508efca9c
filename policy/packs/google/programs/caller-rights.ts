import { derivedFacts, type Estate } from "../../../core/estate";
import { namedResources, referencedBy } from "../../../core/relations/targets";
import { UNKNOWN, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { violation, type Rule, type Verdict } from "../../../core/rule";
import { CALLERS, type Caller } from "./callers";
import { FUNCTION_V1, FUNCTION_V2, accountPathOf, namedByVariable, programVariables, programs } from "./programs";
import { grantsOfRight, grantsOn, mayBeTo, newAccountAt, type Right } from "../identities/rights";
import { RUN_JOB, RUN_SERVICE, RUN_V1 } from "./workloads";

const SERVICES = [RUN_SERVICE, RUN_V1, FUNCTION_V2];

/** Grants on services of both versions, and on the services behind functions. */
const OF_SERVICES: Right = {
  roles: /^roles\/run\.(invoker|servicesInvoker|admin|developer)$/,
  narrow: [
    { grant: /^google_cloud_run_v2_service_iam_/, path: "name", types: SERVICES },
    { grant: /^google_cloud_run_service_iam_/, path: "service", types: SERVICES },
  ],
};

/** By type, what lets somebody call it. */
const INVOKING: Readonly<Record<string, Right & { readonly needed: string }>> = {
  [RUN_SERVICE]: { ...OF_SERVICES, needed: "roles/run.invoker" },
  [RUN_V1]: { ...OF_SERVICES, needed: "roles/run.invoker" },
  [FUNCTION_V2]: {
    ...OF_SERVICES,
    needed: "roles/run.invoker (that of Cloud Functions opens no function of the 2nd generation)",
  },
  [RUN_JOB]: {
    roles: /^roles\/run\.(invoker|jobsExecutor|jobsExecutorWithOverrides|admin|developer)$/,
    narrow: [{ grant: /^google_cloud_run_v2_job_iam_/, path: "name", types: [RUN_JOB] }],
    needed: "roles/run.invoker",
  },
  [FUNCTION_V1]: {
    roles: /^roles\/cloudfunctions\.(invoker|admin|developer)$/,
    narrow: [{ grant: /^google_cloudfunctions_function_iam_/, path: "cloud_function", types: [FUNCTION_V1] }],
    needed: "roles/cloudfunctions.invoker",
  },
  google_workflows_workflow: {
    roles: /^roles\/workflows\.(invoker|editor|admin)$/,
    narrow: [],
    needed: "roles/workflows.invoker",
  },
};

const CALLED_TYPES: readonly string[] = Object.keys(INVOKING);

const openness = derivedFacts<Resource, boolean>();

/** Whether a service or a function lets everybody in: by its own switch, or by a grant. */
export const isOpenToAll = (estate: Estate, target: Resource): boolean =>
  openness(estate, target, () => {
    const checks = ["invoker_iam_disabled", "iap_enabled"].map((path) => valueAt(target, path));
    if (checks.some((value) => value === true || value === UNKNOWN)) return true;
    return (INVOKING[target.type]?.narrow ?? [])
      .flatMap((narrow) => grantsOn(estate, narrow, target))
      .some(({ members }) =>
        members.some(({ value }) => typeof value === "string" && /^all(Authenticated)?Users$/.test(value)),
      );
  });

/** Whether an account may call something; where the plan does not make it, another state may hold the grant. */
function mayCall(estate: Estate, account: Resource, target: Resource): boolean {
  const right = INVOKING[target.type];
  if (!right || !target.isNew || isOpenToAll(estate, target)) return true;
  return grantsOfRight(estate, right, target).some((grant) => mayBeTo(estate, grant, account));
}

/** The parts of a URL that are names: of a job that is run, a workflow that is started, a function that is called. */
const NAMED_IN_URL: readonly (readonly [pattern: RegExp, types: readonly string[]])[] = [
  [/\/jobs\/([\w-]+):run$/, [RUN_JOB]],
  [/\/workflows\/([\w-]+)\/executions/, ["google_workflows_workflow"]],
  [/\.cloudfunctions\.net\/([\w-]+)/, [FUNCTION_V2, FUNCTION_V1]],
];

/** What a caller calls, among what the plan holds: by reference, or by the name in a URL that is written out. */
export function calledBy(estate: Estate, from: Resource, path: string): readonly Resource[] {
  const text = textAt(from, path);
  const referenced = referencesAt(from, path).flatMap((address) => referencedBy(estate, from, address, CALLED_TYPES));
  const spelled = NAMED_IN_URL.flatMap(([pattern, types]) => {
    const name = text === undefined ? undefined : pattern.exec(text)?.[1];
    return name === undefined ? [] : types.flatMap((type) => namedResources(estate, from, type, name));
  });
  const bare =
    text === undefined || text.includes("/")
      ? []
      : CALLED_TYPES.flatMap((type) => namedResources(estate, from, type, text));
  return [...new Set([...referenced, ...spelled, ...bare])];
}

function judgeCaller(estate: Estate, from: Resource, { accounts, target }: Caller): readonly Verdict[] {
  const called = target === "" ? [from] : calledBy(estate, from, target);
  const path = accounts.find((each) => valueAt(from, each) !== undefined);
  if (path === undefined) return [];
  const account = newAccountAt(estate, from, path);
  if (!account) return [];
  return called
    .filter((one) => !mayCall(estate, account, one))
    .slice(0, 1)
    .map((one) =>
      violation(
        from,
        `${path}: no grant lets ${account.address} call ${one.address}, ${INVOKING[one.type]?.needed ?? ""} needed`,
      ),
    );
}

const callers: Rule = {
  id: "caller-may-not-invoke",
  kind: "down",
  severity: "high",
  onlyAbroad: true,
  title: "The account that a schedule, a push or a trigger calls as may invoke what it calls",
  why: "Every call is answered with 403: the schedule runs into nothing, and events are delivered again until they are dropped.",
  fix: "grant the role of an invoker on that one service, function, job or workflow to the account",
  source: "https://cloud.google.com/run/docs/securing/managing-access",
  check: (estate) =>
    CALLERS.flatMap((caller) => estate.ofType(caller.type).flatMap((from) => judgeCaller(estate, from, caller))),
};

/** How a variable is called that holds where another service is. */
const ADDRESS = /(URL|URI|ENDPOINT|HOST|ADDRESS|AUDIENCE|BASE|SERVICE|API|BACKEND)S?($|_)/i;

/** Services and functions that a program calls: those whose address its variables hold. */
export function calledByProgram(estate: Estate, program: Resource): readonly Resource[] {
  // What nothing is computed from leads to nothing of the plan.
  if (program.references.size === 0) return [];
  const found = programVariables(program)
    // Names are known before apply, addresses are not.
    .filter(({ name, isUnknown }) => isUnknown && (name === "" || ADDRESS.test(name)))
    .flatMap((variable) => namedByVariable(estate, program, variable, [...SERVICES, FUNCTION_V1], /^$/));
  return [...new Set(found)].filter((target) => target !== program);
}

const programsCall: Rule = {
  id: "program-may-not-invoke",
  kind: "down",
  severity: "medium",
  onlyAbroad: true,
  title: "The account of a program may call the private services whose address it holds",
  why: "Cloud Run lets in those only who may invoke it: each call of the program is answered with 403.",
  fix: "grant roles/run.invoker on that one service to the account of the program, and send a token with each call",
  source: "https://cloud.google.com/run/docs/authenticating/service-to-service",
  check: (estate) =>
    programs(estate).flatMap((program) => {
      const path = accountPathOf(program);
      const account = newAccountAt(estate, program, path);
      if (!account) return [];
      return calledByProgram(estate, program)
        .filter((target) => !mayCall(estate, account, target))
        .map((target) =>
          violation(
            program,
            `${path}: a variable leads to ${target.address}, and no grant lets ${account.address} call it, ${INVOKING[target.type]?.needed ?? ""} needed`,
          ),
        );
    }),
};

/** Whether what calls may call. */
export const callerRules: readonly Rule[] = [callers, programsCall];
