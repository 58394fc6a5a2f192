#!/usr/bin/env bash
# For load balancers and for programs that read contracts; no credential is needed.
. "$(dirname "$0")/common.sh"

call GET /health/live
call GET /health/ready
call GET /openapi/v1.json | sed -n '1,12p'
