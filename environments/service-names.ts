/** The services of the product. The compiler asks every environment for each of them. */
export const SERVICE_NAMES = ["websocket-service", "auth-service", "frontend"] as const;

/** A service of the product. */
export type ServiceName = (typeof SERVICE_NAMES)[number];
