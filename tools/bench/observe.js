// Preloaded into a measured process. When it ends, it writes its peak memory and the cdktf and provider modules that it
// has loaded, in the order in which it loaded them, to the file named by BENCH_REPORT.
// This is JavaScript, because it must not make the process load a compiler.
const { writeFileSync } = require("node:fs");

process.once("exit", () => {
  const loaded = Object.keys(require.cache);
  const modules = loaded.filter((path) =>
    /[\\/]node_modules[\\/](cdktf|@cdktf[\\/]provider-[^\\/]+)[\\/]lib[\\/]/.test(path),
  );
  // KiB, whatever the platform: libuv converts.
  const { maxRSS } = process.resourceUsage();
  writeFileSync(process.env.BENCH_REPORT, JSON.stringify({ modules, peakKiB: maxRSS }));
});
