#!/usr/bin/env bash
# Point-in-time recovery of PostgreSQL under Vindex, rehearsed from beginning to end in a folder of its own: a database that archives its WAL, a server that
# scores tickets, a base backup, an accident (a company is deleted), and recovery to the moment before it. Needs PostgreSQL's programs, curl and vindex.
#   recovery-drill.sh [--folder DIR] [--port PORT] [--vindex COMMAND] [--scores N]
# Uses PORT for PostgreSQL and PORT + 1 for Vindex, on loopback. As root, PostgreSQL runs as the user postgres. docs/runbooks.md has the same steps for a
# real database.
set -euo pipefail

folder='' port=5520 vindex=vindex scores=200
while [ $# -gt 0 ]; do
  case $1 in
    --folder) folder=$2 ;;
    --port) port=$2 ;;
    --vindex) vindex=$2 ;;
    --scores) scores=$2 ;;
    *) sed -n '2,7s/^# //p' "$0" >&2; exit 2 ;;
  esac
  shift 2
done

[ -n "$folder" ] || folder=$(mktemp -d)
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
mkdir -p "$folder/archive" "$folder/vindex"
as=()
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  chmod 755 "$folder"
  chown postgres "$folder" "$folder/archive"
fi

url=http://127.0.0.1:$((port + 1))
admin=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
export VINDEX_ADMIN_KEY=$admin Vindex__Store__Kind=postgresql Vindex__Logging__Level=warning Vindex__Limits__Score__Requests=0
export Vindex__Store__Connection="Host=127.0.0.1;Port=$port;Database=postgres;Username=postgres"
running='' cluster=''
step() { printf '%s %s\n' "$(date -u +%H:%M:%S)" "$*"; }
owner() { (cd / && "${as[@]+"${as[@]}"}" "$@"); }
postgres() { owner "$bin/$1" "${@:2}"; }
sql() { postgres psql -XqAt -h 127.0.0.1 -p "$port" -U postgres -d postgres -v ON_ERROR_STOP=1 -c "$1"; }
start() { cluster=$1; postgres pg_ctl -D "$1" -w -s -l "$folder/postgresql.log" start; }
stop() { postgres pg_ctl -D "$cluster" -w -s -m "$1" stop; cluster=''; }
serve() {
  $vindex serve --data "$folder/vindex" --urls "$url" >>"$folder/vindex.log" 2>&1 &
  running=$!
  for _ in $(seq 600); do
    curl -sf "$url/health/ready" >/dev/null && return
    kill -0 "$running" 2>/dev/null || { cat "$folder/vindex.log" >&2; exit 1; }
    sleep 0.2
  done
  echo "the server was not ready after two minutes" >&2
  exit 1
}
halt() { kill "$running"; wait "$running" 2>/dev/null || true; running=''; }
trap '[ -z "$running" ] || kill "$running" 2>/dev/null; [ -z "$cluster" ] || stop immediate' EXIT
call() { curl -sSf -X "$1" "$url$2" -H "Authorization: Bearer ${4:-$admin}" -H 'Content-Type: application/json' ${3:+-d "$3"}; }
member() { sed "s/.*\"$1\": *\"\{0,1\}\([^\",}]*\).*/\1/"; }
score() { # FROM TO
  local i
  for i in $(seq "$1" "$2"); do
    call POST /v1/score "{\"ticket_id\": \"T-$i\", \"ticket_data\": {\"summary\": \"As a reader I want to extend loan $i so that I can finish my book\"}}" "$key" >/dev/null
  done
}
total() { call GET /portal/scores/summary '' "$key" | member total_scored; }

step "a database that archives its WAL"
postgres initdb -D "$folder/primary" -U postgres --auth=trust --encoding=UTF8 --no-locale --data-checksums >"$folder/initdb.log"
cat >>"$folder/primary/postgresql.conf" <<SETTINGS
port = $port
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
wal_level = replica
archive_mode = on
archive_command = 'test ! -f $folder/archive/%f && cp %p $folder/archive/.%f && mv $folder/archive/.%f $folder/archive/%f'
SETTINGS
start "$folder/primary"

step "a server with scores, then a base backup while it runs"
serve
company=$(call POST /admin/companies '{"name": "Drill"}' | member company_id)
key=$(call POST "/admin/companies/$company/keys" '{"name": "drill", "scopes": ["scores:write", "scores:read"]}' | member api_key)
score 1 $((scores / 2))
postgres pg_basebackup -h 127.0.0.1 -p "$port" -U postgres -D "$folder/base" -X none --checkpoint=fast 2>>"$folder/postgresql.log"
score $((scores / 2 + 1)) "$scores"
before=$(total)
sleep 0.1
moment=$(sql "SELECT clock_timestamp()")
step "$before scores; the moment to return to is $moment"
sleep 0.1

step "the accident: the company is deleted; and the last WAL is archived"
call DELETE "/admin/companies/$company" >/dev/null
halt
last=$(sql "SELECT pg_walfile_name(pg_switch_wal())")
for _ in $(seq 300); do [ -f "$folder/archive/$last" ] && break; sleep 0.1; done
stop immediate

step "recovery: the base backup, the archive, and a target time"
begun=$(date +%s%N)
owner cp -a "$folder/base" "$folder/recovered"
cat >>"$folder/recovered/postgresql.auto.conf" <<SETTINGS
restore_command = 'cp $folder/archive/%f %p'
recovery_target_time = '$moment'
recovery_target_action = 'promote'
SETTINGS
owner touch "$folder/recovered/recovery.signal"
start "$folder/recovered"
for _ in $(seq 600); do [ "$(sql 'SELECT pg_is_in_recovery()')" = f ] && break; sleep 0.1; done
step "recovered after $((($(date +%s%N) - begun) / 1000000)) ms"

step "statistics are told that this is another database; then the server starts"
sql "UPDATE numbering SET incarnation = replace(gen_random_uuid()::text, '-', '')"
serve
after=$(total)
halt
$vindex check --data "$folder/vindex" >"$folder/check.log" 2>&1 || { cat "$folder/check.log" >&2; exit 1; }
stop fast
step "$after scores after recovery, vindex check clean"
[ "$before" = "$after" ] && [ "$after" = "$scores" ]
