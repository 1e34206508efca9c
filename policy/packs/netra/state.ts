import { stateBucketName } from "../../../environments/names";
import { isOneOf, judgeValue } from "../../core/judge";
import { violation, type SpecRule } from "../../core/rule";
import { backendOf } from "../google/state";

const remote: SpecRule = {
  id: "state-remote-backend-declared",
  kind: "house",
  severity: "critical",
  title: "Every stack keeps its state in the environment's bucket",
  why: "State in another bucket escapes the versions and the access that we hold for ours; in another environment's bucket, two environments overwrite each other's state.",
  fix: "declare a gcs backend with the environment's bucket",
  yieldsTo: ["state-remote-backend"],
  check: ({ stacks }, { environment }) =>
    stacks.map(backendOf).flatMap((backend) => {
      if (backend.type !== "gcs") return [violation(backend, `"${backend.type}" found, "gcs" allowed`)];
      const bucket = stateBucketName(environment);
      return judgeValue(backend, "bucket", isOneOf(bucket), bucket);
    }),
};

/** Where our state is. */
export const stateRules: readonly SpecRule[] = [remote];
