-- KEYS[1]  a number
-- ARGV[1]  what to add
return redis.call('INCRBY', KEYS[1], ARGV[1])
