import type { App } from "cdktf";
import type { Environment } from "../environments/environment";
import { BootstrapStack } from "./bootstrap";
import { EdgeStack } from "./edge";
import { FoundationStack } from "./foundation";
import { MonitoringStack } from "./monitoring";
import { ServicesStack } from "./services";

/**
 * The stacks of one environment, in the order in which they deploy. Edge names the services by the strings of the
 * spec, so the order between them is declared and not found in references. Nothing depends on bootstrap: who deploys
 * the others may not touch it.
 *
 * @param today - YYYY-MM-DD in UTC, for the expiry of waivers
 */
export function addStacks(app: App, environment: Environment, today: string): void {
  new BootstrapStack(app, { environment, today });
  const foundation = new FoundationStack(app, { environment, today });
  const services = new ServicesStack(app, { environment, today, redis: foundation.redis });
  const edge = new EdgeStack(app, { environment, today });
  const monitoring = new MonitoringStack(app, { environment, today });
  services.addDependency(foundation);
  edge.addDependency(services);
  monitoring.addDependency(edge);
}
