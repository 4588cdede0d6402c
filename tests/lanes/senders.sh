#!/bin/bash
# Real senders beside mtok serve: Debian's Prometheus (scrape, remote-write, and asked by mtok), OpenTelemetry's JavaScript exporters (JSON, protobuf,
# gRPC). What they counted must be what the ledger has. Needs prometheus (apt-get install prometheus), python3 and npm. Not in CI.
# usage: tests/lanes/senders.sh
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.."
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
http=8611 grpc=8612 engine=8613 prometheus=8614

cat >"$work/engine.py" <<'P'
# A page of metrics as vLLM has it: 1,000 output tokens a second, 40 s long, then still; restarted once at 20 s.
import http.server, sys, time
began = time.time()
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        t = min(time.time() - began, 40)
        total = int(t * 1000) if t < 20 else int((t - 20) * 1000)
        labels = '{engine="0",model_name="llama-3.3-70b"}'
        body = "".join(f"# TYPE vllm:{name} counter\nvllm:{name}{labels} {value}\n" for name, value in
                       [("prompt_tokens_total", total * 4), ("generation_tokens_total", total)])
        self.send_response(200); self.send_header("Content-Type", "text/plain; version=0.0.4"); self.end_headers(); self.wfile.write(body.encode())
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
P
cat >"$work/prometheus.yml" <<Y
global: { scrape_interval: 1s, external_labels: { cluster: here } }
scrape_configs:
  - job_name: engine
    static_configs: [{ targets: ["127.0.0.1:$engine"] }]
remote_write:
  - url: http://127.0.0.1:$http/api/v1/write
Y
cat >"$work/collect.toml" <<T
[[prometheus]]
url = "http://127.0.0.1:$prometheus/"
every = "5s"
window = "30s"
T
cat >"$work/send.js" <<'J'
const { BasicTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-base');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const [http, grpc] = process.argv.slice(2);
const exporters = {
    json: new (require('@opentelemetry/exporter-trace-otlp-http').OTLPTraceExporter)({ url: `http://127.0.0.1:${http}/v1/traces` }),
    proto: new (require('@opentelemetry/exporter-trace-otlp-proto').OTLPTraceExporter)({ url: `http://127.0.0.1:${http}/v1/traces`, compression: 'gzip' }),
    grpc: new (require('@opentelemetry/exporter-trace-otlp-grpc').OTLPTraceExporter)({ url: `http://127.0.0.1:${grpc}` }),
};
(async () => {
    for (const [name, exporter] of Object.entries(exporters)) {
        const provider = new BasicTracerProvider({ resource: resourceFromAttributes({ 'service.name': name }), spanProcessors: [new BatchSpanProcessor(exporter)] });
        const tracer = provider.getTracer('made-up');
        for (let call = 0; call < 200; call++) {
            const span = tracer.startSpan('chat gpt-4o');
            span.setAttributes({ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.response.id': `${name}-${call}`,
                'gen_ai.usage.input_tokens': 1000, 'gen_ai.usage.output_tokens': 100 });
            span.end();
        }
        await provider.forceFlush();
        await provider.shutdown();
    }
})();
J
(cd "$work" && npm init -y >/dev/null && npm install --silent --no-fund --no-audit @opentelemetry/exporter-trace-otlp-http@0.223.1 \
    @opentelemetry/exporter-trace-otlp-proto@0.223.1 @opentelemetry/exporter-trace-otlp-grpc@0.223.1 @opentelemetry/sdk-trace-base@2.12.1 @opentelemetry/resources@2.12.1)
./mtok serve --help >/dev/null
./mtok serve --ledger "$work/ledger" --listen 127.0.0.1:$http --otlp-grpc 127.0.0.1:$grpc --collect "$work/collect.toml" 2>"$work/mtok.log" &
for _ in $(seq 100); do curl -fs -o /dev/null http://127.0.0.1:$http/healthz && break; sleep .1; done
python3 "$work/engine.py" $engine &
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" --web.listen-address=127.0.0.1:$prometheus >"$work/prometheus.log" 2>&1 &
node "$work/send.js" $http $grpc
sleep 50
curl -fsS "http://127.0.0.1:$http/api/v1/track/report?by=model,team,deployment" >"$work/report.json"
curl -fsS "http://127.0.0.1:$http/api/v1/track/status" >"$work/status.json"
curl -fsS -H 'Accept: application/openmetrics-text' "http://127.0.0.1:$http/metrics" >"$work/metrics.txt"
curl -fsS "http://127.0.0.1:$prometheus/api/v1/query" --data-urlencode 'query=vllm:generation_tokens_total[5m]' >"$work/samples.json"
curl -fsS "http://127.0.0.1:$http/metrics" | promtool check metrics || true
python3 - "$work" <<'P'
import json, sys
report, status, samples = (json.load(open(f"{sys.argv[1]}/{name}.json")) for name in ("report", "status", "samples"))
print(json.dumps(status, indent=1))
rows = {model: [row for row in report["usage"] if row["model"] == model] for model in ("gpt-4o", "llama-3.3-70b")}
calls = sum(row["requests"] for row in rows["gpt-4o"]), sum(row["tokens"]["input"] for row in rows["gpt-4o"]), sum(row["tokens"]["output"] for row in rows["gpt-4o"])
engine = sum(row["tokens"]["output"] or 0 for row in rows["llama-3.3-70b"])
values = [float(value) for _, value in samples["data"]["result"][0]["values"]]
grown = int(sum(after - before if after >= before else after for before, after in zip(values, values[1:])))
print(f"JavaScript exporters: {calls} of (600, 600000, 60000); Prometheus: {engine:,} output tokens of {grown:,} by its own samples")
assert calls == (600, 600_000, 60_000), "calls were lost or counted twice"
assert engine == grown, "tokens were lost or counted twice"
P
