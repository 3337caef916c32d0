-- Purpose: a write from within a script.
-- KEYS[1]: a counter
-- Replies: its value after it
return redis.call('INCR', KEYS[1])
