import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { certificateLife } from "../admin/certificate-life";
import { readDatabase } from "../../live/sql";

/** The authority that signs the instance's certificate: ten years, and nobody renews it by itself. */
export const databaseCertificateCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "database/certificate",
    title: "the database's certificate authority holds for a while",
    gone: "store-unhealthy",
    ask: async (live) => {
      const { serverCaCert } = await readDatabase(live, context.environment);
      return certificateLife(serverCaCert ? [serverCaCert.expirationTime] : [], context.now());
    },
  });
