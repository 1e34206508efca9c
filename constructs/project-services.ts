import { ProjectService } from "@cdktf/provider-google/lib/project-service";
import { Construct } from "constructs";

/** Props of {@link ProjectServices}. */
export interface ProjectServicesProps {
  readonly project: string;
  /** APIs by short name, `run` for `run.googleapis.com`. */
  readonly apis: readonly string[];
}

/** Google APIs that the environment's project needs. */
export class ProjectServices extends Construct {
  private readonly services: ReadonlyMap<string, ProjectService>;

  constructor(scope: Construct, id: string, { project, apis }: ProjectServicesProps) {
    super(scope, id);
    this.services = new Map(
      apis.map((api) => [
        api,
        new ProjectService(this, api, {
          project,
          service: `${api}.googleapis.com`,
          // The default is true: removing a line here would switch an API off under running services.
          disableOnDestroy: false,
          disableDependentServices: false,
        }),
      ]),
    );
  }

  /** The declared APIs of those names, for a `dependsOn`: a call to an API that is still off fails the apply. */
  declaredServices(...apis: readonly string[]): readonly ProjectService[] {
    return apis.map((api) => {
      const service = this.services.get(api);
      if (!service) throw new Error(`API "${api}" is not declared; add it to the list`);
      return service;
    });
  }
}
