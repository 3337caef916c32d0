-- Tells which process runs it: where reads may go to replicas, a script never does.
-- Replies the server's run_id.
return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
