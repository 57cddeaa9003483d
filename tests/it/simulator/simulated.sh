# Sourced by scripts that judge the simulator from outside: starts one and stops it when the script ends.
# Sets SIMULATOR (its URL) and SIMULATOR_TOKEN. Takes the server from SERVER_BINARY, or builds target/debug.

addr=127.0.0.1:${SIMULATOR_PORT:-18081}
server=${SERVER_BINARY:-${CARGO_TARGET_DIR:-target}/debug/sigma-portal}
[ -n "${SERVER_BINARY:-}" ] || cargo build --quiet --features ssr --bin sigma-portal

work=$(mktemp -d)
"$server" simulate --addr "$addr" --client-id demo-client --client-secret demo-secret --members 400 >"$work/log" 2>&1 &
simulator=$!
trap 'kill "$simulator" 2>/dev/null || true; rm -rf "$work"' EXIT

export SIMULATOR=http://$addr
answer=
for _ in $(seq 100); do
  answer=$(curl -fsS "$SIMULATOR/v2/auth/token" -d grant_type=client_credentials -d client_id=demo-client \
    -d client_secret=demo-secret 2>/dev/null) && break
  kill -0 "$simulator" 2>/dev/null || break
  sleep 0.1
done
[ -n "$answer" ] || { echo 'the simulator does not answer:' >&2; cat "$work/log" >&2; exit 1; }
SIMULATOR_TOKEN=$(sed -E 's/.*"access_token":"([^"]+)".*/\1/' <<<"$answer")
export SIMULATOR_TOKEN
curl -fsS -X PUT "$SIMULATOR/__simulator/limits" -H 'content-type: application/json' \
  -d '{"tokensPerSecond":null,"exportsPerMinute":null,"downloadsPerMinute":null}' >/dev/null
