-- Adds a number to a list.
-- KEYS[1]  the list
-- ARGV[1]  the number
-- Reply: the list's length
return redis.call('RPUSH', KEYS[1], ARGV[1])
