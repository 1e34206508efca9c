import { isDefaultAccount } from "../../../../google/default-accounts";
import type { Estate } from "../../../core/estate";
import { targetsOf } from "../../../core/relations/targets";
import { repeatsOf } from "../../../core/repeats";
import { textAt, type Resource } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { PROGRAM_TYPES, accountPathOf } from "../programs/programs";
import { RUN_JOB } from "../programs/workloads";

const MACHINE = "google_compute_instance";

/** What runs a program of its own. A job works for the service whose account it has. */
const RUNNERS = [...PROGRAM_TYPES.filter((type) => type !== RUN_JOB), MACHINE];

const pathOf = (runner: Resource): string =>
  runner.type === MACHINE ? "service_account[0].email" : accountPathOf(runner);

/**
 * The one account that something runs as, one of the plan or an address that it names; undefined where it is the project's
 * default one, of which another rule speaks, or may be several.
 */
function accountOf(estate: Estate, runner: Resource): string | undefined {
  const accounts = targetsOf(estate, runner, pathOf(runner), ["google_service_account"]);
  const [account] = accounts;
  if (account !== undefined) return accounts.length === 1 ? `${account.stack} ${account.address}` : undefined;
  const email = textAt(runner, pathOf(runner));
  return email === undefined || email === "" || isDefaultAccount(email) ? undefined : email;
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
  check: (estate) =>
    repeatsOf(
      estate.ofTypes((type) => RUNNERS.includes(type)),
      (runner) => accountOf(estate, runner),
    )
      .filter(({ resource, first }) => blockOf(resource) !== blockOf(first))
      .map(({ resource, first }) =>
        violation(resource, `${pathOf(resource)}: the account of ${first.address} found, one of its own allowed`),
      ),
};
