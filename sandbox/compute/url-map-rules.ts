import { LOAD_BALANCING_REFUSALS as REFUSALS } from "../../google/refusals/load-balancing";
import { firstRefusal, invalidArgument, refuse, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asObject, asText, type JsonObject } from "../core/json";

/** A URL map sends each host to one of its path matchers, and each request to a backend service. */
export function checkUrlMap({ next }: Draft): Refusal | undefined {
  if (
    next.defaultService === undefined &&
    next.defaultUrlRedirect === undefined &&
    next.defaultRouteAction === undefined
  ) {
    return invalidArgument(
      "Invalid value for field 'resource': ''. One of defaultService, defaultUrlRedirect is required.",
    );
  }
  return checkHosts(next) ?? checkPaths(next);
}

function checkHosts(map: JsonObject): Refusal | undefined {
  const rules = asList(map.hostRules).map(asObject);
  const matchers = asList(map.pathMatchers).map((matcher) => asText(asObject(matcher).name));
  const hosts = rules.flatMap((rule) => asList(rule.hosts).map(asText));
  return (
    firstRefusal(
      rules.map(({ pathMatcher }) =>
        refuse(
          REFUSALS.pathMatcher,
          { name: asText(pathMatcher), declared: matchers },
          "Invalid value for field 'resource.hostRules.pathMatcher'",
        ),
      ),
    ) ?? refuse(REFUSALS.hosts, { hosts }, "Invalid value for field 'resource.hostRules.hosts'")
  );
}

function checkPaths(map: JsonObject): Refusal | undefined {
  const paths = asList(map.pathMatchers)
    .map(asObject)
    .map((matcher) => asList(matcher.pathRules).flatMap((rule) => asList(asObject(rule).paths).map(asText)));
  const twice = paths.flatMap((list) => list.filter((path, index) => list.indexOf(path) !== index))[0];
  if (twice !== undefined) {
    return invalidArgument(
      `Invalid value for field 'resource.pathMatchers.pathRules.paths': '${twice}'. Duplicate path.`,
    );
  }
  const misformed = paths.flat().find((path) => !/^\/(?:[^*]*|(?:[^*]*\/)?\*)$/.test(path));
  return misformed === undefined
    ? undefined
    : invalidArgument(
        `Invalid value for field 'resource.pathMatchers.pathRules.paths': '${misformed}'. A path begins with / and * can only follow the last /.`,
      );
}
