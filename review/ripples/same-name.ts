import type { Change } from "../change";
import type { UnweighedConsequence } from "../consequences/row";
import { identityIn } from "./renames";

/** Types of which Google makes no second one under a name that is taken: it answers 409, already exists. */
const ONE_OF_A_NAME =
  /^google_(compute_\w+|storage_bucket|service_account|secret_manager_secret|pubsub_(topic|subscription|schema)|sql_database(_instance)?|redis_(instance|cluster)|cloud_run(_v2)?_(service|job|worker_pool)|cloudfunctions2?_function|artifact_registry_repository|bigquery_(dataset|table)|container_(cluster|node_pool)|vpc_access_connector|cloud_scheduler_job|cloud_tasks_queue|kms_(key_ring|crypto_key))$/;

/**
 * That a new object cannot be made first, because the old one still has its name
 * (https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy).
 */
export function sameNameConsequences({ type, actions, before, after }: Change): readonly UnweighedConsequence[] {
  if (!actions.includes("replace (create first)") || !ONE_OF_A_NAME.test(type)) return [];
  const own = identityIn(type, before);
  if (own === undefined || own !== identityIn(type, after)) return [];
  const reason =
    "the new one is to be made while the old one still has its name, and Google answers that it exists (409); give the new one another name, or let Terraform name it by name_prefix";
  return [{ severity: "critical", text: `the apply fails here: ${reason}`, undo: "redeploy", fails: reason }];
}
