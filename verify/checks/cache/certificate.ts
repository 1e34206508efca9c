import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { certificateLife } from "../admin/certificate-life";
import { readCache } from "../../live/redis";

/** The authority that signs the instance's certificate: ten years, a second one after five; services have theirs as a variable. */
export const cacheCertificateCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "cache/certificate",
    title: "the cache's certificate authority holds for a while",
    gone: "store-unhealthy",
    ask: async (live) => {
      const { serverCaCerts } = await readCache(live, context.environment);
      return certificateLife(
        serverCaCerts.map(({ expireTime }) => expireTime),
        context.now(),
      );
    },
  });
