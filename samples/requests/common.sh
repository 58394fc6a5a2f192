# Read by the other scripts. Finds the demo's address and keys: those that ./vindex demo wrote into its folder, unless the environment names others.
# shellcheck shell=bash
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
demo=${VINDEX_DEMO:-$here/../../.vindex/demo}
if [[ -z ${VINDEX_URL-} || -z ${VINDEX_KEY-} ]]; then
  if [[ ! -r $demo/demo.env ]]; then
    echo "Start ./vindex demo in another terminal first (or set VINDEX_URL, VINDEX_KEY and VINDEX_ADMIN_KEY)." >&2
    exit 2
  fi
  # shellcheck source=/dev/null
  . "$demo/demo.env"
fi

# call METHOD PATH [curl options…]: as the company's key.
call() {
  request "$VINDEX_KEY" "$@"
}

# admin METHOD PATH [curl options…]: as the admin key.
admin() {
  request "$VINDEX_ADMIN_KEY" "$@"
}

# event SECRET SOURCE [curl options…]: as an installation, with its shared secret.
event() {
  local secret=$1 source=$2
  shift 2
  printf '\nPOST /api/v1/evaluate/%s\n' "$source" >&2
  curl --silent --show-error --config - --write-out '\n(%{http_code})\n' "$@" "$VINDEX_URL/api/v1/evaluate/$source" <<<"header = \"X-Vindex-Secret: $secret\""
}

# Shows what is asked, the answer, and its status. The keys go through curl's standard input, so that they do not show in the list of processes.
request() {
  local key=$1 method=$2 path=$3
  shift 3
  printf '\n%s %s\n' "$method" "$path" >&2
  curl --silent --show-error --request "$method" --config - --write-out '\n(%{http_code})\n' "$@" "$VINDEX_URL$path" <<<"header = \"Authorization: Bearer $key\""
}

# json NAME: the text of the first member of that name in the JSON on standard input.
json() {
  sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" | head -n 1
}
