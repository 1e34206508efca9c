import type { Breakage } from "./breakage";
import { openTlsConnection, type Target } from "./target";

/** What ALPN calls the protocols that a connection may carry (RFC 7301). */
type Protocol = "h2" | "http/1.1";

/**
 * Says more of a connection that broke off: where what answers speaks HTTP/2 alone, TLS stands, and HTTP/1.1 is what it
 * refuses. Every other breakage stays as it is.
 */
export async function explainBreakage(
  breakage: Breakage,
  target: Target,
  host: string,
  signal: AbortSignal,
): Promise<Breakage> {
  const mayBeRefused = breakage.symptom === "refused" || breakage.symptom === "garbled";
  if (!mayBeRefused || !(await takes("h2", target, host, signal))) return breakage;
  if (await takes("http/1.1", target, host, signal)) return breakage;
  return { symptom: "protocol-refused", found: "TLS stands, HTTP/2 is offered, and HTTP/1.1 is not" };
}

/** Whether a TLS connection comes about for this protocol when no other is offered. Never rejects. */
function takes(protocol: Protocol, target: Target, host: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = openTlsConnection(target, host, { ALPNProtocols: [protocol] });
    const end = (isTaken: boolean): void => {
      resolve(isTaken);
      socket.destroy();
    };
    signal.addEventListener("abort", () => end(false), { once: true });
    if (signal.aborted) end(false);
    socket.once("secureConnect", () => end(socket.alpnProtocol === protocol));
    socket.once("end", () => end(false));
    socket.on("error", () => end(false));
  });
}
