import { inventedVariables, isRefusedHeader } from "../../../../google/load-balancer-headers";
import { UNKNOWN, blockPaths, listAt, textAt, valueAt, type Resource, type Value } from "../../../core/resource";
import { plainText } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { isOpenValue } from "../../../core/relations/targets";
import { BACKEND_SERVICES } from "./serverless-backends";

/** A header that a load balancer adds to every request on its way to a service. */
interface AddedHeader {
  readonly resource: Resource;
  readonly path: string;
  /** "" where nobody knows it before apply. */
  readonly name: string;
  readonly value: Value | undefined;
}

const MAPS: readonly string[] = ["google_compute_url_map", "google_compute_region_url_map"];
const ROUTES = ["path_rule", "route_rules"] as const;

/** Where a URL map may add headers: to everything, for some hosts, or on one route. */
const headerActions = (map: Resource): readonly string[] =>
  [
    "",
    ...blockPaths(map, "path_matcher").flatMap((matcher) => [
      `${matcher}.`,
      ...ROUTES.flatMap((name) => blockPaths(map, `${matcher}.${name}`)).map((route) => `${route}.`),
    ]),
  ].flatMap((at) => blockPaths(map, `${at}header_action`));

const byMaps = (estate: Estate): readonly AddedHeader[] =>
  MAPS.flatMap((type) => estate.ofType(type)).flatMap((resource) =>
    headerActions(resource)
      .flatMap((action) => blockPaths(resource, `${action}.request_headers_to_add`))
      .map((path) => ({
        ...{ resource, path, name: textAt(resource, `${path}.header_name`) ?? "" },
        value: valueAt(resource, `${path}.header_value`),
      })),
  );

const byBackends = (estate: Estate): readonly AddedHeader[] =>
  BACKEND_SERVICES.flatMap((type) => estate.ofType(type)).flatMap((resource) =>
    listAt(resource, "custom_request_headers").map((header, index) => {
      const [name = "", ...value] = plainText(header).split(":");
      return { resource, path: `custom_request_headers[${index}]`, name, value: value.join(":").trim() };
    }),
  );

/** Names of headers that open something to whoever sends them, in the words that teams use. */
const OPENS =
  /(^|[-_])(bypass|backdoor|debug|admin|superuser|impersonate|internal|trusted|skip|no-?auth|e2e|test-?(mode|user|key))([-_]|$)/i;
/** What proves who somebody is. */
const PROVES =
  /^(authorization|cookie|x-api-key|x-auth-\w+|x-(authenticated|forwarded|remote)-(user|email|groups?)|x-goog-authenticated-user-email)$/i;

const opensDoor = ({ name }: AddedHeader): boolean => OPENS.test(name.trim()) || PROVES.test(name.trim());

const door: Rule = {
  id: "lb-header-opens-door",
  kind: "exposed",
  severity: "high",
  title: "No load balancer adds a header that proves or opens something",
  why: "It is added to every request, whoever sent it: what the header was to keep to some is open to everyone, and the key stands in the plan.",
  fix: "remove the header; whoever may pass sends it",
  source: "https://cloud.google.com/load-balancing/docs/https/custom-headers",
  check: (estate) =>
    [...byMaps(estate), ...byBackends(estate)].flatMap((header) => {
      const { resource, path, name, value } = header;
      if (name === "") return [unknown(resource, path)];
      // A made-up variable opens nothing: that is the other rule's matter.
      return opensDoor(header) && inventedVariables(plainText(value)).length === 0
        ? [violation(resource, `${path}: "${name.trim()}" is added to every request, none of that kind allowed`)]
        : [];
    }),
};

function judgeAdded({ resource, path, name, value }: AddedHeader): readonly Verdict[] {
  if (name === "") return [unknown(resource, `${path}.header_name`)];
  if (value === UNKNOWN) return [unknown(resource, `${path}.header_value`)];
  return [
    ...(isRefusedHeader(name)
      ? [
          violation(
            resource,
            `${path}.header_name: "${name}" found, no hop-by-hop name and no name of Google's allowed`,
          ),
        ]
      : []),
    ...inventedVariables(plainText(value)).map((variable) =>
      violation(resource, `${path}.header_value: made-up variable ${variable} found, Google's own {…} allowed`),
    ),
  ];
}

const mapHeaders: Rule = {
  id: "url-map-header-action",
  kind: "refused",
  severity: "high",
  title: "Headers that a URL map adds have names that Google takes and variables that it knows",
  why: "A URL map cannot copy a header into another: {authorization} is no variable, the service gets nothing or these letters, and Google refuses hop-by-hop names.",
  fix: "remove it; headers of the client pass by themselves, and so does a WebSocket's upgrade",
  source: "https://cloud.google.com/load-balancing/docs/https/custom-headers",
  check: (estate) => byMaps(estate).flatMap(judgeAdded),
};

const corsPaths = (map: Resource): readonly string[] =>
  [
    ...blockPaths(map, "default_route_action"),
    ...blockPaths(map, "path_matcher").flatMap((matcher) => [
      ...blockPaths(map, `${matcher}.default_route_action`),
      ...ROUTES.flatMap((name) => blockPaths(map, `${matcher}.${name}`)).flatMap((route) =>
        blockPaths(map, `${route}.route_action`),
      ),
    ]),
  ].flatMap((action) => blockPaths(map, `${action}.cors_policy`));

const ANY_ORIGIN = /^(\*|\.\*|\^?https?\??:\/\/\.\*\$?)$/;

const cors: Rule = {
  id: "url-map-cors-any-origin",
  kind: "exposed",
  severity: "high",
  title: "No route lets every origin call with credentials",
  why: "Every page that a signed-in visitor opens may then call the service as that visitor, and read the answers.",
  fix: "name the origins of your own pages in allow_origins, or switch allow_credentials off",
  source: "https://cloud.google.com/load-balancing/docs/https/traffic-management-global#cors",
  check: (estate) =>
    MAPS.flatMap((type) => estate.ofType(type)).flatMap((map) =>
      corsPaths(map)
        .filter(
          (path) => valueAt(map, `${path}.allow_credentials`) === true && valueAt(map, `${path}.disabled`) !== true,
        )
        .flatMap((path) =>
          ["allow_origins", "allow_origin_regexes"].flatMap((name) => {
            const origins = `${path}.${name}`;
            if (listAt(map, origins).some((origin) => ANY_ORIGIN.test(plainText(origin)))) {
              return [violation(map, `${origins}: every origin found beside credentials, named ones allowed`)];
            }
            return isOpenValue(valueAt(map, origins)) ? [unknown(map, origins)] : [];
          }),
        ),
    ),
};

/** What a load balancer adds to requests and answers. */
export const addedHeaderRules: readonly Rule[] = [door, mapHeaders, cors];
