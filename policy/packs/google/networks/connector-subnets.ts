import { forEveryResource } from "../../../core/judge";
import { referrersOf, sureTargetsOf } from "../../../core/relations/targets";
import { blockPaths } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { SUBNET } from "./network-ranges";

const CONNECTOR = "google_vpc_access_connector";
/** What takes addresses of a subnet. */
const TAKERS =
  /^google_(vpc_access_connector|compute_(instance|instance_template|region_instance_template|forwarding_rule|address)|container_cluster|cloud_run_v2_(service|job))$/;

/** Subnets that a connector does not have for itself. */
export const sharedSubnet: Rule = {
  id: "network-connector-shared",
  kind: "refused",
  severity: "medium",
  title: "A connector has a subnet of its own",
  why: "Google refuses one whose /28 something else uses as well, also another connector: the second of both is not made.",
  fix: "declare a subnet of a /28 for each connector",
  source: "https://cloud.google.com/vpc/docs/configure-serverless-vpc-access#create-connector",
  check: forEveryResource(CONNECTOR, (connector, estate) =>
    blockPaths(connector, "subnet").flatMap((block) =>
      sureTargetsOf(estate, connector, `${block}.name`, [SUBNET]).flatMap((subnet) => {
        const other = referrersOf(estate, subnet).find((user) => user !== connector && TAKERS.test(user.type));
        return other
          ? [violation(connector, `${block}.name: the subnet of ${other.address} found, one of its own allowed`)]
          : [];
      }),
    ),
  ),
};
