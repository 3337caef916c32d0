-- Writes or deletes a value if a token holds its lock.
-- KEYS[1]  the lock: "<token> <owner>"
-- KEYS[2]  the value
-- ARGV[1]  the token, in decimal digits
-- ARGV[2]  what to write; absent to delete
-- Replies 1 if it was done, 0 if the lock is not held with this token.
local held = redis.call('GET', KEYS[1])
if not held or held:match('^(%d+) ') ~= ARGV[1] then
  return 0
end
-- an error if something else lives there
redis.call('STRLEN', KEYS[2])
if ARGV[2] then
  redis.call('SET', KEYS[2], ARGV[2])
else
  redis.call('DEL', KEYS[2])
end
return 1
