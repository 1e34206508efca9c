import { usesVpc } from "../../../environments/budgets";
import { forEveryDeclared } from "../../core/judge";
import { textAt } from "../../core/resource";
import type { SpecRule } from "../../core/rule";
import { RUN_SERVICE } from "../google/programs/cloud-run";
import { judgeVpcAccess } from "../google/networks/vpc-access";

const access: SpecRule = {
  id: "run-vpc-access-declared",
  kind: "down",
  severity: "critical",
  title: "A service whose spec has a database or cache pool has VPC access",
  why: "The stores have private addresses only: without VPC access every ping times out and the socket upgrade answers 503 (incidents 7 and 22).",
  fix: "give the service direct VPC egress: network_interfaces with network and subnetwork",
  yieldsTo: ["run-vpc-access"],
  check: forEveryDeclared(RUN_SERVICE, (service, { environment }) => {
    const spec = environment.services[textAt(service, "name") ?? ""];
    return spec && usesVpc(spec) ? judgeVpcAccess(service) : [];
  }),
};

/** Whether our services reach what they are declared to use, also in a plan without the stores. */
export const declaredVpcAccessRules: readonly SpecRule[] = [access];
