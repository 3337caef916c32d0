-- Purpose: a read from within a script.
-- KEYS[1]: a string
-- Replies: its value
return redis.call('GET', KEYS[1])
