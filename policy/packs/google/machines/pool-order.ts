import { valueAt } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { CLUSTER } from "./clusters";
import { findGrants } from "../identities/grants";
import { waitsFor } from "../order";

/** A pod's account as a member: the pool is made with the first cluster of the project. */
const POD = /\.svc\.id\.goog\[/;

/** Whether the pool of a cluster is there when its pods are let in. */
export const poolOrder: Rule = {
  id: "gke-pool-order",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "A grant to pods waits for the cluster that makes their pool",
  why: "The pool PROJECT.svc.id.goog comes with the first cluster that asks for it: where the grant comes first Google answers that the pool does not exist, and the apply stops half-way.",
  fix: "name the cluster in depends_on of the grant",
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#enable-existing-cluster",
  check: (estate) => {
    const makers = estate
      .ofType(CLUSTER)
      .filter((cluster) => cluster.isNew && valueAt(cluster, "workload_identity_config[0]") !== undefined);
    const [first] = makers;
    if (first === undefined || makers.length < estate.ofType(CLUSTER).length) return [];
    return findGrants(estate, /^google_service_account_iam_(member|binding)$/)
      .filter(({ resource, members }) => {
        const isOfPods = members.some(({ value }) => typeof value === "string" && POD.test(value));
        return isOfPods && resource.isNew && !makers.some((cluster) => waitsFor(estate, resource, cluster));
      })
      .map(({ resource }) => violation(resource, `member: a pod found, without waiting for ${first.address}`));
  },
};
