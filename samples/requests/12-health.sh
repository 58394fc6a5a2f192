#!/usr/bin/env bash
# Health checks and the OpenAPI document; no credential needed.
. "$(dirname "$0")/common.sh"

call GET /health/live
call GET /health/ready
call GET /openapi/v1.json | sed -n '1,12p'
