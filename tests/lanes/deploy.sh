#!/bin/bash
# What deploy/ holds, tried for real: the image (docker, else the Dockerfile's RUN steps by hand), the systemd unit's command, Debian's nginx and caddy with TLS
# in front, Prometheus scraping and writing, read-only views. Needs curl, jq, openssl, python3; what else is missing is left out and said so. Not in CI.
# usage: tests/lanes/deploy.sh [FOLDER]    FOLDER: a published mtok (app) of an earlier run, to save the build
set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.."
work=$(mktemp -d)
pids=()
mounted=
stop() {
    [ ${#pids[@]} = 0 ] || kill "${pids[@]}" 2>/dev/null
    [ -z "$mounted" ] || umount "$mounted"
    wait
    rm -rf "$work"
}
trap stop EXIT
passed=0 failed=0
ok() { passed=$((passed + 1)) && echo "ok      $1"; }
fail() { failed=$((failed + 1)) && echo "FAILED  $1"; }
left_out() { echo "left out: $1"; }
# check WORDS EXPECTED ACTUAL
check() { if [ "$2" = "$3" ]; then ok "$1"; else fail "$1: expected $2, was $3"; fi; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
status() { curl -s -o /dev/null -w '%{http_code}' --max-time 60 "$@"; }
# waits for URL to answer, for a minute
await() {
    for _ in $(seq 120); do curl -fsk -o /dev/null "${@}" && return 0; sleep 0.5; done
    return 1
}
# start NAME COMMAND...: in the background, with its messages in a file
start() {
    local name=$1 && shift
    "$@" >"$work/$name.log" 2>&1 </dev/null &
    pids+=($!)
}

MTOK_TOKEN=$(openssl rand -hex 32)
bearer="Authorization: Bearer $MTOK_TOKEN"
(umask 077 && echo "$MTOK_TOKEN" >"$work/token")

# --- the image
image=
if [ $# -gt 0 ]; then
    cp -r "$1" "$work/app"
elif docker info >/dev/null 2>&1; then
    docker build -q -f deploy/Dockerfile -t mtok:lane . || exit 1
    image=mtok:lane
    made=$(docker create "$image") && docker cp -q "$made:/app" "$work/app" && docker rm "$made" >/dev/null
else
    left_out "no docker daemon answers: the Dockerfile's RUN steps by hand"
    mkdir "$work/src"
    # The context: what Dockerfile.dockerignore lets in.
    git ls-files -co --exclude-standard $(sed -n 's/^!//p' deploy/Dockerfile.dockerignore) | tar -cT - | tar -xC "$work/src"
    while read -r step; do
        step=$(sed -E "s# (/app|/data)# $work\1#g" <<<"$step")
        echo "        $step"
        (cd "$work/src" && bash -c "$step") >"$work/build.log" 2>&1 || { tail -n 20 "$work/build.log"; fail "RUN $step"; exit 1; }
    done < <(sed -n 's/^RUN //p' deploy/Dockerfile)
    ok "the Dockerfile's RUN steps build from what the image is given"
fi
du -sh "$work/app" | sed "s|$work|        |"

mkdir -p "$work/data"
port=$(free_port)
mapfile -t command < <(sed -nE 's/^(ENTRYPOINT|CMD) //p' deploy/Dockerfile | jq -r '.[]' | sed "s#^/app#$work/app#; s#^/data#$work/data#; s#:8421\$#:$port#")
if [ -n "$image" ]; then
    command=(docker run --rm -i -e MTOK_TOKEN -p "127.0.0.1:$port:8421" "$image")
fi
timeout 60 env -u MTOK_TOKEN "${command[@]}" >"$work/open.log" 2>&1 </dev/null
check "without a token it does not listen for other hosts, and says so" "2 1" "$? $(grep -c 'give a token' "$work/open.log")"
MTOK_TOKEN=$MTOK_TOKEN "${command[@]}" >"$work/image.log" 2>&1 </dev/null &
server=$!
pids+=("$server")
direct=http://127.0.0.1:$port
await "$direct/healthz" || { cat "$work/image.log"; fail "the image answers /healthz"; exit 1; }
check "the image answers /healthz and /readyz without the token" "200 200" "$(status "$direct/healthz") $(status "$direct/readyz")"
check "and all else with the token alone" "401 200" "$(status "$direct/api/v1/catalog/models") $(status -H "$bearer" "$direct/api/v1/catalog/models")"
children=$(pgrep -P "$server")
kill -TERM "$server"
wait "$server"
check "SIGTERM ends it and its server with exit code 0" "0" "$?"
# shellcheck disable=SC2086 # several children are several words
if [ -z "$image" ] && ps -o pid= -p ${children:-1} | grep -q . && [ -n "$children" ]; then fail "its server still runs"; else ok "its server is gone"; fi

# --- as in kubernetes.yaml: the image's user, without a home, on a root file system that is read-only but for /data and /tmp
cat >"$work/sealed" <<'S'
#!/bin/bash
cd "$(dirname -- "$0")" && exec unshare -m bash -c 'mount --make-rprivate / && mount --bind data data && mount --bind tmp tmp && mount -o remount,ro,bind / \
    && exec setpriv --reuid 1654 --regid 1654 --clear-groups env -u HOME TMPDIR="$PWD/tmp" dotnet app/Mtok.App.dll "$@"' sealed "$@"
S
chmod +x "$work/sealed"
chmod 711 "$work" && mkdir -p "$work/tmp"
if [ "$(id -u)" = 0 ] && chown 1654:1654 "$work/data" "$work/tmp" && [ "$("$work/sealed" --version 2>/dev/null)" != "" ]; then
    cp -r examples/month "$work/month"
    "$work/sealed" track import "$work/month" --ledger "$work/data/month" >"$work/sealed.log" 2>&1
    check "a ledger is made by a user without rights or home, on a read-only root" 0 $?
    port=$(free_port)
    start sealed "$work/sealed" serve --ledger "$work/data/month" --listen "127.0.0.1:$port"
    if await "http://127.0.0.1:$port/readyz"; then ok "and the server starts there"; else cat "$work/sealed.log"; fail "and the server starts there"; fi
else
    left_out "a read-only root: no mounts of one's own here"
fi

# --- the unit's command, which also is the server behind the proxies
port=$(free_port)
grpc=$(free_port)
direct=http://127.0.0.1:$port
mkdir -p "$work/mtok"
read -ra command < <(sed -n 's/^ExecStart=//p' deploy/mtok.service \
    | sed "s#/opt/mtok/app#$work/app#; s#%S#$work#; s#%d#$work#; s#:8421#:$port#; s#\$MTOK_OPTIONS#--host mtok.example.com --otlp-grpc 127.0.0.1:$grpc#")
start unit env -u MTOK_TOKEN "${command[@]}"
if await "$direct/healthz"; then ok "the unit's command answers"; else cat "$work/unit.log"; fail "the unit's command answers"; exit 1; fi
if command -v systemd-analyze >/dev/null; then
    check "systemd exposes at most 2.5 of 10" 0 "$(systemd-analyze security --offline=true --threshold=25 deploy/mtok.service >/dev/null 2>&1; echo $?)"
else
    left_out "no systemd-analyze"
fi

# --- the manifests, by the types of Kubernetes: a key that they lack is an error
cat >"$work/manifests.cs" <<'C'
#:package KubernetesClient@21.0.8
#:property PublishAot=false
foreach (var item in k8s.KubernetesYaml.LoadAllFromString(File.ReadAllText(args[0]), null, strict: true)) Console.WriteLine(item.GetType().Name);
C
check "Kubernetes knows every key of the manifests" 5 "$(dotnet run "$work/manifests.cs" deploy/kubernetes.yaml 2>"$work/manifests.log" | grep -c '^V1')"

# --- proxies with TLS; a stub behind the same file shows what passes through it
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=mtok.example.com -addext subjectAltName=DNS:mtok.example.com \
    -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
cat >"$work/stub.py" <<'P'
# Events two seconds apart, and bodies by their hash.
import hashlib, http.server, sys, time
class Stub(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for event in range(3):
            self.wfile.write(b"data: %d\n\n" % event)
            self.wfile.flush()
            time.sleep(2)
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])) if self.headers["Content-Length"] else self.chunks()
        names = "Content-Encoding", "X-Prometheus-Remote-Write-Version", "Authorization", "Host", "X-Forwarded-Proto"
        kept = " ".join(str(self.headers[name]) for name in names)
        text = (hashlib.sha256(body).hexdigest() + " " + kept).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
    def chunks(self):
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Stub).serve_forever()
P
stub=$(free_port)
start stub python3 "$work/stub.py" "$stub"
head -c 20000000 /dev/urandom >"$work/body"

# front_nginx and front_caddy PORT UPSTREAM: the proxy of deploy/ on a port of this machine
front_nginx() {
    local home=$work/nginx-$1
    mkdir -p "$home"
    sed "/listen \[::\]/d; s#listen 443#listen 127.0.0.1:$1#; s#/etc/ssl/mtok#$work#; s#127.0.0.1:8421#127.0.0.1:$2#; s#:4317#:$grpc#" \
        deploy/nginx.conf >"$home/mtok.conf"
    printf '%s\n' "daemon off; pid $home/pid; error_log $home/error.log; events {} http { access_log off; client_body_temp_path $home/body;" \
        "proxy_temp_path $home/proxy; fastcgi_temp_path $home/f; uwsgi_temp_path $home/u; scgi_temp_path $home/s;" \
        "include $home/mtok.conf; }" >"$home/nginx.conf"
    nginx -t -q -e "$home/error.log" -c "$home/nginx.conf" || fail "nginx -t"
    start "nginx-$1" nginx -e "$home/error.log" -c "$home/nginx.conf"
}
front_caddy() {
    sed "s#^mtok.example.com {#https://mtok.example.com:$1 {\n\ttls $work/cert.pem $work/key.pem#; s#127.0.0.1:8421#127.0.0.1:$2#; s#:4317#:$grpc#" \
        deploy/Caddyfile >"$work/Caddyfile-$1"
    sed -i '1i { \n\tadmin off\n\tauto_https disable_redirects\n}' "$work/Caddyfile-$1"
    start "caddy-$1" env HOME="$work" caddy run --adapter caddyfile --config "$work/Caddyfile-$1"
}
written=(-H 'Content-Type: application/x-protobuf' -H 'Content-Encoding: snappy' -H 'X-Prometheus-Remote-Write-Version: 0.1.0')
# through PROXY
through() {
    local proxy=$1 tls other
    if ! command -v "$proxy" >/dev/null; then left_out "no $proxy (Debian: apt-get install $proxy)" && return; fi
    tls=$(free_port)
    "front_$proxy" "$tls" "$port"
    other=$(free_port)
    "front_$proxy" "$other" "$stub"
    local names=(--cacert "$work/cert.pem" --resolve "mtok.example.com:$tls:127.0.0.1" --resolve "mtok.example.com:$other:127.0.0.1")
    local at=https://mtok.example.com:$tls of_stub=https://mtok.example.com:$other
    await "${names[@]}" "$at/healthz" || { cat "$work/$proxy-$tls.log"; fail "$proxy starts"; return; }
    check "$proxy: TLS, and the token is asked for" "200 401" "$(status "${names[@]}" "$at/healthz") $(status "${names[@]}" "$at/api/v1/catalog/models")"
    check "$proxy: an answer is the same as without it" "$(curl -s -H "$bearer" "$direct/api/v1/catalog/models" | sha256sum)" \
        "$(curl -s "${names[@]}" -H "$bearer" "$at/api/v1/catalog/models" | sha256sum)"
    local form=(-X POST -H "$bearer" -H 'Content-Type: application/toml' --data-binary @examples/support-chat.toml)
    check "$proxy: a form of mtok's own page is taken, of another page refused" "200 403" \
        "$(status "${names[@]}" "${form[@]}" -H "Origin: https://mtok.example.com:$tls" -H 'Sec-Fetch-Site: same-origin' "$at/api/v1/decide") $(
            status "${names[@]}" "${form[@]}" -H 'Origin: https://elsewhere.example' "$at/api/v1/decide")"
    # nginx hands it on and mtok refuses it (400); caddy has no certificate for it (000).
    local elsewhere=(-k -H "$bearer" --resolve "elsewhere.example:$tls:127.0.0.1" "https://elsewhere.example:$tls/api/v1/catalog/models")
    check "$proxy: a name that mtok was not started with gets nothing" refused "$(status "${elsewhere[@]}" | sed -E 's/^(400|000)$/refused/')"
    local first
    # Buffered, all three would come with the last.
    first=$(curl -sN "${names[@]}" "$of_stub/events" | (read -r _ && date +%s && cat >/dev/null))
    check "$proxy: the first of three events comes four seconds before the end" yes \
        "$([ $(($(date +%s) - ${first:-0})) -ge 4 ] && [ "${first:-0}" -gt 0 ] && echo yes)"
    check "$proxy: a remote-write of 20 MB passes as it is, with its headers" \
        "$(sha256sum <"$work/body" | cut -d' ' -f1) snappy 0.1.0 Bearer $MTOK_TOKEN mtok.example.com:$other https" \
        "$(curl -s "${names[@]}" -H "$bearer" "${written[@]}" --data-binary "@$work/body" "$of_stub/api/v1/write")"
    # An export without spans is five bytes: not compressed, of length 0.
    check "$proxy: OTLP over gRPC, with the token alone" "401 0" "$(for header in 'X-No: token' "$bearer"; do
        head -c 5 /dev/zero | curl -sv --http2 "${names[@]}" -H "$header" -H 'Content-Type: application/grpc' -H 'TE: trailers' --data-binary @- \
            "$at/opentelemetry.proto.collector.trace.v1.TraceService/Export" 2>&1 | sed -En 's/^< (HTTP.2 (4..)|grpc-status: ([0-9]+)).*/\2\3/p'
    done | paste -sd' ')"
    pages "$proxy" "$at" "${names[@]}"
}
# pages PROXY ADDRESS CURL-OPTIONS: what mtok itself has of pages, events of a job, and remote-write
pages() {
    local proxy=$1 at=$2 body job key cookies=$work/cookies-$1
    shift 2
    check "$proxy: a page, and without the token the way to sign in" "200 302" \
        "$(status "$@" -H "$bearer" -H 'Accept: text/html' "$at/") $(status "$@" -H 'Accept: text/html' "$at/")"
    key=$(curl -s "$@" -c "$cookies" "$at/sign-in" | sed -n 's/.*name="__RequestVerificationToken" value="\([^"]*\)".*/\1/p')
    curl -s -o /dev/null "$@" -b "$cookies" -c "$cookies" -H "Origin: $at" --data-urlencode "__RequestVerificationToken=$key" \
        --data-urlencode "token=$MTOK_TOKEN" "$at/sign-in"
    check "$proxy: signed in, by a cookie kept to HTTPS" "TRUE 200" \
        "$(awk '$6 == "mtok" {print $4}' "$cookies") $(status "$@" -b "$cookies" -H 'Accept: text/html' "$at/")"
    job=$(curl -s "$@" -H "$bearer" -H 'Content-Type: application/toml' --data-binary @examples/support-chat.toml "$at/api/v1/report" | jq -r .id)
    check "$proxy: a job tells its progress as events, to its end" "yes" \
        "$(curl -sN --max-time 120 "$@" -H "$bearer" "$at/api/v1/jobs/$job/events" | grep -q '^data: .*"done"' && echo yes)"
    python3 - >"$work/write.snappy" <<'P'
# One sample of vLLM in protobuf, in one literal of Snappy's block format.
import struct, sys, time
def number(n): return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + number(n >> 7)
def field(at, body): return number(at << 3 | 2) + number(len(body)) + body
def label(name, value): return field(1, field(1, name.encode()) + field(2, value.encode()))
labels = [("__name__", "vllm:prompt_tokens_total"), ("instance", "engine:8000"), ("job", "vllm"), ("model_name", "llama-3.1-8b")]
sample = field(2, b"\x09" + struct.pack("<d", 1000) + b"\x10" + number(int(time.time() * 1000)))
body = field(1, b"".join(label(*pair) for pair in labels) + sample)
sys.stdout.buffer.write(number(len(body)) + bytes([61 << 2]) + struct.pack("<H", len(body) - 1) + body)
P
    check "$proxy: mtok stores a remote-write" "2" \
        "$(status "$@" -H "$bearer" "${written[@]}" --data-binary "@$work/write.snappy" "$at/api/v1/write" | cut -c1)"
}
through nginx
through caddy

# --- Prometheus with the files of deploy/
if ! command -v prometheus >/dev/null; then
    left_out "no prometheus (Debian: apt-get install prometheus)"
else
    mkdir "$work/prometheus"
    cp deploy/prometheus/alerts.yml "$work/prometheus"
    sed "s#127.0.0.1:8421#127.0.0.1:$port#; s#/etc/prometheus/mtok-token#$work/token#; 1i global: {scrape_interval: 1s, evaluation_interval: 1s}" \
        deploy/prometheus/scrape.yml >"$work/prometheus/prometheus.yml"
    seen=$(free_port)
    start prometheus prometheus --config.file "$work/prometheus/prometheus.yml" --storage.tsdb.path "$work/prometheus/data" \
        --web.listen-address "127.0.0.1:$seen"
    await "http://127.0.0.1:$seen/-/ready"
    sleep 10
    ask() { curl -sG "http://127.0.0.1:$seen/api/v1/query" --data-urlencode "query=$1" | jq -r '.data.result[0].value[1]'; }
    check "Prometheus scrapes mtok with its token" 1 "$(ask 'up{job="mtok"}')"
    check "every sample was accepted" "$(ask 'scrape_samples_scraped{job="mtok"}')" "$(ask 'scrape_samples_post_metric_relabeling{job="mtok"}')"
    check "every alert rule is healthy" ok "$(curl -s "http://127.0.0.1:$seen/api/v1/rules" | jq -r '[.data.groups[].rules[].health] | unique | join(" ")')"
    curl -s -H "$bearer" "$direct/metrics" | promtool check metrics >"$work/metrics.log" 2>&1 || cat "$work/metrics.log"
fi

# --- views that only read, on a file system that lets them do no more
if mkdir -p "$work/view" && dotnet "$work/app/Mtok.App.dll" track import examples/month --ledger "$work/shared-ledger" >/dev/null 2>&1 \
    && mount --bind "$work/shared-ledger" "$work/view" 2>/dev/null && mounted=$work/view && mount -o remount,ro,bind "$work/view"; then
    views=()
    for view in 1 2; do
        at=$(free_port)
        start "view-$view" dotnet "$work/app/Mtok.App.dll" serve --read-only --ledger "$work/view" --listen "127.0.0.1:$at"
        if await "http://127.0.0.1:$at/readyz"; then views+=("$at"); else cat "$work/view-$view.log"; fi
    done
    check "two views read one ledger that they cannot write" 2 ${#views[@]}
    report() { dotnet "$work/app/Mtok.App.dll" track report --ledger "$1" --format json | sha256sum; }
    check "and it reads the same there" "$(report "$work/shared-ledger")" "$(report "$work/view")"
    [ ${#views[@]} = 0 ] || kill "${pids[@]: -2}"
    wait "${pids[@]: -2}"
else
    left_out "read-only views: no bind mount here"
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
