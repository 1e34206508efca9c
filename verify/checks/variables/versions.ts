import type { Environment } from "../../../environments/environment";
import { failed, passed } from "../../engine/attempt";
import type { Attempt, Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import type { Live } from "../../live/live";
import { readVariables } from "../../live/run";
import { readVersions } from "../../live/secrets";
import { together } from "../admin/together";
import { declaredSecrets, ownSecrets, type MountedSecret } from "./declared";

const ENABLED = "ENABLED";

/** Every version that a service mounts is enabled, and the newest one where the spec does not pin it. */
export const versionsCheck = (context: AdminContext, service: string): Check =>
  adminCheck(context, {
    id: `variables/${service}/versions`,
    title: `${service}: every mounted version of a secret is enabled`,
    gone: "secret-unusable",
    ask: async (live) => {
      const { environment } = context;
      const mounted = ownSecrets(environment, await readVariables(live, environment, service));
      const pinned = declaredSecrets(environment, service).flatMap(({ secret, version }) => (version ? [secret] : []));
      const looks = await Promise.all(
        mounted.map((each) => judged(live, environment, each, !pinned.includes(each.secret))),
      );
      return together(looks, `${looks.length} versions enabled`);
    },
  });

async function judged(
  live: Live,
  environment: Environment,
  { variable, secret, version }: MountedSecret,
  isNewest: boolean,
): Promise<Attempt> {
  const states = await readVersions(live, environment, secret);
  const numbers = [...states].flatMap(([number, state]) => (state === ENABLED ? [Number(number)] : []));
  const newest = numbers.length === 0 ? undefined : String(Math.max(...numbers));
  const used = version === "latest" ? newest : version;
  const state = used === undefined ? undefined : states.get(used);
  const found = `${variable}: ${secret}, version ${version}`;
  if (state !== ENABLED) return failed("secret-unusable", `${found} is ${state ?? "not there"}`, "an enabled version");
  if (isNewest && used !== newest) return failed("not-as-declared", found, `version ${newest}, the newest enabled one`);
  return passed(found);
}
