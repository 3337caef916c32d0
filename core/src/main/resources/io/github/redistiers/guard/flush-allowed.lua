-- Tells whether the current user may run a command, without running it. Redis 7.0 and later.
-- KEYS: none
-- ARGV[1]: the command's name
-- Reply: 'true' or 'false'
return tostring(redis.acl_check_cmd(ARGV[1]))
