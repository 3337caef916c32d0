-- Reads a list of numbers.
-- KEYS[1]  the list
-- Reply: all of it, in the order in which they were added
return redis.call('LRANGE', KEYS[1], 0, -1)
