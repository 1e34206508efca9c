import { param } from "../core/call";
import type { Draft } from "../core/collection";
import { asList, asObject, asText, type JsonObject } from "../core/json";
import { holdsRole } from "../core/policies";
import { pathByProjectId } from "../core/projects";
import type { Store } from "../core/store";
import { findVersion, secretName } from "../secrets/versions";

/** Roles that let an account read the payload of a secret. */
const READERS = ["roles/secretmanager.secretAccessor", "roles/secretmanager.admin", "roles/owner"];

/** A variable that is read from a secret, and its place in Google's messages. */
interface SecretVariable {
  readonly at: string;
  readonly path: string;
  readonly version: string;
}

function secretVariables({ call, next }: Draft): readonly SecretVariable[] {
  const containers = asList(asObject(next.template).containers).map(asObject);
  return containers.flatMap(({ env }, container) =>
    asList(env).flatMap((variable, index) => {
      const reference = asObject(asObject(variable).valueSource).secretKeyRef;
      if (reference === undefined) return [];
      const { secret, version } = asObject(reference);
      const name = asText(secret);
      return [
        {
          at: `spec.template.spec.containers[${container}].env[${index}].value_from.secret_key_ref.name`,
          path: name.startsWith("projects/")
            ? pathByProjectId(call.store, name)
            : `projects/${param(call, "project")}/secrets/${name}`,
          version: asText(version),
        },
      ];
    }),
  );
}

/**
 * Why a revision cannot read its secrets: a version does not exist or is not enabled, or the runtime account may not
 * read it. Google accepts the service, and the revision fails.
 */
export function secretProblem(draft: Draft): string | undefined {
  const account = asText(asObject(draft.next.template).serviceAccount);
  const problems = secretVariables(draft).flatMap((variable) => {
    const problem = versionProblem(draft.call.store, account, variable);
    return problem === undefined ? [] : [`${variable.at}: ${problem}`];
  });
  return problems.length === 0 ? undefined : problems.join("\n");
}

function versionProblem(store: Store, account: string, { path, version }: SecretVariable): string | undefined {
  const where = `Secret ${path}/versions/${version}`;
  const found: JsonObject | undefined =
    store.get(secretName(path)) === undefined ? undefined : findVersion(store, path, version);
  if (found === undefined) return `${where} was not found`;
  if (found.state !== "ENABLED") return `${where} is in ${asText(found.state)} state.`;
  const member = `serviceAccount:${account}`;
  const project = path.split("/").slice(0, 2).join("/");
  return holdsRole(store, "secretmanager", path, member, READERS) ||
    holdsRole(store, "cloudresourcemanager", project, member, READERS)
    ? undefined
    : `Permission denied on secret: ${path}/versions/${version} for Revision service account ${account}. The service account used must be granted the 'Secret Manager Secret Accessor' role (roles/secretmanager.secretAccessor) at the secret, project or higher level.`;
}
