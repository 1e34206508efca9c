// cdktf records an unlimited-depth stack trace for every token, and each one is source-mapped:
// half of the synth time and two thirds of the test time (docs/pitfalls.md). The output has no trace
// in it. Set CDKTF_CREATION_STACK=1 to get the traces back while debugging a token. This works because
// cdktf looks the function up on its module at each call, so cdktf stays pinned exactly.
if (!process.env.CDKTF_CREATION_STACK) {
  require("cdktf/lib/tokens/private/stack-trace").captureStackTrace = () => [];
}
