import { createHash } from "node:crypto";
import { defaultEdition } from "../../google/cloud-sql";
import { defaultAnswer } from "../../google/hardened/answer";
import {
  DATABASE_ACCESS,
  DATABASE_INSIGHTS,
  DATABASE_PROTECTION,
  DATABASE_STATE,
} from "../../google/hardened/cloud-sql";
import { addressIn } from "../compute/ip-addresses";
import { conditionNotMet, refusalAnswer, type Refusal } from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import type { Collection, Draft } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asList, asObject, asText, mergeObjects, omitMembers, valueText, type JsonObject } from "../core/json";
import { operationRoute } from "../core/kept-operations";
import { serviceBlock } from "../service-networking/connections";
import { cloneRoutes } from "./clones";
import { forgetContents } from "./contents";
import { addDefaultUser } from "./databases-and-users";
import { editionDefaults, patchedSettings } from "./editions";
import { SQL_ROOT, missingInstanceAt } from "./instance-paths";
import { checkInstance, checkInstanceDelete, rememberName, takenInstanceName } from "./instance-rules";

const INSTANCES = "projects/{project}/instances";

const instances: Collection = {
  api: "sql",
  pattern: INSTANCES,
  noun: "Cloud SQL instance",
  id: { body: "name" },
  items: "items",
  fields: ["name", "state", "region", "databaseVersion", "instanceType", "settings.tier", "settings.userLabels.*"].map(
    (field) => ({ field, has: "equal" }) as const,
  ),
  missing: missingInstanceAt,
  style: "sql",
  // A PUT need not name what cannot change: members are merged, and `settings` is replaced as a whole.
  update: { method: "PUT", join: "merge" },
  taken: takenInstanceName,
  references: ["settings.ipConfiguration.privateNetwork"],
  fill: (draft) => {
    const settings = filledSettings(draft);
    return {
      ...omitMembers(draft.next, "rootPassword"),
      settings,
      ...computedMembers(draft, settings),
    };
  },
  check: (draft) => staleSettings(draft) ?? checkInstance(draft),
  checkDelete: checkInstanceDelete,
  afterCreate: ({ call, path, id }) => addDefaultUser(call.store, path, id, param(call, "project")),
  afterDelete: ({ call, path }) => {
    for (const [name] of call.store.below(`sql/${path}/`)) call.store.remove(name);
    forgetContents(call.store, path);
    rememberName(call.store, path);
  },
};

/** 412 and not 409: the provider would retry a 409 for an hour and a half. */
function staleSettings({ call, previous }: Draft): Refusal | undefined {
  const sent = asObject(call.body.settings).settingsVersion;
  return previous === undefined || sent === undefined || valueText(sent) === asObject(previous.settings).settingsVersion
    ? undefined
    : conditionNotMet("The settingsVersion does not match the current one; read the instance again.");
}

/** Settings of a hardened value where nothing was sent. */
const ROW_DEFAULTS = asObject(
  defaultAnswer(DATABASE_ACCESS, DATABASE_PROTECTION, DATABASE_STATE, DATABASE_INSIGHTS).settings,
);

function filledSettings({ next, previous }: Draft): JsonObject {
  const sent = asObject(next.settings);
  const kept = asObject(previous?.settings);
  const edition = asText(sent.edition) || asText(kept.edition) || defaultEdition(asText(next.databaseVersion));
  const region = asText(next.region);
  const defaults = mergeObjects(ROW_DEFAULTS, {
    kind: "sql#settings",
    pricingPlan: "PER_USE",
    availabilityType: "ZONAL",
    dataDiskType: "PD_SSD",
    dataDiskSizeGb: "10",
    storageAutoResize: true,
    storageAutoResizeLimit: "0",
    connectorEnforcement: "NOT_REQUIRED",
    replicationType: "SYNCHRONOUS",
    ...editionDefaults(edition, sent),
    locationPreference: { kind: "sql#locationPreference", zone: `${region}-a` },
    // Answered as it is where nobody chose one: the provider hides that difference.
    ipConfiguration: {
      requireSsl: false,
      serverCertificateRotationMode: "SERVER_CERTIFICATE_ROTATION_MODE_UNSPECIFIED",
    },
  });
  const version = previous === undefined ? 1 : Number(kept.settingsVersion) + 1;
  // A client that does not name the size leaves a disk that grew as it is.
  const size = kept.dataDiskSizeGb;
  const settings = mergeObjects({ ...defaults, ...(size !== undefined && { dataDiskSizeGb: size }) }, sent);
  return {
    ...settings,
    ...decimalMembers(settings, "dataDiskSizeGb", "storageAutoResizeLimit"),
    settingsVersion: String(version),
  };
}

function computedMembers({ call, path, id, next, previous }: Draft, settings: JsonObject): JsonObject {
  const { store } = call;
  const project = param(call, "project");
  const region = asText(next.region);
  const kept = previous ?? {};
  const ipAddresses = instanceAddresses(call, settings, asList(kept.ipAddresses).map(asObject));
  return {
    kind: "sql#instance",
    name: id,
    project,
    state: "RUNNABLE",
    backendType: "SECOND_GEN",
    instanceType: "CLOUD_SQL_INSTANCE",
    connectionName: `${project}:${region}:${id}`,
    selfLink: `${SQL_ROOT}${path}`,
    gceZone: asText(asObject(settings.locationPreference).zone) || `${region}-a`,
    databaseInstalledVersion: `${asText(next.databaseVersion)}_4`,
    maintenanceVersion: `${asText(next.databaseVersion)}_4.R20260101.00_00`,
    serviceAccountEmailAddress: `p0-${shortHash(id)}@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
    createTime: kept.createTime ?? store.time(),
    ipAddresses,
    ...hostNames(`${project}:${region}:${id}`, settings, ipAddresses),
    serverCaCert: kept.serverCaCert ?? certificateAuthority(id),
    etag: store.etag(),
  };
}

/** Every instance has an account of its own. */
const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 6);

/** One address of each kind that is switched on; an existing address stays. */
function instanceAddresses({ store }: Call, settings: JsonObject, kept: readonly JsonObject[]): readonly JsonObject[] {
  const { ipv4Enabled, privateNetwork, allocatedIpRange } = asObject(settings.ipConfiguration);
  const block = serviceBlock(store, asText(privateNetwork), asText(allocatedIpRange));
  const address = (type: string, cidr: string): JsonObject =>
    kept.find((each) => each.type === type) ?? { type, ipAddress: addressIn(cidr, 2 + (store.next() % 200)) };
  return [
    ...(ipv4Enabled === false ? [] : [address("PRIMARY", "198.51.100.0/24")]),
    ...(block === undefined ? [] : [address("PRIVATE", block)]),
  ];
}

/** Names of an instance whose certificate is from a Certificate Authority Service: one of each address. */
function hostNames(connection: string, settings: JsonObject, addresses: readonly JsonObject[]): JsonObject {
  const mode = asText(asObject(settings.ipConfiguration).serverCaMode);
  if (!mode.endsWith("_CAS_CA")) return {};
  const [, region = ""] = connection.split(":");
  const name = `${shortHash(connection)}.${shortHash(`${connection}.`)}.${region}.sql.goog.`;
  const kinds = addresses.map(({ type }) => (type === "PRIMARY" ? "PUBLIC" : "PRIVATE_SERVICES_ACCESS"));
  return { dnsNames: kinds.map((connectionType) => ({ name, connectionType, dnsScope: "INSTANCE" })) };
}

/** A text in the form of a certificate, with which no TLS connection can be made. */
const certificateAuthority = (id: string): JsonObject => ({
  kind: "sql#sslCert",
  certSerialNumber: "0",
  cert: "-----BEGIN CERTIFICATE-----\nc2FuZGJveA==\n-----END CERTIFICATE-----",
  commonName: `C=US,O=Google\\, Inc,CN=Google Cloud SQL Server CA,dnQualifier=${id}`,
  sha1Fingerprint: "0".repeat(40),
  instance: id,
  createTime: "2026-01-01T00:00:00Z",
  expirationTime: "2036-01-01T00:00:00Z",
});

/** Members with 64-bit numbers, which Google always answers as text. */
const decimalMembers = (settings: JsonObject, ...members: readonly string[]): JsonObject =>
  Object.fromEntries(members.map((member) => [member, valueText(settings[member])] as const));

/** A `PATCH` leaves members of `settings` that it does not name: it merges one level deeper than `PUT`. */
const patchInstance: Route = {
  api: "sql",
  method: "PATCH",
  pattern: `${INSTANCES}/{id}`,
  handle: (call) => {
    const stored = call.store.get(`sql/${call.path}`);
    if (stored === undefined) return refusalAnswer(missingInstanceAt(call.path));
    const settings = patchedSettings(asObject(stored.settings), asObject(call.body.settings));
    const body: JsonObject = { ...call.body, settings };
    return putInstance.handle({ ...call, body });
  },
};

const instanceRoutes = collectionRoutes(instances);
const putInstance = instanceRoutes.find(({ method }) => method === "PUT") ?? patchInstance;
const postInstance = instanceRoutes.find(({ method }) => method === "POST") ?? patchInstance;

/** Instances of Cloud SQL. */
export const sqlCollections: readonly Collection[] = [instances];

/** Their routes. */
export const sqlRoutes: readonly Route[] = [
  ...instanceRoutes,
  patchInstance,
  ...cloneRoutes((call) => postInstance.handle(call)),
  operationRoute("sql", "projects/{project}/operations"),
];
