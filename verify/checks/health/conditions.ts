import { failed, passed } from "../../engine/attempt";
import type { Attempt, Check } from "../../engine/check";
import { PASSING_ATTEMPTS, adminCheck, type AdminContext } from "../admin/admin-check";
import { readService, type LiveCondition, type LiveService } from "../../live/run";

const SUCCEEDED = "CONDITION_SUCCEEDED";

const ROUTES = "RoutesReady";

/**
 * Cloud Run says that what was asked of it is done: no condition has failed and none is on its way. Where the spec pins
 * a revision after a roll back, only that traffic goes where it should: the others tell of the latest revision, which
 * may well have failed.
 */
export const conditionsCheck = (context: AdminContext, service: string): Check =>
  adminCheck(context, {
    id: `health/${service}/conditions`,
    title: `${service}: ${isPinned(context, service) ? ROUTES : "every condition"} has succeeded`,
    attempts: PASSING_ATTEMPTS,
    gone: "not-ready",
    ask: async (live) => {
      const found = await readService(live, context.environment, service);
      return isPinned(context, service) ? judgedRoutes(found) : judged(found);
    },
  });

const isPinned = ({ environment }: AdminContext, service: string): boolean =>
  environment.services[service]?.pinnedRevision !== undefined;

function judgedRoutes({ conditions }: LiveService): Attempt {
  const routes = conditions.find(({ type }) => type === ROUTES);
  if (routes?.state === SUCCEEDED) return passed(ROUTES);
  return failed("not-ready", routes ? told(routes) : `no condition ${ROUTES}`, `${ROUTES}: ${SUCCEEDED}`);
}

function judged({ reconciling, terminalCondition, conditions }: LiveService): Attempt {
  const all = [...(terminalCondition ? [terminalCondition] : []), ...conditions];
  const open = all.filter(({ state }) => state !== SUCCEEDED).map(told);
  const found = [
    ...(reconciling ? ["a change is being carried out"] : []),
    ...(terminalCondition ? [] : ["no terminal condition"]),
    ...open,
  ];
  if (found.length > 0) return failed("not-ready", found.join("; "), "every condition succeeded, no change under way");
  return passed(all.map(({ type }) => type).join(", "));
}

const told = ({ type, state, reason, message }: LiveCondition): string =>
  [`${type}: ${state}`, ...(reason === undefined ? [] : [reason]), ...(message === undefined ? [] : [message])].join(
    ", ",
  );
