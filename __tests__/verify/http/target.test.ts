import { parseConnectTo } from "../../../verify/http/target";

test.each([
  ["127.0.0.1", { address: "127.0.0.1", httpsPort: 443, httpPort: 80 }],
  ["127.0.0.1:8443", { address: "127.0.0.1", httpsPort: 8443, httpPort: 80 }],
  ["127.0.0.1:8443:8080", { address: "127.0.0.1", httpsPort: 8443, httpPort: 8080 }],
  ["lb.example.com:8443", { address: "lb.example.com", httpsPort: 8443, httpPort: 80 }],
  ["[::1]:8443:8080", { address: "::1", httpsPort: 8443, httpPort: 8080 }],
  ["[2001:db8::1]", { address: "2001:db8::1", httpsPort: 443, httpPort: 80 }],
  ["", undefined],
  ["127.0.0.1:0", undefined],
  ["127.0.0.1:65536", undefined],
  ["127.0.0.1:http", undefined],
  ["127.0.0.1:1:2:3", undefined],
  ["::1", undefined],
  ["[127.0.0.1]", undefined],
  ["[::1", undefined],
  ["https://127.0.0.1", undefined],
  ["two words", undefined],
])("%j", (text, expected) => {
  expect(parseConnectTo(text)).toEqual(expected);
});
