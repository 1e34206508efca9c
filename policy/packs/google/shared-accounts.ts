import type { Estate } from "../../core/estate";
import { targetsOf } from "../../core/relations/targets";
import { repeatsOf } from "../../core/repeats";
import type { Resource } from "../../core/resource";
import { violation, type Rule } from "../../core/rule";

const ACCOUNT = "google_service_account";

/** Where what runs a program names the account that it runs as. */
const RUNS_AS: Readonly<Record<string, string>> = {
  google_cloud_run_service: "template[0].spec[0].service_account_name",
  google_cloud_run_v2_job: "template[0].template[0].service_account",
  google_cloud_run_v2_service: "template[0].service_account",
  google_cloudfunctions2_function: "service_config[0].service_account_email",
  google_cloudfunctions_function: "service_account_email",
  google_compute_instance: "service_account[0].email",
};

/** The one account of the plan that a workload runs as; undefined where it is another's, or may be several. */
function accountOf(estate: Estate, workload: Resource): string | undefined {
  const accounts = targetsOf(estate, workload, RUNS_AS[workload.type] ?? "", [ACCOUNT]);
  const [account] = accounts;
  return account !== undefined && accounts.length === 1 ? `${account.stack} ${account.address}` : undefined;
}

/** Blocks with keys are one program many times. */
const blockOf = ({ address }: Resource): string => address.replace(/\[[^\]]*\]$/, "");

export const sharedAccount: Rule = {
  id: "iam-shared-account",
  kind: "exposed",
  severity: "low",
  onlyAbroad: true,
  title: "Each program runs as an account of its own",
  why: "What one of them needs, all may do: whoever gets into one has the rights of the others, and no log tells them apart.",
  fix: "make an account for each, and grant it what that one needs",
  source: "https://cloud.google.com/iam/docs/best-practices-service-accounts#single-purpose",
  check: (estate) => {
    const workloads = estate.ofTypes((type) => Object.hasOwn(RUNS_AS, type));
    return repeatsOf(workloads, (workload) => accountOf(estate, workload))
      .filter(({ resource, first }) => blockOf(resource) !== blockOf(first))
      .map(({ resource, first }) =>
        violation(
          resource,
          `${RUNS_AS[resource.type] ?? ""}: the account of ${first.address} found, one of its own allowed`,
        ),
      );
  },
};
