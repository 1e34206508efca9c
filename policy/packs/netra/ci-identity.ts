import { deployCondition, planCondition, verifyCondition } from "../../../environments/ci-conditions";
import type { Environment } from "../../../environments/environment";
import { DEPLOYER_ACCOUNT, PLANNER_ACCOUNT, VERIFIER_ACCOUNT } from "../../../environments/names";
import { forEveryDeclared, isOneOf, judgeValue } from "../../core/judge";
import { textAt, type Resource } from "../../core/resource";
import type { Estate } from "../../core/estate";
import type { SpecRule } from "../../core/rule";
import { targetsOf } from "../../core/relations/targets";

const POOL = "google_iam_workload_identity_pool";

/** The condition of each account's pool, by the pool's id. */
const poolConditions = (environment: Environment): ReadonlyMap<string, string> =>
  new Map([
    [PLANNER_ACCOUNT, planCondition(environment)],
    [DEPLOYER_ACCOUNT, deployCondition(environment.ci)],
    [VERIFIER_ACCOUNT, verifyCondition(environment.ci)],
  ]);

/** Id of a provider's pool, which it names or refers to; undefined where that is known only after apply. */
const poolIdOf = (estate: Estate, provider: Resource): string | undefined =>
  textAt(provider, "workload_identity_pool_id") ??
  targetsOf(estate, provider, "workload_identity_pool_id", [POOL]).flatMap(
    (pool) => textAt(pool, "workload_identity_pool_id") ?? [],
  )[0];

const condition: SpecRule = {
  id: "identity-pool-condition-declared",
  kind: "exposed",
  severity: "critical",
  title: "Each account of CI takes the tokens of its own workflows, and no others",
  why: "A condition that is looser by one clause lets a pull request deploy or plan production unasked, or another repository plan.",
  fix: "take the condition from environments/ci-conditions.ts",
  source: "https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines",
  yieldsTo: ["identity-pool-condition"],
  check: forEveryDeclared(`${POOL}_provider`, (provider, { environment }, estate) => {
    const conditions = poolConditions(environment);
    const own = conditions.get(poolIdOf(estate, provider) ?? "");
    const allowed = own === undefined ? [...conditions.values()] : [own];
    return judgeValue(provider, "attribute_condition", isOneOf(...allowed), "the condition of its own workflows");
  }),
};

/** Who becomes CI's accounts. */
export const ciIdentityRules: readonly SpecRule[] = [condition];
