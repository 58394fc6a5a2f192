#!/usr/bin/env bash
# Runs all scripts in order.
set -euo pipefail
for script in "$(dirname "$0")"/[0-9]*.sh; do
  printf '\n=== %s\n' "${script##*/}"
  bash "$script"
done
