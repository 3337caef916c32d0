-- Puts a loaded value in the place of the lease it was loaded under. A lease that is gone
-- means that the entry was evicted, overwritten or lost meanwhile: then nothing is stored.
-- KEYS[1]  the entry
-- ARGV[1]  the lease's token
-- ARGV[2]  the value
-- ARGV[3]  how long the value lives, in milliseconds
-- Replies 1 if the value was stored, 0 if not.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return 1
end
return 0
