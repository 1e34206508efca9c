import { DATABASE } from "../../../google/hardened";
import { networkId } from "../../../environments/names";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { resourcePath } from "../../live/links";
import { readDatabase } from "../../live/sql";
import { asDeclared, setting } from "../admin/settings";

/** How the instance is reached: a public address added by hand would take over every connection of Cloud Run. */
export const databaseNetworkCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "database/network",
    title: "the database has a private address only, and takes encrypted connections only",
    gone: "store-unhealthy",
    ask: async (live) => {
      const { settings, ipAddresses } = await readDatabase(live, context.environment);
      const { ipv4Enabled, privateNetwork, sslMode, serverCaMode } = settings.ipConfiguration;
      const ip = "settings.ipConfiguration";
      return asDeclared([
        setting("ipAddresses", ipAddresses.map(({ type }) => type).join(", "), "PRIVATE"),
        setting(`${ip}.ipv4Enabled`, ipv4Enabled, DATABASE.ipv4Enabled),
        setting(`${ip}.privateNetwork`, resourcePath(privateNetwork), networkId(context.environment)),
        setting(`${ip}.sslMode`, sslMode, DATABASE.sslMode),
        setting(`${ip}.serverCaMode`, serverCaMode, DATABASE.serverCaMode),
      ]);
    },
  });
