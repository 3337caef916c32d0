-- ARGV[1]  a key, which should be in KEYS
return redis.call('INCR', ARGV[1])
