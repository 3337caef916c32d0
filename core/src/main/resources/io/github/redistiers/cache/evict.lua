-- Removes an entry, or the lease in its place.
-- KEYS[1]  the entry
-- Replies 1 if there was a value, 0 if not.
local first = redis.call('GETRANGE', KEYS[1], 0, 0)
redis.call('DEL', KEYS[1])
return (first ~= '' and first ~= '~') and 1 or 0
