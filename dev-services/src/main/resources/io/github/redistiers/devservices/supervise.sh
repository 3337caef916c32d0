# Runs one server for as long as the Java process lives that started this script, however it ends.
#   $1      the server's folder; made here, so that nothing is left when Java dies before
#   $2      "temporary": the folder goes when Java dies; "kept": it stays
#   $3...   the command; in the environment, REDIS_TIERS_CONFIGURATION: its configuration file's text, if it is new
# Standard input is a pipe that Java holds: its end says that Java is gone.
# Standard output gets the server's process id, of which nobody may hear. The exit status is the server's.
trap '' HUP INT TERM PIPE
umask 077
folder=$1 fate=$2
shift 2
mkdir -p "$folder" || exit 1
if [ -n "$REDIS_TIERS_CONFIGURATION" ]; then
	printf '%s' "$REDIS_TIERS_CONFIGURATION" >"$folder/redis.conf" || exit 1
fi
unset REDIS_TIERS_CONFIGURATION
rm -f "$folder/server.abandoned"
exec 3<&0
"$@" </dev/null >>"$folder/server.log" 2>&1 3<&- &
server=$!
(
	read -r end
	: >"$folder/server.abandoned"
	kill -9 "$server"
) <&3 >/dev/null 2>&1 &
watcher=$!
exec 3<&-
echo "$server"
exec >/dev/null 2>&1
wait "$server"
status=$?
kill -9 "$watcher"
wait "$watcher"
if [ -e "$folder/server.abandoned" ] && [ "$fate" = temporary ]; then
	# a child of the server that saves may still be writing there
	tries=0
	until rm -rf "$folder" || [ "$((tries += 1))" -ge 50 ]; do
		sleep 0.1
	done
fi
exit "$status"
