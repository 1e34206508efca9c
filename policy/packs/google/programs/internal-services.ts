import { plainText } from "../../../core/judge";
import { blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { calledByProgram } from "./caller-rights";
import { FUNCTION_V1, FUNCTION_V2, programs } from "./programs";
import { RUN_V1, templateOf } from "./workloads";
import { REVISION_ANNOTATIONS, SERVICE_ANNOTATIONS, annotationValue } from "./cloud-run-annotations";

/** Whether only what comes through the network of the project reaches a service or a function. */
function isInternal(target: Resource): boolean {
  if (target.type === RUN_V1) {
    return /^internal/.test(plainText(annotationValue(target, SERVICE_ANNOTATIONS, "run.googleapis.com/ingress")));
  }
  const path =
    target.type === FUNCTION_V2
      ? "service_config[0].ingress_settings"
      : target.type === FUNCTION_V1
        ? "ingress_settings"
        : "ingress";
  return /INTERNAL/.test(textAt(target, path) ?? "");
}

/** Whether a program has any way into a network. */
export function hasNetwork(program: Resource): boolean {
  if (program.type === FUNCTION_V1) return valueAt(program, "vpc_connector") !== undefined;
  if (program.type === FUNCTION_V2) {
    return (
      valueAt(program, "service_config[0].vpc_connector") !== undefined ||
      blockPaths(program, "service_config[0].direct_vpc_network_interface").length > 0
    );
  }
  if (program.type === RUN_V1) {
    return ["run.googleapis.com/vpc-access-connector", "run.googleapis.com/network-interfaces"].some(
      (name) => annotationValue(program, REVISION_ANNOTATIONS, name) !== undefined,
    );
  }
  return valueAt(program, `${templateOf(program)}.vpc_access[0]`) !== undefined;
}

export const internalCallers: Rule = {
  id: "internal-service-unreached",
  kind: "down",
  severity: "medium",
  onlyAbroad: true,
  title: "A program that calls an internal service goes through the network",
  why: "Cloud Run takes calls of another service for the internet's, unless they come through a VPC: each is answered with 404.",
  fix: "give the caller vpc_access with egress ALL_TRAFFIC, or set the ingress of the service to all and let IAM decide",
  source: "https://cloud.google.com/run/docs/securing/ingress#internal-services",
  check: (estate) =>
    programs(estate)
      .filter((program) => !hasNetwork(program))
      .flatMap((program) =>
        calledByProgram(estate, program)
          .filter(isInternal)
          .map((target) =>
            violation(program, `a variable leads to ${target.address}, which is internal; VPC access needed`),
          ),
      ),
};
