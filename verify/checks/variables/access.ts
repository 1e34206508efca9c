import { serviceAccountEmail } from "../../../environments/names";
import { failed, passed, unknown } from "../../engine/attempt";
import type { Attempt, Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readVariables } from "../../live/run";
import { readPolicy, type Binding } from "../../live/secrets";
import { together } from "../admin/together";
import { ownSecrets } from "./declared";

const ACCESSOR = "roles/secretmanager.secretAccessor";

/**
 * Every secret that a service mounts is granted to its own account, on the secret itself: a grant on the project would
 * let it read all of them.
 */
export const secretAccessCheck = (context: AdminContext, service: string): Check =>
  adminCheck(context, {
    id: `variables/${service}/access`,
    title: `${service}: its own account may read every secret that it mounts`,
    gone: "secret-unusable",
    ask: async (live) => {
      const { environment } = context;
      const mounted = ownSecrets(environment, await readVariables(live, environment, service));
      const email = serviceAccountEmail(environment, service);
      const ids = [...new Set(mounted.map(({ secret }) => secret))];
      const looks = await Promise.all(
        ids.map(async (secret) => judged(secret, email, await readPolicy(live, environment, secret))),
      );
      return together(looks, `${email} reads ${ids.length} secrets`);
    },
  });

function judged(secret: string, email: string, bindings: readonly Binding[]): Attempt {
  const grants = bindings.filter(
    ({ role, members }) => role === ACCESSOR && members.includes(`serviceAccount:${email}`),
  );
  if (grants.some(({ condition }) => condition === undefined)) return passed(secret);
  if (grants.length > 0)
    return unknown(`${secret}: ${email} may read it under a condition, which only Google can judge`);
  return failed("secret-unusable", `${secret}: no grant to ${email}`, `${ACCESSOR} on the secret`);
}
