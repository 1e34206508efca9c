import { forEveryResource, plainText } from "../../core/judge";
import type { SpecRule } from "../../core/rule";
import { RUN_V1 } from "../google/programs/cloud-run";
import {
  REVISION_ANNOTATIONS,
  SERVICE_ANNOTATIONS,
  annotationValue,
  judgeAnnotation,
  judgeIngressAnnotation,
} from "../google/programs/cloud-run-annotations";

const ingress: SpecRule = {
  id: "run-v1-ingress-declared",
  kind: "exposed",
  severity: "critical",
  title: "A Cloud Run service of version 1 is reached through the load balancer only, whatever else a plan holds",
  why: "The annotation's default is `all`: the run.app address bypasses Cloud Armor's rate limit and WAF.",
  fix: "annotate the service with run.googleapis.com/ingress internal-and-cloud-load-balancing",
  yieldsTo: ["run-v1-ingress"],
  check: forEveryResource(RUN_V1, judgeIngressAnnotation),
};

const isPositive = (text: string): boolean => /^[1-9]\d*$/.test(text);

const scaling: SpecRule = {
  id: "run-v1-instances",
  kind: "down",
  severity: "high",
  title: "A Cloud Run service of version 1 declares how many instances it has, at least one",
  why: "Without a minimum a WebSocket meets a cold start; without a maximum no budget can be counted.",
  fix: "annotate the revision template with autoscaling.knative.dev/minScale 1 or more and maxScale",
  check: forEveryResource(RUN_V1, (service) => {
    // The minimum may stand on the service as well, for all revisions together.
    const least = plainText(annotationValue(service, SERVICE_ANNOTATIONS, "run.googleapis.com/minScale"));
    return (isPositive(least) ? ["maxScale"] : ["minScale", "maxScale"]).flatMap((name) =>
      judgeAnnotation(service, REVISION_ANNOTATIONS, `autoscaling.knative.dev/${name}`, isPositive, "1 or more"),
    );
  }),
};

/** What a service of version 1 would have to declare among ours. */
export const cloudRunV1Rules: readonly SpecRule[] = [ingress, scaling];
