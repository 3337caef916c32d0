-- Removes an entry if it holds exactly this: gives a lease back, or removes an unreadable value.
-- KEYS[1]  the entry
-- ARGV[1]  the lease's token, or the value
-- Replies 1 if it was removed, 0 if not.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
