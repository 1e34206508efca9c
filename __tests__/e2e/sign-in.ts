import { asList, asObject, asText, type JsonObject } from "../../sandbox/core/json";
import type { Store } from "../../sandbox/core/store";

/** The variables of a running service: its stored template is what its latest ready revision was made from. */
function variablesOf(service: JsonObject): ReadonlyMap<string, JsonObject> {
  const containers = asList(asObject(service.template).containers).map(asObject);
  const variables = containers.flatMap(({ env }) => asList(env).map(asObject));
  return new Map(variables.map((variable) => [asText(variable.name), variable] as const));
}

function secretVersion(store: Store, project: string, variable: JsonObject | undefined): JsonObject | undefined {
  const { secret, version } = asObject(asObject(variable?.valueSource).secretKeyRef);
  return store.get(`secretmanager/projects/${project}/secrets/${asText(secret)}/versions/${asText(version)}`);
}

/**
 * What is broken at this very moment for the revisions that run: a secret's version that they pin and cannot read, or
 * a password that is not the database user's.
 */
export function brokenSignIns(store: Store, project: string, instance: string): readonly string[] {
  return store.list(`run/projects/${project}/locations/us-central1/services`).flatMap(([name, service]) => {
    const variables = variablesOf(service);
    const unreadable = [...variables]
      .filter(([, variable]) => variable.valueSource !== undefined)
      .filter(([, variable]) => secretVersion(store, project, variable)?.state !== "ENABLED")
      .map(([variable]) => `${name}: ${variable} has no enabled version`);
    const user = asText(variables.get("POSTGRES_USER")?.value);
    if (user === "") return unreadable;
    const password = secretVersion(store, project, variables.get("POSTGRES_PASSWORD"))?.payloadMark;
    const actual = store.get(`sql/projects/${project}/instances/${instance}/users/${user}`)?.passwordMark;
    return password === actual ? unreadable : [...unreadable, `${name}: the password of ${user} is another one`];
  });
}
