import { becomes, instead, type Meaning, type When } from "./row";

const leavesHttp2: When = ({ before, after }) => before === "h2c" && after !== "h2c";

/** What changes of a container's one `ports` block mean, which both versions of Cloud Run have. */
export const containerPorts = (containers: string): readonly Meaning[] => [
  {
    paths: [`${containers}.ports.name`],
    when: becomes("h2c"),
    severity: "high",
    text: "the container is spoken to in HTTP/2 without TLS, end to end (h2c): WebSocket upgrades fail, they are HTTP/1, and a container that speaks HTTP/1 only answers nothing",
    undo: "redeploy",
  },
  {
    paths: [`${containers}.ports.name`],
    when: leavesHttp2,
    severity: "high",
    text: "the container is spoken to in HTTP/1 instead of end-to-end HTTP/2 (h2c): gRPC streams fail, and so does a container that speaks HTTP/2 only",
    undo: "redeploy",
  },
  {
    paths: [`${containers}.ports.container_port`],
    severity: "medium",
    text: (attribute) =>
      `Cloud Run expects port ${instead(attribute)}: a container that listens elsewhere never becomes ready, and the old revision stays`,
    undo: "redeploy",
  },
];
