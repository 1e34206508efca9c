/**
 * Response header in which a backend service of the load balancer names its service: from outside nothing else tells
 * which row of the host table led a request. Its value is the service's bare name, `auth-service`.
 */
export const BACKEND_HEADER = "X-Netra-Backend";
