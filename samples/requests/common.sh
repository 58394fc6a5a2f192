# Sourced by the other scripts. Finds the address and keys: those that ./vindex demo wrote to its folder, unless the environment sets others.
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

# call METHOD PATH [curl options…]: with the company's key.
call() {
  request "$VINDEX_KEY" "$@"
}

# admin METHOD PATH [curl options…]: with the admin key.
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

# Shows the request, the response and its status. Keys are passed through curl's standard input, so that they do not appear in the process list.
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
