#!/bin/sh
# Makes a PostgreSQL cluster, prints the folder of its socket, and removes it all as soon as
# standard input ends: also when whoever asked for it was killed.
set -eu
PATH=$PATH:$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
# A folder of our own need not let others in, and the name of a socket has to be short.
folder=$(mktemp -d /tmp/tresen-postgres.XXXXXX 2>/dev/null \
	|| mktemp -d "${TMPDIR:-/var/tmp}/tresen-postgres.XXXXXX")
trap 'pg_ctl -s -D "$folder/data" -m immediate stop; rm -rf "$folder"' EXIT
initdb --no-sync -U tresen -A trust -E UTF8 --locale=C -D "$folder/data" >"$folder/log"
# Nothing here has to outlast a power cut, nor be reached from elsewhere.
pg_ctl -s -w -D "$folder/data" -l "$folder/log" start -o "-k '$folder' -c listen_addresses='' \
	-c fsync=off -c full_page_writes=off -c autovacuum=off -c max_connections=200"
echo "$folder"
cat >/dev/null
