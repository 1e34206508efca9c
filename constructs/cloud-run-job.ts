import { CloudRunV2Job } from "@cdktf/provider-google/lib/cloud-run-v2-job";
import { Construct } from "constructs";
import { JOB_TEMPLATE } from "../google/hardened/cloud-run";
import { directEgress, variableEntry, type EnvironmentValue, type VpcProps } from "./cloud-run-container";
import { grantMounted } from "./secret";

/** Props of {@link CloudRunJob}. */
export interface CloudRunJobProps {
  readonly name: string;
  readonly project: string;
  readonly region: string;
  /** Email of the job's own account, which bootstrap makes. */
  readonly serviceAccountEmail: string;
  readonly image: string;
  readonly cpu: number;
  readonly memoryMiB: number;
  /** Seconds until the task is ended. */
  readonly timeoutSeconds: number;
  /** Tasks of one execution, all at once. */
  readonly tasks: number;
  readonly variables: Readonly<Record<string, EnvironmentValue>>;
  /** Where the job reaches private addresses. */
  readonly vpc: VpcProps;
}

/**
 * A Cloud Run job with access to exactly the secrets it mounts. Nothing runs it but a person or a
 * pipeline that asks for it.
 */
export class CloudRunJob extends Construct {
  constructor(scope: Construct, id: string, props: CloudRunJobProps) {
    super(scope, id);
    const secrets = Object.values(props.variables).flatMap((value) => ("secret" in value ? [value.secret] : []));
    const readable = grantMounted(this, { project: props.project, email: props.serviceAccountEmail, secrets });
    new CloudRunV2Job(this, "Default", {
      name: props.name,
      location: props.region,
      deletionProtection: JOB_TEMPLATE.deletionProtection.value,
      launchStage: "GA",
      template: {
        taskCount: props.tasks,
        parallelism: props.tasks,
        template: {
          serviceAccount: props.serviceAccountEmail,
          executionEnvironment: JOB_TEMPLATE.executionEnvironment.value,
          timeout: `${props.timeoutSeconds}s`,
          maxRetries: JOB_TEMPLATE.maxRetries.value,
          vpcAccess: directEgress(props.vpc),
          containers: [
            {
              image: props.image,
              resources: { limits: { cpu: String(props.cpu), memory: `${props.memoryMiB}Mi` } },
              env: Object.entries(props.variables).map(([name, value]) => variableEntry(name, value)),
            },
          ],
        },
      },
      // Cloud Run checks access to the secrets when it deploys.
      dependsOn: [...readable],
    });
  }
}
